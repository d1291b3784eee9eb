"""Which links a map shows: money summed by payer and payee, and every other tie between the items shown."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from tpgraph.graphs.odds_words import RELATIONS, tenths
from tpgraph.tables import Tables
from tpgraph.views.map_model import RELATIONSHIP_WORDS, MapLink, people_in_words
from tpgraph.views.map_money import MapMoney, money_set_in_words, pairs_of, table_of

_RANK = {relationship: number for number, relationship in enumerate(RELATIONSHIP_WORDS)}


def map_links(
    tables: Tables, items: Collection[str], drawable: Collection[str], money: MapMoney, limit: int
) -> tuple[tuple[MapLink, ...], int]:
    """Choose the links between the items of a map.

    Parameters
    ----------
    items : collection of str
        Ids of the items that the map shows.
    drawable : collection of str
        Ids of all items of those kinds in the graph, shown or not.
    limit : int
        Most links to keep. Every item keeps its strongest ones before any keeps weaker ones.

    Returns
    -------
    (tuple of MapLink, int)
        The links, strongest first, and how many more the graph holds between drawable items.
    """
    every = [link for link in _all_links(tables, money) if link.source in drawable and link.target in drawable]
    between = [link for link in every if link.source in items and link.target in items]
    between.sort(key=lambda link: (_RANK[link.relationship], -abs(link.amount_pence or 0), link.source, link.target))
    used: Counter[str] = Counter()
    place: list[tuple[int, int]] = []
    for number, link in enumerate(between):
        place.append((min(used[link.source], used[link.target]), number))
        used.update((link.source, link.target))
    kept = sorted(number for _, number in sorted(place)[:limit])
    return tuple(between[number] for number in kept), len(every) - len(kept)


def _all_links(tables: Tables, money: MapMoney) -> Iterator[MapLink]:
    for relationship in RELATIONSHIP_WORDS:
        if relationship == "HAS_NEED":
            yield from _needs_of_groups(tables)
        elif relationship == "FUNDS":
            yield from _money_links(tables, money)
        else:
            yield from _plain_links(tables, relationship)


def _money_links(tables: Tables, money: MapMoney) -> Iterator[MapLink]:
    """One link a payer and payee, of the map's one basis and year. What a body pays to itself is not a link."""
    for row in table_of(tables, "rel_funds").to_pylist():
        year, basis = row["financial_year"] or "", row["basis"] or ""
        if (year, basis) == (money.financial_year, money.basis) and row["source_id"] != row["target_id"]:
            flows = row["flows"] or 0
            label = f"{money_set_in_words(year, basis)}, {flows:,} {'line' if flows == 1 else 'lines'}"
            yield MapLink(row["source_id"], row["target_id"], "FUNDS", row["amount_pence"], label)


def _plain_links(tables: Tables, relationship: str) -> Iterator[MapLink]:
    seen: set[tuple[str, str]] = set()
    for row in table_of(tables, f"rel_{relationship.lower()}").to_pylist():
        ends = row["source_id"], row["target_id"]
        if ends not in seen:
            seen.add(ends)
            yield MapLink(*ends, relationship, None, _label(relationship, row))


def _label(relationship: str, row: dict[str, object]) -> str:
    """What more there is to say of a link, in words; no decimals of a probability."""
    if relationship == "OVERLAPS":
        return _overlap(row)
    if relationship == "WORKS_WITH":
        return str(row.get("kind") or "")
    if relationship == "REFERS_TO":
        number = row.get("per_year")
        return people_in_words(number) + " a year" if isinstance(number, int) else ""
    if relationship.startswith("INSPECTS"):
        times = row.get("per_year")
        return f"{times:g} times a year" if isinstance(times, int | float) else ""
    if relationship == "SUCCEEDED_BY":
        return str(row.get("date") or "")
    return ""


def _overlap(row: Mapping[str, object]) -> str:
    """The relation, and the pair's own chance to be one offer where it has a grade; else the relation alone."""
    said, probability = RELATIONS.get(str(row.get("relation")), ""), row.get("probability")
    if row.get("grade") and isinstance(probability, int | float):
        return f"{said}: {tenths(probability)}" if said else tenths(probability)
    return said


def _needs_of_groups(tables: Tables) -> Iterator[MapLink]:
    """Client groups and their needs; the numbers stand in the label, never summed over places or years."""
    counts = {row["id"]: row for row in table_of(tables, "client_need").to_pylist()}
    needs, groups, places = (dict(pairs_of(tables, name)) for name in ("rel_of", "rel_among", "rel_living_in"))
    place_names = {row["id"]: row["name"] for row in table_of(tables, "place").to_pylist()}
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id_, row in counts.items():
        if id_ in needs and id_ in groups:
            where = place_names.get(places.get(id_, ""), "")
            words = [people_in_words(row["people"], row["low"], row["high"]), where, row["financial_year"] or ""]
            said[groups[id_], needs[id_]].append(", ".join(word for word in words if word))
    for (group, need), texts in said.items():
        more = f"; {len(texts) - 3} more" if len(texts) > 3 else ""
        yield MapLink(group, need, "HAS_NEED", None, "; ".join(sorted(texts)[:3]) + more)
