"""Services as offers: what each meets, for whom, where and when. What matching compares and analyses count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tpgraph.graphs.areas import larger_places
from tpgraph.graphs.look_ups import EVERYONE, everything_above, names, neighbours, plain_group, table
from tpgraph.graphs.years import first_day
from tpgraph.reference import simplify
from tpgraph.tables import Tables

# A service that is over, by its status: it is no offer now.
OVER = frozenset({"inactive", "defunct", "closed"})


@dataclass(frozen=True, slots=True)
class Offer:
    """One service that is not over.

    `needs` and `groups` map plain words (equal for equal names and synonyms) to the wording of the graph; `places` are
    ids; dates are ISO text or empty; `cost_pence` and `people` are a year's, None where unknown.
    """

    id: str
    name: str
    description: str
    providers: frozenset[str]
    commissioners: frozenset[str]
    needs: Mapping[str, str]
    groups: Mapping[str, str]
    places: frozenset[str]
    start: str
    end: str
    cost_pence: int | None
    people: int | None
    eligibility: str
    opening: str
    charge: str
    languages: str
    way_in: str
    theme: str

    @property
    def bodies(self) -> frozenset[str]:
        """Providers and commissioners."""
        return self.providers | self.commissioners

    def is_over_before(self, day: str) -> bool:
        """Whether it ended before a day (ISO text; empty = never); an end that is not stated is none."""
        return bool(self.end and day) and self.end < day


@dataclass(frozen=True)
class Offers:
    """All services of a graph that are not over, with the names and the nesting that they speak of.

    Attributes
    ----------
    by_id : service id -> offer, in order of id
    above : place id -> ids of the places it lies in, itself left out; a place that one other replaced lies in that
    places, organisations : id -> name
    proposed : how many services that contracts or grants propose, which nobody has confirmed: they are no offers
    """

    by_id: Mapping[str, Offer]
    above: Mapping[str, frozenset[str]]
    places: Mapping[str, str]
    organisations: Mapping[str, str]
    proposed: int = 0

    def reach(self, place: str) -> frozenset[str]:
        """A place and everything it lies in."""
        return self.above.get(place, frozenset()) | {place}

    def is_inside(self, place: str, larger: str) -> bool:
        """Whether a place is the other or lies in it."""
        return larger in self.reach(place)

    def shared_places(self, left: Offer, right: Offer) -> list[str]:
        """The places where both may be used: of two that nest the smaller one, sorted by name."""
        shared = {one for one in left.places for other in right.places if self.is_inside(one, other)}
        shared |= {one for one in right.places for other in left.places if self.is_inside(one, other)}
        return sorted(shared, key=lambda place: (self.places.get(place, place), place))


def shared_groups(left: Offer, right: Offer) -> list[str]:
    """The plain words of the client groups of both, sorted."""
    return sorted(set(left.groups) & set(right.groups))


def is_for_everyone(offer: Offer) -> bool:
    """Whether the service is for everyone by its own words."""
    return EVERYONE in offer.groups


def proposals_in_words(offers: Offers) -> list[str]:
    """Say how many proposed services are left out and how to confirm them: one sentence, or none."""
    if not offers.proposed:
        return []
    which = "1 service is" if offers.proposed == 1 else f"{offers.proposed:,} services are"
    return [
        f"{which} only inferred from contracts or grants, and not counted here. To confirm: `tpgraph template FILE "
        "--from STORE` writes a workbook with a line for each; give those that are right a name, needs, people and "
        "places, and load it."
    ]


def read_offers(tables: Tables, *, ended: bool = False) -> Offers:
    """Read the services that are not inactive, defunct or closed and did not end before the years asked about.

    What a contract or grant only proposes is no offer: it is counted, and left out.

    Parameters
    ----------
    tables : graph tables
        service, need, client_group, place, organisation, rel_meets, rel_serves, rel_available_in, rel_provides,
        rel_commissions, rel_part_of, rel_succeeded_by, setting, funding_flow, client_need; those that are not there
        count as empty.
    ended : whether services stay in that ended before the first day of those years (`tpgraph.graphs.years`)
    """
    needs = {key: (simplify(name) or key, name) for key, name in names(tables, "need").items()}
    groups = {key: (plain_group(name) or key, name) for key, name in names(tables, "client_group").items()}
    meets = neighbours(tables, "rel_meets")
    serves = neighbours(tables, "rel_serves")
    available = neighbours(tables, "rel_available_in")
    provides = neighbours(tables, "rel_provides", backwards=True)
    commissions = neighbours(tables, "rel_commissions", backwards=True)
    found = {}
    rows = _running(tables, ended=ended)
    listed = [row for row in rows if not row.get("inferred_from")]
    for row in listed:
        key = row["id"]
        words = ("description", "start", "end", "eligibility", "opening", "charge", "languages", "way_in", "theme")
        found[key] = Offer(
            id=key,
            name=row["name"] or key,
            providers=frozenset(provides.get(key, ())),
            commissioners=frozenset(commissions.get(key, ())),
            needs=_worded(meets.get(key, ()), needs),
            groups=_worded(serves.get(key, ()), groups),
            places=frozenset(available.get(key, ())),
            cost_pence=row["cost_pence_per_year"],
            people=row["people_per_year"],
            **{word: (row[word] or "").strip() for word in words},
        )
    return Offers(
        by_id=found,
        above=everything_above(larger_places(tables)),
        places=names(tables, "place"),
        organisations=names(tables, "organisation"),
        proposed=len(rows) - len(listed),
    )


def _running(tables: Tables, *, ended: bool) -> list[dict[str, Any]]:  # cells of any type
    """The rows of the services that are not over, in order of id."""
    rows = [row for row in table(tables, "service").to_pylist() if simplify(row["status"] or "") not in OVER]
    # Without any end there is nothing to leave out, and the money need not be read for its years.
    day = "" if ended or not any(row["end"] for row in rows) else first_day(tables)
    kept = [row for row in rows if not (day and row["end"] and row["end"] < day)]
    return sorted(kept, key=lambda row: str(row["id"]))


def _worded(ids: Iterable[str], words: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Plain words -> wording, the first by id where several mean the same."""
    found: dict[str, str] = {}
    for key in ids:
        plain, wording = words.get(key, (key, key))
        found.setdefault(plain, wording)
    return found
