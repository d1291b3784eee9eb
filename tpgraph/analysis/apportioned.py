"""What do figures for areas that do not nest in this place mean for it?

Police, health and fire areas seldom are the council's. A figure for one of them says something of the place only by a
share, and such a figure is never added to those stated for the place itself.
"""

from collections.abc import Mapping, Sequence

from tpgraph.analysis.apportioned_figures import Stated, money_for_areas, people_in_areas
from tpgraph.analysis.apportioned_words import elsewhere_note, missing_look_up, share_in_words
from tpgraph.analysis.apportioning import apportion, apportioned_bounds
from tpgraph.analysis.cells import is_called, result_table, shortened, text, wanted, whole
from tpgraph.analysis.description import Analysis, Evidence, Parameter, Result, ResultColumn, Row, Value
from tpgraph.analysis.filters import check_filters, none_found
from tpgraph.analysis.unmapped import unmapped_figures
from tpgraph.errors import AnalysisError
from tpgraph.graphs.areas import Areas, Overlap, replaced_in_words
from tpgraph.graphs.look_ups import names, table
from tpgraph.graphs.people import at_least_five, people_in_words
from tpgraph.money import pounds
from tpgraph.tables import Tables

NO_PLACE = (
    "Nobody says which place this is about: name it with `tpgraph init` or in the sheet `place`, or ask with "
    "`--place NAME`."
)
RULE = (
    "Every number of people in need (newest year) and every sum of money that benefits an area, where the area lies in "
    "the place in part only: the figure times the share of the area that lies in the place. The share is that of a "
    "look-up (COVERS_PART_OF), the newest and by people rather than by LSOAs; of a larger area that holds the place, "
    "else by the population of both, else by their LSOAs, unless the look-ups loaded are seen to hold a part of the "
    "area only. Shared out by largest remainders among the places of one level, so that all parts add up to the "
    "figure: whole people, exact pence. Bounds are rounded outwards. Where the share is not known, neither is the "
    "part. Such figures are apportioned: they suppose that people and money are spread evenly, and they are in no "
    "other total."
)


def run(tables: Tables, parameters: Mapping[str, Value]) -> Result:
    """Work out each figure for an area that the place holds in part; people first, then money, largest first."""
    areas = Areas(tables)
    place = _place(tables, areas, parameters)
    if not place:
        return Result(result_table([], COLUMNS), missing=NO_PLACE)
    check_filters(tables, {name: value for name, value in parameters.items() if name != "place"})
    overlaps = areas.overlaps(place)
    stated = [*people_in_areas(tables), *money_for_areas(tables)]
    near = [
        one for one in stated if one.area in overlaps and is_called(wanted(parameters, "need"), (one.about, one.need))
    ]
    rows = [_row(one, place, overlaps[one.area], areas) for one in near]
    rows.sort(key=_rank)
    shown, notes = shortened(rows, parameters.get("limit", 0))
    notes += none_found({"need": wanted(parameters, "need")}, len(rows))
    notes += elsewhere_note(stated, place, overlaps, areas)
    notes += replaced_in_words(tables, {one.area for one in stated})
    missing = "" if rows else missing_look_up(stated, place, overlaps, areas)
    unmapped = unmapped_figures(tables)
    if unmapped and not rows and not missing:
        missing = unmapped
    elif unmapped:
        notes.append(unmapped)
    return Result(result_table(shown, COLUMNS), tuple(notes), missing)


def _place(tables: Tables, areas: Areas, parameters: Mapping[str, Value]) -> str:
    """The place asked about: by id or name, else the store's; empty where neither is said."""
    asked = wanted(parameters, "place")
    if not asked:
        setting = {row["key"]: row["value"] for row in table(tables, "setting").to_pylist()}
        return str(setting.get("place_id") or "")
    if asked in areas.place:
        return asked
    check_filters(tables, {"place": asked})
    called = sorted(place for place, name in names(tables, "place").items() if is_called(asked, (place, name)))
    if len(called) > 1:
        listed = ", ".join(f"{place} ({areas.level(place)})" for place in called[:5])
        raise AnalysisError(f"{len(called):,} places are called '{asked}': {listed}; ask by the code")
    return called[0]


def _row(one: Stated, place: str, overlap: Overlap, areas: Areas) -> dict[str, object]:
    shares = areas.shares_beside(place, overlap)
    part = None
    low, high = None, None
    if overlap.share is not None:
        part = None if one.amount is None else apportion(one.amount, shares)[place]
        low, high = apportioned_bounds(one.low, one.high, overlap.share)
    is_money = one.kind == "money"
    people = None if is_money else part
    if people is not None and people < 5:
        low, high = 0, 4
    called = {key: str(row["name"] or key) for key, row in areas.place.items() if key in (place, one.area)}
    return {
        "kind": one.kind,
        "stated_for": called.get(one.area, one.area),
        "place": called.get(place, place),
        "about": one.about,
        "client_group": one.group or None,
        "financial_year": one.financial_year or None,
        "basis": one.basis or None,
        "capital": one.capital or None,
        "stated_people": None if is_money else one.amount,
        "stated_in_words": pounds(one.amount or 0) if is_money else people_in_words(one.amount, one.low, one.high),
        "stated_pence": one.amount if is_money else None,
        "share": overlap.share,
        "share_of": overlap.of or None,
        "share_year": overlap.year or None,
        "share_in_words": share_in_words(overlap),
        "share_doubt": overlap.doubt or None,
        "people": at_least_five(people),
        "low": low,
        "high": high,
        "part_in_words": _part_in_words(part, low, high, overlap, is_money=is_money),
        "part_pence": part if is_money else None,
        "how_sure": "apportioned",
        "stated_for_id": one.area,
        "place_id": place,
        "subject": one.subject,
        "record": one.record,
    }


def _part_in_words(part: int | None, low: int | None, high: int | None, overlap: Overlap, *, is_money: bool) -> str:
    if overlap.share is None:
        return "not known"
    if is_money:
        return pounds(part or 0)
    return people_in_words(part, low, high)


def _rank(row: Row) -> tuple[bool, bool, int, str, str, str, str]:
    """People before money, known before unknown, largest first; then by name."""
    size = whole(row, "people") or whole(row, "part_pence") or 0
    unknown = row["share"] is None
    order = text(row, "about"), text(row, "stated_for"), text(row, "financial_year"), text(row, "subject")
    return text(row, "kind") == "money", unknown, -abs(size), *order


def sentence(row: Row) -> str:
    """Say a row as a sentence."""
    year = f" in {text(row, 'financial_year')}" if text(row, "financial_year") else ""
    stated = f"{text(row, 'about')}{year}: {text(row, 'stated_in_words')} stated for {text(row, 'stated_for')}"
    if row["share"] is None:
        return f"{stated}; how much of that is {text(row, 'place')}'s is not known: {text(row, 'share_in_words')}."
    return (
        f"{stated}, of which {text(row, 'part_in_words')} for {text(row, 'place')}, apportioned by "
        f"{text(row, 'share_in_words')}."
    )


def evidence(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Sequence[Evidence]:  # noqa: ARG001  # shape of all
    """Give the lines behind a row; those of money, and what is left to other places, add up to the part."""
    if text(row, "kind") == "money":
        lines = next(one.lines for one in money_for_areas(tables) if (one.area, one.subject) == _subject(row))
        told = [Evidence("stated for the area", *line) for line in lines]
        if row["share"] is None:
            return [*told, Evidence("share", "", None, text(row, "share_in_words"))]
        left = (whole(row, "part_pence") or 0) - (whole(row, "stated_pence") or 0)
        return [
            *told,
            Evidence("for other places", "", left, f"{text(row, 'share_in_words')} lies in {text(row, 'place')}"),
        ]
    said = f"{text(row, 'about')}: {text(row, 'stated_in_words')} in {text(row, 'stated_for')}"
    return [
        Evidence("people stated for the area", text(row, "record"), None, said),
        Evidence("share", "", None, text(row, "share_in_words")),
    ]


def _subject(row: Row) -> tuple[str, str]:
    return text(row, "stated_for_id"), text(row, "subject")


COLUMNS = (
    ResultColumn("kind", "text", "people in need, or money", label="Kind"),
    ResultColumn("stated_for", "text", "area that the figure is stated for", label="Stated for"),
    ResultColumn("place", "text", "place that it is worked out for", label="Place"),
    ResultColumn("about", "text", "need, or who pays", label="Need or payer"),
    ResultColumn("client_group", "text", "whose need", label="People it is for"),
    ResultColumn("financial_year", "year", "year of the figure; empty = not stated", label="Financial year"),
    ResultColumn("basis", "text", "what kind of statement of money", label="Basis"),
    ResultColumn("capital", "text", "true = capital, false = revenue, unknown = not stated", label="Capital"),
    ResultColumn("stated_people", "integer", "people stated; empty = unknown or money", "people", shown=False),
    ResultColumn("stated_in_words", "text", "the figure as it is stated", label="Stated"),
    ResultColumn("stated_pence", "pence", "money stated", "pence", "Money stated", shown=False),
    ResultColumn("share", "number", "share of the area that lies in the place; empty = unknown", "0 to 1", shown=False),
    ResultColumn("share_of", "text", "share of what", shown=False),
    ResultColumn("share_year", "text", "year of the look-up", shown=False),
    ResultColumn("share_in_words", "text", "the share, of what and when", label="Share of the area in the place"),
    ResultColumn(
        "share_doubt", "text", "why the share is unknown, or may be wrong; empty = nothing known", shown=False
    ),
    ResultColumn("people", "integer", "people apportioned; empty = unknown, under 5, or money", "people", shown=False),
    ResultColumn("low", "integer", "lower bound", "people", shown=False),
    ResultColumn("high", "integer", "upper bound", "people", shown=False),
    ResultColumn("part_in_words", "text", "the part that is the place's", label="Apportioned to the place"),
    ResultColumn("part_pence", "pence", "money apportioned", "pence", "Money apportioned", shown=False),
    ResultColumn("how_sure", "text", "apportioned: never added to what is stated for the place", label="How sure"),
    ResultColumn("stated_for_id", "id", "id of the area", shown=False),
    ResultColumn("place_id", "id", "id of the place", shown=False),
    ResultColumn("subject", "text", "what tells the figure from others of its area", shown=False),
    ResultColumn("record", "id", "record of the people; empty for money", shown=False),
)

ANALYSIS = Analysis(
    name="apportioned",
    question="What do figures for areas that do not nest in this place mean for it?",
    letters="AP",
    rule=RULE,
    parameters=(
        Parameter("place", "place", "", "the place to work out; empty = that of the store", defines_subject=True),
        Parameter("need", "text", "", "only figures of this need, by name or id"),
        Parameter("limit", "integer", 0, "most rows to show; 0 = all", "rows"),
    ),
    reads=(
        "place", "rel_part_of", "rel_covers_part_of", "rel_succeeded_by", "client_need", "rel_of", "rel_among",
        "rel_living_in", "need", "client_group", "funding_flow", "rel_benefits", "rel_pays", "organisation", "setting",
        "problem",
    ),
    columns=COLUMNS,
    key=("place_id", "stated_for_id", "subject"),
    run=run,
    sentence=sentence,
    evidence=evidence,
    figure="part_pence",
)  # fmt: skip
