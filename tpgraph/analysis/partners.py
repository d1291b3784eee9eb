"""Which bodies serve the same people or meet the same needs in a place and have no tie on our lists?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tpgraph.analysis.cells import (
    NO_SERVICES,
    QUESTION_COLUMNS,
    is_called,
    listed,
    question_finding,
    result_table,
    shortened,
    source_id,
    text,
    wanted,
    whole,
)
from tpgraph.analysis.description import Analysis, Evidence, Parameter, Result, ResultColumn, Row, Value
from tpgraph.analysis.filters import check_filters, none_found
from tpgraph.analysis.partner_ties import MOST_BODIES, Pair, Topic, people_by_topic, shared_topics, tied_pairs
from tpgraph.findings import Finding
from tpgraph.graphs.look_ups import plain_group, smallest_records, table, whereabouts
from tpgraph.graphs.offers import Offers, proposals_in_words, read_offers
from tpgraph.graphs.people import read_people
from tpgraph.graphs.phrases import in_words, mid_sentence
from tpgraph.tables import Tables

NOTHING_SHARED = (
    "The {services:,} services do not say enough to tell who shares people or needs: fill the columns {columns} of the "
    "sheet `services`, then ask again."
)
NO_TIES = (
    "No tie between bodies is on our lists (sheet `partnerships`, payments, referrals): many of these may work "
    "together already."
)
WHY_RIGHT = "They may be in touch already: ties that nobody has put on a sheet are not known to us."
RULE = (
    "Bodies that run or commission services on our list which are not over (inactive, defunct, closed, or ended before "
    "the years of the place). Two of them share a client group (synonyms "
    "count as the same, everyone does not count) or a need in a place, or in two places of which one lies in the "
    "other. Left out are pairs with a tie on our lists: they work together, one pays, commissions, owns or succeeds "
    "the other, their services refer to each other, or they may be one body. Ranked by how many groups and needs in "
    "places they share, then by the people there. What more than "
    f"{MOST_BODIES} bodies share in one place is left out."
)


def run(tables: Tables, parameters: Mapping[str, Value]) -> Result:
    """Find the pairs, those that share most first."""
    offers = read_offers(tables)
    missing = _missing(offers)
    if missing:
        return Result(result_table([], COLUMNS), tuple(proposals_in_words(offers)), missing)
    check_filters(tables, parameters)
    shared, left_out = shared_topics(offers)
    ties = tied_pairs(tables, offers, {body for pair in shared for body in pair})
    people = people_by_topic(read_people(tables), offers)
    chosen = {}
    for pair in shared.keys() - ties:
        topics = _wanted_topics(shared[pair], offers, parameters)
        if topics and _has_wanted_body(pair, offers, parameters):
            chosen[pair] = topics
    order = sorted(chosen, key=lambda pair: _rank(pair, chosen[pair], people, offers))
    kept, notes = shortened([{"pair": pair} for pair in order], parameters.get("limit", 0))
    words = _Words(tables, offers, people)
    rows = [words.row(pair, chosen[pair]) for pair in order[: len(kept)]]
    return Result(
        result_table(rows, COLUMNS),
        (
            *notes,
            *none_found(parameters, len(order)),
            *_notes(tables, len(order), left_out),
            *proposals_in_words(offers),
        ),
    )


def _missing(offers: Offers) -> str:
    services = list(offers.by_id.values())
    if not services:
        return NO_SERVICES
    lacking = [
        column
        for column, known in (
            ("`provider`", any(offer.bodies for offer in services)),
            ("`places`", any(offer.places for offer in services)),
            ("`client_groups` or `needs`", any(offer.groups or offer.needs for offer in services)),
        )
        if not known
    ]
    return NOTHING_SHARED.format(services=len(services), columns=in_words(lacking)) if lacking else ""


def _wanted_topics(topics: set[Topic], offers: Offers, parameters: Mapping[str, Value]) -> list[Topic]:
    """The topics that were asked for, all where nothing was."""
    place, need = wanted(parameters, "place"), wanted(parameters, "need")
    group = plain_group(wanted(parameters, "client_group"))
    return sorted(
        topic
        for topic in topics
        if _is_in(topic.place, place, offers)
        and (not group or (topic.kind, topic.key) == ("group", group))
        and (not need or (topic.kind == "need" and is_called(need, (topic.key,))))
    )


def _has_wanted_body(pair: Pair, offers: Offers, parameters: Mapping[str, Value]) -> bool:
    names = (offers.organisations.get(body, body) for body in pair)
    return is_called(wanted(parameters, "organisation"), (*pair, *names))


def _is_in(place: str, asked: str, offers: Offers) -> bool:
    around = offers.reach(place)
    return is_called(asked, (*around, *(offers.places.get(one, one) for one in around)))


def _rank(
    pair: Pair, topics: Sequence[Topic], people: Mapping[Topic, int], offers: Offers
) -> tuple[int, int, list[str], Pair]:
    names = [offers.organisations.get(body, body) for body in pair]
    return -len(topics), -max(people.get(topic, -1) for topic in topics), names, pair


class _Words:
    """Makes the row of a pair: what it shares, in words."""

    def __init__(self, tables: Tables, offers: Offers, people: Mapping[Topic, int]) -> None:
        self.offers, self.people = offers, people
        self.records, self.where = smallest_records(tables, "rel_describes"), whereabouts(tables)
        self.wording: dict[tuple[str, str], str] = {}
        self.services: defaultdict[str, list[str]] = defaultdict(list)
        for offer in offers.by_id.values():
            for kind, named in (("need", offer.needs), ("group", offer.groups)):
                for key, name in named.items():
                    self.wording.setdefault((kind, key), name)
            for body in offer.bodies:
                self.services[body].append(offer.id)

    def row(self, pair: Pair, topics: Sequence[Topic]) -> dict[str, object]:
        """Make the row of a pair of bodies from the topics they share (at least one)."""
        # The question names one topic: a group before a need, then the one with most people.
        main = min(topics, key=lambda topic: (topic.kind, -self.people.get(topic, -1), topic))
        names = [self.offers.organisations.get(body, body) for body in pair]
        records = [self.records.get(body, body) for body in pair]
        known = [self.people[topic] for topic in topics if topic in self.people]
        return {
            "left_id": source_id(self.where, records[0]),
            "right_id": source_id(self.where, records[1]),
            "left_record": records[0],
            "right_record": records[1],
            "left_organisation": pair[0],
            "right_organisation": pair[1],
            "left_name": names[0],
            "right_name": names[1],
            "shared": len(topics),
            "client_groups": self._named("group", topics),
            "needs": self._named("need", topics),
            "places": sorted({self._place(topic.place) for topic in topics}),
            "place": self._place(main.place),
            "people": max(known, default=None),
            "left_services": self._services(pair[0], topics),
            "right_services": self._services(pair[1], topics),
            "question": self._question(names, main),
            "reasons": self._reasons(topics),
            "why_both": WHY_RIGHT,
            "people_to_ask": names,
        }

    def _place(self, place: str) -> str:
        return self.offers.places.get(place, place)

    def _named(self, kind: str, topics: Sequence[Topic]) -> list[str]:
        return sorted({self.wording[kind, topic.key] for topic in topics if topic.kind == kind})

    def _services(self, body: str, topics: Sequence[Topic]) -> list[str]:
        """Names of the services of a body that are about one of the topics."""
        about = {(topic.kind, topic.key) for topic in topics}
        offers = [self.offers.by_id[service] for service in self.services[body]]
        return sorted(
            offer.name
            for offer in offers
            if about & {*(("need", key) for key in offer.needs), *(("group", key) for key in offer.groups)}
        )

    def _question(self, names: Sequence[str], main: Topic) -> str:
        about, place = mid_sentence(self.wording[main.kind, main.key]), self._place(main.place)
        if main.kind == "group":
            return f"Should {names[0]} and {names[1]} talk about the {about} they both serve in {place}?"
        return f"Should {names[0]} and {names[1]} talk about {about}, which both work on in {place}?"

    def _reasons(self, topics: Sequence[Topic]) -> list[str]:
        places: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for topic in topics:
            places[topic.kind, topic.key].append(self._place(topic.place))
        verbs = {"group": "both serve", "need": "both work on"}
        said = [
            f"{verbs[kind]} {mid_sentence(self.wording[kind, key])} in {in_words(sorted(where), most=3)}"
            for (kind, key), where in sorted(places.items(), key=lambda entry: (-len(entry[1]), entry[0]))
        ]
        return [*said, "no tie between them is on our lists"]


def _notes(tables: Tables, found: int, left_out: int) -> list[str]:
    ties = ("rel_works_with", "rel_funds", "rel_pays", "rel_refers_to")
    notes = [] if any(table(tables, name).num_rows for name in ties) or not found else [NO_TIES]
    if left_out:
        notes.append(f"Groups and needs in a place that so many bodies share that no pair is named: {left_out:,}.")
    if not found and not left_out:
        notes.append("No two bodies without a tie share people or needs in a place as far as our lists say.")
    return notes


def sentence(row: Row) -> str:
    """Say a row as a sentence."""
    count = whole(row, "shared") or 0
    topics = "1 group or need in a place" if count == 1 else f"{count:,} groups and needs in places"
    return f"{text(row, 'left_name')} and {text(row, 'right_name')} share {topics} and have no tie on our lists."


def finding(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Finding:  # noqa: ARG001  # the shape of all
    """Make the finding of a row: its subjects are the two bodies, whatever was asked for."""
    subjects = text(row, "left_organisation"), text(row, "right_organisation")
    records = text(row, "left_record"), text(row, "right_record")
    return question_finding(ANALYSIS.letters, ANALYSIS.name, row, subjects, records, {})


def evidence(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Sequence[Evidence]:  # noqa: ARG001  # same
    """Give the services of each of the two bodies that are about what they share, with a record each."""
    offers = read_offers(tables)
    records = smallest_records(tables, "rel_describes_service")
    said = []
    for side in ("left", "right"):
        body, name = text(row, f"{side}_organisation"), text(row, f"{side}_name")
        named = set(listed(row, f"{side}_services"))
        for offer in offers.by_id.values():
            if body in offer.bodies and offer.name in named:
                verb = "runs" if body in offer.providers else "commissions"
                record = records.get(offer.id, offer.id)
                said.append(Evidence("service of one of the two", record, None, f"{name} {verb} '{offer.name}'"))
    return said


COLUMNS = (
    ResultColumn("left_id", "id", "the first body, by its file's own id", label="First id", shown=False),
    ResultColumn("right_id", "id", "the second body, by its file's own id", label="Second id", shown=False),
    ResultColumn("left_record", "id", "record of the first body", shown=False),
    ResultColumn("right_record", "id", "record of the second body", shown=False),
    ResultColumn("left_organisation", "id", "the first body in the graph", shown=False),
    ResultColumn("right_organisation", "id", "the second body in the graph", shown=False),
    ResultColumn("left_name", "text", "name of the first body", label="Body"),
    ResultColumn("right_name", "text", "name of the second body", label="Other body"),
    ResultColumn("shared", "integer", "client groups and needs in places that both share", "topics", "Shared"),
    ResultColumn("client_groups", "list", "client groups both serve", label="People both serve"),
    ResultColumn("needs", "list", "needs both work on", label="Needs both work on"),
    ResultColumn("places", "list", "where", label="Places"),
    ResultColumn("place", "text", "the place that the question names", shown=False),
    ResultColumn("people", "integer", "largest number of people known for one of these", "people", "People"),
    ResultColumn("left_services", "list", "services of the first body", label="Its services"),
    ResultColumn("right_services", "list", "services of the second body", label="Services of the other"),
    *QUESTION_COLUMNS,
)

ANALYSIS = Analysis(
    name="partners",
    question="Which bodies serve the same people in a place and have no tie on our lists?",
    letters="PA",
    rule=RULE,
    parameters=(
        Parameter("place", "place", "", "only what they share in this place or inside it"),
        Parameter("client_group", "text", "", "only this client group or its synonyms"),
        Parameter("need", "text", "", "only this need, by name"),
        Parameter("organisation", "text", "", "only pairs with this body, by name or id"),
        Parameter("limit", "integer", 200, "most rows to show; 0 = all", "rows"),
    ),
    reads=(
        "service", "need", "client_group", "place", "organisation", "client_need", "record", "rel_meets", "rel_serves",
        "rel_available_in", "rel_provides", "rel_commissions", "rel_part_of", "rel_of", "rel_among", "rel_living_in",
        "rel_works_with", "rel_funds", "rel_pays", "rel_to", "rel_owned_by", "rel_succeeded_by", "rel_refers_to",
        "rel_same_as", "rel_describes", "rel_describes_service", "setting", "funding_flow",
    ),
    columns=COLUMNS,
    key=("left_record", "right_record"),
    run=run,
    sentence=sentence,
    evidence=evidence,
    finding=finding,
)  # fmt: skip
