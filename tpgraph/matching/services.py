"""Which services of a graph overlap: the rows of OVERLAPS, made by the matcher of services."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import pyarrow as pa

from tpgraph.graphs.look_ups import EVERYONE, neighbours
from tpgraph.graphs.offers import Offer, Offers, read_offers
from tpgraph.identifiers import is_gss
from tpgraph.matching.pairs import POSSIBLE
from tpgraph.matching.place_names import place_keys
from tpgraph.matching.service_list import plain, read_services
from tpgraph.matching.service_matcher import MODEL, ServiceMatcher
from tpgraph.tables import Tables, schema

__all__ = ["MODEL", "matcher_of", "overlaps"]

# Between several values of one cell; names that hold it lose it.
_BETWEEN = ";"


def overlaps(tables: Tables) -> pa.Table:
    """Score the pairs of services that may be the same offer, and name how else services lie to each other.

    Services whose status is inactive, defunct or closed and those that ended before the years of the place are left
    out. Services are compared within each place, with those of places inside it, and, where no place is stated, with
    those that offer much the same; two that follow each other after more than a year are left out.

    Parameters
    ----------
    tables : graph tables
        service, need, client_group, place, organisation, rel_meets, rel_serves, rel_available_in, rel_provides,
        rel_part_of, setting, funding_flow, client_need, verdict, rel_describes_service; those that are not there count
        as empty. The odds of all pairs learn from the verdicts.

    Returns
    -------
    Table in the schema graph.rel_overlaps
        One row a pair, smaller service id first, sorted by the two ids: those that are the same offer with a
        probability of .2 or more, and of each service the strongest other relations. `probability` that the two are
        the same offer for the same people, in one place, at one time; grade strong >= .8, likely >= .5, possible >= .2,
        else none; reasons in words, the weightiest first.
    """
    matcher = matcher_of(tables)
    if matcher is None:
        return schema("graph.rel_overlaps").empty_table()
    rows = [
        {
            "source_id": pair["left_id"],
            "target_id": pair["right_id"],
            "relation": pair["relation"],
            "grade": pair["grade"] or None,
            "probability": pair["probability"],
            "model": MODEL,
            # The last one is what any two services begin with: no reason to a reader.
            "reasons": pair["reasons"][:-1],
            "relation_score": pair["relation_score"],
        }
        for pair in matcher.pairs(POSSIBLE, related=True).to_pylist()
    ]
    rows.sort(key=lambda row: (row["source_id"], row["target_id"]))
    return pa.Table.from_pylist(rows, schema=schema("graph.rel_overlaps"))


def matcher_of(tables: Tables) -> ServiceMatcher | None:
    """The matcher of the services of a graph, which knows every pair; None where there are not two services.

    Parameters
    ----------
    tables : as for `overlaps`
    """
    offers = read_offers(tables)
    keys = _place_keys(offers)
    table = _table(offers, keys)
    if table.num_rows < 2:
        return None
    above = {
        keys[place]: frozenset(keys.get(one, one) for one in larger)
        for place, larger in offers.above.items()
        if place in keys
    }
    return ServiceMatcher(
        read_services(table, places_are_keys=True),
        above={place: larger - {place} for place, larger in above.items()},
        everyone=frozenset(
            plain(_cell([label]))
            for offer in offers.by_id.values()
            for key, label in offer.groups.items()
            if key == EVERYONE
        ),
        verdicts=_said_of_services(tables),
        place_names={key: offers.places.get(place, place) for place, key in sorted(keys.items(), reverse=True)},
    )


def _said_of_services(tables: Tables) -> pa.Table:
    """What people said of pairs of services: verdicts are on records, and a service may have several."""
    services = neighbours(tables, "rel_describes_service") if "verdict" in tables else {}
    rows = [
        {"left_id": left, "right_id": right, "verdict": row["agreed"]}
        for row in (tables["verdict"].to_pylist() if services else [])
        if row["agreed"]
        for left in services.get(row["left_record"], ())
        for right in services.get(row["right_record"], ())
    ]
    return pa.Table.from_pylist(
        rows, schema=pa.schema([(name, pa.string()) for name in ("left_id", "right_id", "verdict")])
    )


def _table(offers: Offers, places: Mapping[str, str]) -> pa.Table:
    """The offers as a table that `read_services` reads, in order of id; equal needs and groups are worded alike."""
    needs, groups = _labels(offers, "needs"), _labels(offers, "groups")
    listed = [offers.by_id[key] for key in sorted(offers.by_id)]
    return pa.table(
        {
            "id": pa.array([offer.id for offer in listed], pa.string()),
            "organisation_id": pa.array([min(offer.providers, default="") for offer in listed], pa.string()),
            "name": pa.array([offer.name for offer in listed], pa.string()),
            "description": pa.array([offer.description for offer in listed], pa.string()),
            "needs": pa.array([_cell(needs[key] for key in offer.needs) for offer in listed], pa.string()),
            "client_group": pa.array([_cell(groups[key] for key in offer.groups) for offer in listed], pa.string()),
            "place": pa.array(
                [_BETWEEN.join(sorted({places[place] for place in offer.places})) for offer in listed], pa.string()
            ),
            "start": pa.array([offer.start for offer in listed], pa.string()),
            "end": pa.array([offer.end for offer in listed], pa.string()),
        }
    )


def _place_keys(offers: Offers) -> Mapping[str, str]:
    """Place id -> what stands for the place: its code, or, where it has none, what its spellings have in common."""
    times = Counter(place for offer in offers.by_id.values() for place in offer.places)
    times.update(dict.fromkeys(offers.above, 0))
    ids = sorted(times)
    written = [offers.places.get(place, place) for place in ids]
    common = Counter[str]()
    for name, place in zip(written, ids, strict=True):
        common[name] += times[place]
    keys = dict(zip(common, place_keys(list(common), list(common.values())), strict=True))
    coded = {place for place in ids if is_gss(place)}
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for name, place in zip(written, ids, strict=True):
        if place in coded:
            codes[keys[name]].add(place)
    found = {}
    for name, place in zip(written, ids, strict=True):
        meant = codes.get(keys[name], set())
        one = min(meant) if len(meant) == 1 else (keys[name] or place).replace(_BETWEEN, ",")
        found[place] = place if place in coded else one
    return found


def _labels(offers: Offers, field: str) -> Mapping[str, str]:
    """Plain words -> the first wording of them."""
    found: dict[str, str] = {}
    for key in sorted(offers.by_id):
        offer: Offer = offers.by_id[key]
        for word, label in getattr(offer, field).items():
            found[word] = min(found.get(word, label), label)
    return found


def _cell(labels: Iterable[str]) -> str:
    return _BETWEEN.join(sorted(label.replace(_BETWEEN, ",") for label in labels))
