"""How many people of a group in a place have a need, as the graph states it: aggregates only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tpgraph.graphs.look_ups import names, neighbours, plain_group, table
from tpgraph.graphs.offers import Offers
from tpgraph.reference import simplify
from tpgraph.tables import Tables


@dataclass(frozen=True, slots=True)
class PeopleInNeed:
    """One statement of people in need, of the newest financial year there is for its need, group and place.

    `need` and `group` are plain words (equal for equal names and synonyms), `need_name` and `group_name` the wording;
    `group` and `place` may be empty. `people` is None where unknown or under 5; then `low` and `high` may bound it.
    """

    id: str
    need_id: str
    need: str
    need_name: str
    group: str
    group_name: str
    place: str
    people: int | None
    low: int | None
    high: int | None
    financial_year: str


def people_in_words(people: int | None, low: int | None = None, high: int | None = None) -> str:
    """Write a number of people; fewer than five are never told apart.

    >>> people_in_words(1420), people_in_words(None, 0, 4), people_in_words(None, 380, 460), people_in_words(None)
    ('1,420', 'under 5', '380 to 460', 'not known')
    """
    if people is not None:
        return f"{people:,}" if people >= 5 else "under 5"
    if high is not None and high < 5:
        return "under 5"
    if low is not None and high is not None:
        return f"{low:,} to {high:,}"
    return f"up to {high:,}" if high is not None else f"at least {low:,}" if low else "not known"


def at_least_five(people: int | None) -> int | None:
    """A number of people as it may leave the house: None where it is under 5."""
    return people if people is not None and people >= 5 else None


def read_people(tables: Tables) -> list[PeopleInNeed]:
    """Read who needs what where: statements without a need are left out, older years of the same are too.

    Returns
    -------
    list, in order of need, group, place
    """
    need_names, group_names = names(tables, "need"), names(tables, "client_group")
    need_of, group_of = neighbours(tables, "rel_of"), neighbours(tables, "rel_among")
    place_of = neighbours(tables, "rel_living_in")
    newest: dict[tuple[str, str, str], PeopleInNeed] = {}
    for row in table(tables, "client_need").to_pylist():
        need_id = _one(need_of.get(row["id"], ()))
        group_id = _one(group_of.get(row["id"], ()))
        need_name, group_name = need_names.get(need_id, need_id), group_names.get(group_id, group_id)
        statement = PeopleInNeed(
            id=row["id"],
            need_id=need_id,
            need=simplify(need_name) or need_id,
            need_name=need_name,
            group=plain_group(group_name) or group_id,
            group_name=group_name,
            place=_one(place_of.get(row["id"], ())),
            people=at_least_five(row["people"]),
            low=row["low"],
            high=4 if row["people"] is not None and row["people"] < 5 else row["high"],
            financial_year=row["financial_year"] or "",
        )
        key = (statement.need, statement.group, statement.place)
        known = newest.get(key)
        if need_id and (known is None or _newer(statement, known)):
            newest[key] = statement
    return [newest[key] for key in sorted(newest)]


def _one(ends: Sequence[str]) -> str:
    return ends[0] if ends else ""


def _newer(statement: PeopleInNeed, known: PeopleInNeed) -> bool:
    """The later year; of one year the one that knows a number, then the larger one, then the smaller id."""
    rank = (statement.financial_year, statement.people or -1)
    known_rank = (known.financial_year, known.people or -1)
    return rank > known_rank or (rank == known_rank and statement.id < known.id)


def most_people(
    statements: Iterable[PeopleInNeed],
    offers: Offers,
    needs: Iterable[str],
    groups: Iterable[str],
    places: Iterable[str],
) -> int | None:
    """Give the largest number of people known to have one of the needs, in one of the places or inside it.

    The largest and not the sum: one person may have several needs and belong to several groups. Statements for one of
    the groups count, and those for no group; where no group is given, all.
    """
    wanted, among, within = set(needs), set(groups), list(places)
    found = [
        one.people
        for one in statements
        if one.people is not None
        and one.need in wanted
        and (not among or not one.group or one.group in among)
        and any(offers.is_inside(one.place, place) for place in within)
    ]
    return max(found, default=None)
