"""Which services on our list may be the same offer for the same people in the same place?

`matching` finds and scores the pairs (rel_overlaps); here they are ranked and put as questions, with the money and the
people at stake and the best reason why both may be needed. Nothing here calls an overlap waste.
"""

from collections.abc import Iterator, Mapping, Sequence

from tpgraph.analysis.cells import (
    GRADES,
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
from tpgraph.analysis.overlap_verdicts import VERDICT_COLUMNS, Judged
from tpgraph.analysis.overlap_words import (
    IN_WORDS,
    NO_NEEDS,
    NONE_FOUND,
    RULE,
    people_of_both,
    question,
    why_both,
)
from tpgraph.analysis.scored_pairs import AT_LEAST, IN_FILES, RELATION_SCORE, SCORED, merged_services
from tpgraph.findings import Finding
from tpgraph.graphs.look_ups import Whereabouts, plain_group, smallest_records, table, whereabouts
from tpgraph.graphs.odds_words import expected, tenths
from tpgraph.graphs.offers import Offer, Offers, proposals_in_words, read_offers, shared_groups
from tpgraph.graphs.people import PeopleInNeed, most_people, read_people
from tpgraph.graphs.phrases import in_words
from tpgraph.money import pounds
from tpgraph.tables import Tables

_SIDES = ("left", "right")
# A service may be available in every ward: names of places beyond these are counted.
_PLACES_NAMED = 3


def run(tables: Tables, parameters: Mapping[str, Value]) -> Result:
    """Rank the pairs: the better grade first, then most money at stake, then most people."""
    offers = read_offers(tables)
    missing = _missing(offers)
    if missing:
        return Result(result_table([], COLUMNS), tuple(proposals_in_words(offers)), missing)
    check_filters(tables, parameters)
    records = smallest_records(tables, "rel_describes_service")
    where, people = whereabouts(tables), read_people(tables)
    rows = []
    for pair in table(tables, "rel_overlaps").to_pylist():
        if pair["source_id"] in offers.by_id and pair["target_id"] in offers.by_id:
            row = _row(pair, offers, people, records)
            if _is_wanted(row, offers, parameters):
                rows.append(row | {f"{side}_id": source_id(where, text(row, f"{side}_record")) for side in _SIDES})
    judged, settled = Judged(tables), wanted(parameters, "show") in ("all", SCORED)
    if wanted(parameters, "show") == SCORED:
        least = float(parameters.get("at_least", AT_LEAST.default))
        rows = [row for row in rows if float(str(row["probability"])) >= least or judged.told(row)["verdict"]]
        rows += _merged(tables, offers, people, where)
    rows.sort(key=_rank)
    kept = judged.sorted(rows, settled=settled)
    shown, notes = shortened(kept, parameters.get("limit", 0))
    notes += expected([float(str(row["probability"])) for row in kept])
    notes += [*judged.notes(rows, settled=settled), *_notes(offers, parameters, len(rows))]
    return Result(result_table(shown, COLUMNS), tuple(notes))


def _missing(offers: Offers) -> str:
    services = offers.by_id.values()
    if not services:
        return NO_SERVICES
    return "" if any(offer.needs for offer in services) else NO_NEEDS.format(services=len(services))


def _row(
    pair: Mapping[str, object], offers: Offers, people: list[PeopleInNeed], records: Mapping[str, str]
) -> dict[str, object]:
    left, right = offers.by_id[str(pair["source_id"])], offers.by_id[str(pair["target_id"])]
    needs = sorted(left.needs.keys() & right.needs.keys())
    groups = shared_groups(left, right)
    places = offers.shared_places(left, right)
    in_need = most_people(people, offers, needs, groups, places)
    shared = {
        "need": in_words([left.needs[need] for need in needs]),
        "client_group": in_words([left.groups[group] for group in groups]),
        "place": in_words([offers.places.get(place, place) for place in places], most=_PLACES_NAMED),
    }
    relation = str(pair["relation"])
    return {
        "left_record": records.get(left.id, left.id),
        "right_record": records.get(right.id, right.id),
        "left_service": left.id,
        "right_service": right.id,
        "left_name": left.name,
        "right_name": right.name,
        "left_provider": _bodies(left.providers, offers),
        "right_provider": _bodies(right.providers, offers),
        "relation": relation,
        "grade": pair["grade"],
        "probability": pair["probability"],
        "relation_score": pair["relation_score"],
        **shared,
        "place_ids": places,
        "cost_pence": _sum(left.cost_pence, right.cost_pence),
        "people": people_of_both(left, right),
        "people_in_need": in_need,
        "theme": left.theme if left.theme == right.theme else left.theme or right.theme,
        "question": question(relation, left, right, offers, **shared),
        "reasons": pair["reasons"] or [],
        "why_both": why_both(relation, left, right, in_need),
        "people_to_ask": sorted(offers.organisations.get(body, body) for body in left.bodies | right.bodies),
    }


def _merged(
    tables: Tables, offers: Offers, people: list[PeopleInNeed], where: Mapping[str, Whereabouts]
) -> Iterator[dict[str, object]]:
    """The pairs of records that are one service now, because people called them the same."""
    for left, right, service in merged_services(tables):
        if service in offers.by_id:
            pair = {"relation": "listed_twice", "probability": 1.0, "relation_score": 1.0, "grade": GRADES[0]}
            row = _row({**pair, "source_id": service, "target_id": service, "reasons": []}, offers, people, {})
            ids = {"left_id": source_id(where, left), "right_id": source_id(where, right)}
            yield row | ids | {"left_record": left, "right_record": right}


def _bodies(bodies: frozenset[str], offers: Offers) -> str:
    return in_words(sorted(offers.organisations.get(body, body) for body in bodies))


def _sum(left: int | None, right: int | None) -> int | None:
    """The sum of what is known, None where neither is."""
    known = [value for value in (left, right) if value is not None]
    return sum(known) if known else None


def _is_wanted(row: Row, offers: Offers, parameters: Mapping[str, Value]) -> bool:
    lowest = wanted(parameters, "grade")
    if lowest == GRADES[-1] and wanted(parameters, "show") in ("all", SCORED):
        lowest = ""  # what people called different has no grade any more
    left, right = offers.by_id[text(row, "left_service")], offers.by_id[text(row, "right_service")]
    needs = left.needs.keys() & right.needs.keys()
    around = {larger for place in listed(row, "place_ids") for larger in offers.reach(place)}
    group = plain_group(wanted(parameters, "client_group"))
    return (
        (not lowest or _place_of(row) <= GRADES.index(lowest))
        and is_called(wanted(parameters, "need"), (left.needs[need] for need in needs))
        and is_called(wanted(parameters, "place"), (*around, *(offers.places.get(place, place) for place in around)))
        and (not group or group in shared_groups(left, right))
    )


def _place_of(row: Row) -> int:
    """The place of a row's grade among the grades; pairs without one come last."""
    grade = text(row, "grade")
    return GRADES.index(grade) if grade else len(GRADES)


def _rank(row: Row) -> tuple[int, int, int, float, str, str]:
    """The better grade first, then what is at stake, unknown last; then the likelier pair."""
    cost, people = whole(row, "cost_pence"), whole(row, "people")
    unknown = -1
    at_stake = -(unknown if cost is None else cost), -(unknown if people is None else people)
    probability = float(str(row["probability"]))
    return (_place_of(row), *at_stake, -probability, text(row, "left_service"), text(row, "right_service"))


def _notes(offers: Offers, parameters: Mapping[str, Value], found: int) -> list[str]:
    services = list(offers.by_id.values())
    lacking = {
        "no need": sum(not offer.needs for offer in services),
        "no client group": sum(not offer.groups for offer in services),
        "no place": sum(not offer.places for offer in services),
    }
    said = [f"{count:,} name {what}" for what, count in lacking.items() if count]
    notes = none_found(parameters, found)
    if not found and not notes:
        notes.append(NONE_FOUND.format(services=len(services)))
    if said:
        notes.append(f"Of {len(services):,} services {in_words(said)}: what is not stated is never taken as the same.")
    if lacking["no place"]:
        notes.append(
            "Where a service names no place, pairs are listed only if what they offer is much alike, and as possible."
        )
    return notes + proposals_in_words(offers)


def sentence(row: Row) -> str:
    """Say a row as a sentence."""
    cost = whole(row, "cost_pence")
    money = f" Together they cost {pounds(cost)} a year." if cost is not None else ""
    how = IN_WORDS[text(row, "relation")]
    if text(row, "grade"):
        how += f", {tenths(float(str(row['probability'])))}"
    return f"{text(row, 'question')} ({how}: {'; '.join(listed(row, 'reasons'))}.){money}"


def finding(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Finding:  # noqa: ARG001  # the shape of all
    """Make the finding of a row: its subjects are the two services, whatever was asked for."""
    subjects = text(row, "left_service"), text(row, "right_service")
    records = text(row, "left_record"), text(row, "right_record")
    return question_finding(ANALYSIS.letters, ANALYSIS.name, row, subjects, records, {})


def evidence(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Sequence[Evidence]:  # noqa: ARG001  # same
    """Give every record of the two services, with what the service costs a year beside its first record."""
    offers = read_offers(tables)
    said = []
    for side in _SIDES:
        offer = offers.by_id[text(row, f"{side}_service")]
        ends = table(tables, "rel_describes_service").to_pylist()
        records = sorted(end["source_id"] for end in ends if end["target_id"] == offer.id)
        for index, record in enumerate(records or [offer.id]):
            cost = offer.cost_pence if index == 0 else None
            said.append(Evidence("one of the two services", record, cost, _in_words(offer, offers)))
    return said


def _in_words(offer: Offer, offers: Offers) -> str:
    parts = [
        f"'{offer.name}'",
        _bodies(offer.providers, offers),
        in_words(list(offer.needs.values())),
        in_words(list(offer.groups.values())),
        in_words(sorted(offers.places.get(place, place) for place in offer.places)),
    ]
    return "; ".join(part for part in parts if part)


COLUMNS = (
    ResultColumn("left_id", "id", "the first service, by its file's own id", label="First id"),
    ResultColumn("right_id", "id", "the second service, by its file's own id", label="Second id"),
    ResultColumn("left_record", "id", "record of the first service", shown=False),
    ResultColumn("right_record", "id", "record of the second service", shown=False),
    ResultColumn("left_service", "id", "the first service in the graph", shown=False),
    ResultColumn("right_service", "id", "the second service in the graph", shown=False),
    ResultColumn("left_name", "text", "name of the first service", label="First service"),
    ResultColumn("right_name", "text", "name of the second service", label="Second service"),
    ResultColumn("left_provider", "text", "who runs the first", label="Run by"),
    ResultColumn("right_provider", "text", "who runs the second", label="Run by (second)"),
    ResultColumn("relation", "text", "how the two relate", label="Relation"),
    ResultColumn("grade", "text", "strong, likely or possible", label="Grade"),
    ResultColumn("probability", "number", "chance that the two are the same offer", "0 to 1", "Chance", shown=False),
    RELATION_SCORE,
    ResultColumn("need", "text", "needs that both meet", label="Need"),
    ResultColumn("client_group", "text", "people that both are for", label="People it is for"),
    ResultColumn("place", "text", "places where both may be used", label="Place"),
    ResultColumn("place_ids", "list", "ids of those places", shown=False),
    ResultColumn("cost_pence", "pence", "what both cost a year, where known", "pence a year", "Cost a year"),
    ResultColumn("people", "integer", "people both help a year, where known", "people a year", "People helped"),
    ResultColumn("people_in_need", "integer", "people there with that need, where known", "people", "People in need"),
    ResultColumn("theme", "text", "theme", label="Theme"),
    *QUESTION_COLUMNS,
    *VERDICT_COLUMNS,
)

ANALYSIS = Analysis(
    name="overlaps",
    question="Which services may be the same offer for the same people in the same place?",
    letters="OV",
    rule=RULE,
    parameters=(
        Parameter("place", "place", "", "only where both may be used in this place or inside it"),
        Parameter("need", "text", "", "only this need, by name"),
        Parameter("client_group", "text", "", "only this client group or its synonyms"),
        Parameter("grade", "text", "possible", "this grade or better", values=GRADES),
        Parameter(
            "show", "text", "open", "open = not settled; all = settled too; scored = merged too, which files hold",
            values=("open", "all", SCORED),
        ),
        AT_LEAST,
        Parameter("limit", "integer", 0, "most rows to show; 0 = all", "rows"),
    ),
    reads=(
        "service", "need", "client_group", "place", "organisation", "client_need", "record", "rel_overlaps",
        "rel_meets", "rel_serves", "rel_available_in", "rel_provides", "rel_commissions", "rel_part_of",
        "rel_succeeded_by", "rel_of", "rel_among", "rel_living_in", "rel_describes_service", "setting", "funding_flow",
    ),
    columns=COLUMNS,
    key=("left_record", "right_record"),
    in_files=IN_FILES,
    run=run,
    sentence=sentence,
    evidence=evidence,
    finding=finding,
)  # fmt: skip
