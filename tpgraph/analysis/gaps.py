"""What needs of people here does no service on our list meet?

A row only where somebody declares the list complete for that place and need (sheet `coverage`): elsewhere nobody knows,
and that is counted in one line. It is a question about our list, never a statement about the people.
"""

from collections.abc import Mapping, Sequence

from tpgraph.analysis.cells import (
    NO_SERVICES,
    QUESTION_COLUMNS,
    is_called,
    listed,
    question_finding,
    result_table,
    shortened,
    text,
    wanted,
    whole,
)
from tpgraph.analysis.cells import number as cell_number
from tpgraph.analysis.description import Analysis, Evidence, Parameter, Result, ResultColumn, Row, Value
from tpgraph.analysis.filters import check_filters, none_found
from tpgraph.analysis.gap_ground import (
    Ground,
    Nearby,
    day_asked,
    declared_complete,
    nearby,
    other_areas,
    read_ground,
    who_to_ask,
)
from tpgraph.analysis.take_up import TAKE_UP, checked_take_up, take_up_note, take_up_words, taking_up
from tpgraph.analysis.unmapped import unmapped_figures
from tpgraph.findings import Finding
from tpgraph.graphs.look_ups import plain_group, table
from tpgraph.graphs.offers import Offer, Offers, proposals_in_words
from tpgraph.graphs.people import PeopleInNeed, people_in_words, read_people
from tpgraph.graphs.phrases import in_words, mid_sentence
from tpgraph.tables import Tables

NO_PEOPLE = (
    "Nobody says how many people need what: fill the sheet `client_needs` of the template (need, client_group, place, "
    "people), then ask again."
)
NO_COVERAGE = (
    "No list is declared complete, so nobody can say that a service is missing: fill the sheet `coverage` of the "
    "template (place, need, complete = yes). For {unknown:,} needs of people in a place our list has no service."
)
NO_NEEDS = (
    "None of the {services:,} services says which needs it meets, so nobody can say that one is missing: fill the "
    "column `needs` of the sheet `services`, then ask again."
)
WHY_RIGHT = "People may use a service elsewhere, or family, neighbours and groups that are on no list may do it."
RULE = (
    "For every need of a client group in a place (sheet client_needs, newest year): no service on our list that is not "
    "over meets the need or a narrower one, may be used in the place, in a larger one that it lies in or in a part of "
    "it, and is for that group, for everyone or does not say for whom. Over is what is inactive, defunct or closed, or "
    "ended before the year of the need began (without a year: before the list was complete; else before the years of "
    "the place). It is a row only if the sheet coverage declares "
    "the list complete (yes) for the place or a larger one and for the need or a broader one; a list of one sector "
    "alone declares nothing of the others. A service for a broader need alone does not count, and is named; one that a "
    "contract or grant only proposes does not count. Most people first. "
    "The share of these people who would take up a service is an assumption (take_up): everyone, unless another is "
    "given, and said beside the table. Numbers of people in need stay as counted."
)


def run(tables: Tables, parameters: Mapping[str, Value]) -> Result:
    """Find the needs that no service on a complete list meets, most people first."""
    take_up = checked_take_up(parameters)
    ground = read_ground(tables)
    people = [one for one in read_people(tables) if _is_wanted(one, ground.offers, parameters)]
    missing = _missing(tables, ground)
    if not missing:
        check_filters(tables, parameters)
    rows = []
    unknown = 0
    for one in [] if missing else people:
        declared = declared_complete(one, ground)
        near = nearby(one, ground, day_asked(one, declared, ground))
        if not near.found and declared is not None:
            rows.append(_row(one, near, declared, ground, take_up))
        elif not near.found:
            unknown += 1
    rows.sort(key=_rank)
    if not missing and not ground.complete:
        missing = NO_COVERAGE.format(unknown=unknown)
    shown, notes = shortened(rows, parameters.get("limit", 0))
    notes += [] if missing else [*none_found(parameters, len(rows)), *take_up_note(take_up, len(rows))]
    if unknown and not missing:
        notes.append(
            f"For {unknown:,} more needs of people in a place our list has no service, but nobody declares the list "
            "complete there: not known (sheet `coverage`)."
        )
    notes += proposals_in_words(ground.offers)
    if not missing:
        notes += [*other_areas(tables, wanted(parameters, "place"), people), *filter(None, [unmapped_figures(tables)])]
    return Result(result_table(shown, COLUMNS), tuple(notes), missing)


def _missing(tables: Tables, ground: Ground) -> str:
    if not ground.offers.by_id:
        return NO_SERVICES
    if not table(tables, "client_need").num_rows:
        return unmapped_figures(tables) or NO_PEOPLE
    return "" if ground.by_need else NO_NEEDS.format(services=len(ground.offers.by_id))


def _is_wanted(one: PeopleInNeed, offers: Offers, parameters: Mapping[str, Value]) -> bool:
    around = offers.reach(one.place)
    group = plain_group(wanted(parameters, "client_group"))
    return (
        bool(one.place)
        and is_called(wanted(parameters, "need"), (one.need_name, one.need_id))
        and is_called(wanted(parameters, "place"), (*around, *(offers.places.get(place, place) for place in around)))
        and (not group or group == one.group)
    )


def _row(
    one: PeopleInNeed, near: Nearby, declared: Mapping[str, object], ground: Ground, take_up: float
) -> dict[str, object]:
    offers = ground.offers
    place = offers.places.get(one.place, one.place)
    broader_keys = ground.keys(ground.broader.get(one.need_id, ()))
    day = day_asked(one, declared, ground)
    broader = [o for key in sorted(broader_keys) for o in ground.by_need.get(key, ()) if not o.is_over_before(day)]
    for_whom = f" for {mid_sentence(one.group_name)}" if one.group_name else ""
    return {
        "need": one.need_name,
        "client_group": one.group_name,
        "place": place,
        "people": one.people,
        "low": one.low,
        "high": one.high,
        "people_in_words": people_in_words(one.people, one.low, one.high),
        "take_up": take_up,
        "would_take_up": taking_up(one.people, take_up),
        "financial_year": one.financial_year or None,
        "complete_as_of": declared["as_of"],
        "grade": "possible" if near.without_place or near.in_part else "likely" if near.for_others else "strong",
        "need_id": one.need_id,
        "client_group_key": one.group,
        "place_id": one.place,
        "client_need": one.id,
        "question": f"No service on our list is for {mid_sentence(one.need_name)}{for_whom} in {place}: is that right?",
        "reasons": _reasons(one, near, declared, broader, take_up),
        "why_both": WHY_RIGHT,
        "people_to_ask": who_to_ask(
            one, [*near.for_others, *near.without_place, *near.in_part, *near.over, *broader], declared, ground
        ),
    }


def _reasons(
    one: PeopleInNeed, near: Nearby, declared: Mapping[str, object], broader: Sequence[Offer], take_up: float
) -> list[str]:
    number = people_in_words(one.people, one.low, one.high)
    year = f" in {one.financial_year}" if one.financial_year else ""
    whose = f"the list of {declared['publisher']}" if declared["publisher"] else "our list"
    said = [
        f"people there with the need{year}: {number}{take_up_words(one.people, one.low, one.high, take_up)}",
        f"{whose} is declared complete there" + (f" as of {declared['as_of']}" if declared["as_of"] else ""),
    ]
    for offers, words in (
        (near.for_others, "there, but for other people"),
        (near.without_place, "on our list for it without a place"),
        (near.in_part, "in an area that covers a part of it"),
        (broader, "for a broader need"),
        (near.over, "over before that"),
    ):
        if offers:
            said.append(f"{words}: {in_words([offer.name for offer in offers], most=3)}")
    return said


def _rank(row: Row) -> tuple[int, int, str, str, str]:
    """Most people first; then those under 5 or within bounds; unknown last; then by name."""
    people, high = whole(row, "people"), whole(row, "high")
    known = 0 if people is not None else 1 if high is not None else 2
    return known, -(people or high or 0), text(row, "need"), text(row, "client_group"), text(row, "place")


def sentence(row: Row) -> str:
    """Say a row as a sentence."""
    whom = f" for {mid_sentence(text(row, 'client_group'))}" if text(row, "client_group") else ""
    bounds = (whole(row, "people"), whole(row, "low"), whole(row, "high"))
    assumed = take_up_words(*bounds, cell_number(row, "take_up") or 0.0)
    return (
        f"No service on our list for {mid_sentence(text(row, 'need'))}{whom} in {text(row, 'place')} "
        f"(people there with the need: {text(row, 'people_in_words')}{assumed})."
    )


def finding(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Finding:  # noqa: ARG001  # the shape of all
    """Make the finding of a row: its subject is the need of a group in a place, which has no record of its own."""
    subject = {
        "need": text(row, "need_id"),
        "client_group": text(row, "client_group_key"),
        "place": text(row, "place_id"),
    }
    return question_finding(ANALYSIS.letters, ANALYSIS.name, row, (text(row, "need_id"),), (), subject)


def evidence(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Sequence[Evidence]:  # noqa: ARG001  # same
    """Give the line that counts the people; that no service is there has no line."""
    return [
        Evidence("people in need", text(row, "client_need"), None, sentence(row)),
        *(Evidence("why we ask", "", None, reason) for reason in listed(row, "reasons")),
    ]


COLUMNS = (
    ResultColumn("need", "text", "the need", label="Need"),
    ResultColumn("client_group", "text", "whose need", label="People it is for"),
    ResultColumn("place", "text", "where they live", label="Place"),
    ResultColumn("people", "integer", "how many; empty = unknown or under 5", "people", "People", shown=False),
    ResultColumn("low", "integer", "lower bound", "people", shown=False),
    ResultColumn("high", "integer", "upper bound", "people", shown=False),
    ResultColumn("people_in_words", "text", "how many, in words", label="People in need"),
    ResultColumn("take_up", "number", "share of them assumed to take up a service", "of 1", shown=False),
    ResultColumn(
        "would_take_up", "integer", "people who would, so assumed; empty = unknown or under 5", "people",
        "Would take up a service", shown=False,
    ),
    ResultColumn("financial_year", "year", "year of the figure", label="Financial year"),
    ResultColumn("complete_as_of", "date", "when the list was complete", label="List complete as of"),
    ResultColumn("grade", "text", "strong, likely (others are served) or possible (where is not clear)", label="Grade"),
    ResultColumn("need_id", "id", "id of the need", shown=False),
    ResultColumn("client_group_key", "text", "the client group in plain words", shown=False),
    ResultColumn("place_id", "id", "id of the place", shown=False),
    ResultColumn("client_need", "id", "record that counts the people", shown=False),
    *QUESTION_COLUMNS,
)  # fmt: skip

ANALYSIS = Analysis(
    name="gaps",
    question="Which needs of people here does no service on our list meet?",
    letters="GA",
    rule=RULE,
    parameters=(
        Parameter("place", "place", "", "only this place and places inside it"),
        Parameter("need", "text", "", "only this need, by name or id"),
        Parameter("client_group", "text", "", "only this client group or its synonyms"),
        Parameter("limit", "integer", 0, "most rows to show; 0 = all", "rows"),
        TAKE_UP,
    ),
    reads=(
        "service", "need", "client_group", "place", "organisation", "client_need", "coverage", "rel_meets",
        "rel_broader", "rel_serves", "rel_available_in", "rel_provides", "rel_commissions", "rel_part_of", "rel_of",
        "rel_among", "rel_living_in", "rel_covers_part_of", "rel_succeeded_by", "setting", "funding_flow",
        "problem",
    ),
    columns=COLUMNS,
    key=("need_id", "client_group_key", "place_id"),
    run=run,
    sentence=sentence,
    evidence=evidence,
    finding=finding,
)  # fmt: skip
