"""One state of a process out of its releases, and which of the statements of money in them still stands.

Releases are merged in the order of their dates by the reference implementation of the OCDS merge rules [1]_: objects in
arrays by their id, later values win. Every statement in every release is a row of the source: one stands for each id,
the others are set aside as said again.

References
----------
.. [1] https://standard.open-contracting.org/1.1/en/schema/merging/
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import orjson

from tpgraph_loaders.ocds.packages import Release
from tpgraph_loaders.ocds.shape import Json, field_of, inner, objects

if TYPE_CHECKING:
    from ocdsmerge import Merger

_WHOLE_LISTS = {
    ("parties", "additionalIdentifiers"): "wholeListMerge",
    ("parties", "roles"): "wholeListMerge",
    ("awards", "relatedLots"): "wholeListMerge",
}
"""Of the lists that are read, those that the schema marks as replaced whole; given so that no schema is fetched."""

AGAIN = "stated again: the latest release counts"
LEFT_OUT = "left out of the compiled release"
WITHDRAWN = "its amount was withdrawn by a later release"
SAME_ID = "the same id stands twice in one release: the first counts"


@dataclass
class Statement:
    """One statement of money where it stands.

    Attributes
    ----------
    release : where it stands
    kind : budget, tender, award, contract or transaction
    key : what makes it the same statement in another release: kind, id of the contract for a transaction, own id
    data : the object as this release has it
    aside : why it does not stand; empty where it does
    own_id : whether the file gives it an id
    other_amount : of a second statement with this id in one release, where it states another amount
    """

    release: Release
    kind: str
    key: tuple[str, ...]
    data: Json
    aside: str = ""
    own_id: bool = True
    other_amount: bool = False

    @property
    def path(self) -> str:
        """Path of the object inside the document."""
        fixed = {"budget": "planning/budget", "tender": "tender"}
        if self.kind in fixed:
            return f"{self.release.path}/{fixed[self.kind]}".lstrip("/")
        return str(self.data["at"])

    @property
    def amount(self) -> str | None:
        """The amount as written."""
        return field_of(self.data, self.kind, "amount")


@dataclass
class Process:
    """A contracting process: its compiled release, and every statement of money in file order."""

    ocid: str
    compiled: Json
    statements: list[Statement]


def processes(releases: Iterable[Release]) -> Iterator[Process]:
    """Compile releases a process; a process without ocid stands for all releases that have none.

    Parameters
    ----------
    releases : in file order; their arrays lose what has the id of an earlier object

    Yields
    ------
    Process, in the order of the file
    """
    by_ocid: dict[str, list[Release]] = {}
    for release in releases:
        by_ocid.setdefault(release.ocid, []).append(release)
    for ocid, own in by_ocid.items():
        yield _compiled(ocid, own)


def _compiled(ocid: str, releases: Sequence[Release]) -> Process:
    statements = [statement for release in releases for statement in _statements(release)]
    if not ocid:
        return Process(ocid, {}, statements)
    # At one moment the compiled release is the last word; sorted keeps the order of the file otherwise.
    ordered = sorted(releases, key=lambda release: (release.moment, release.whole))
    wholes = [place for place, release in enumerate(ordered) if release.whole]
    standing = ordered[wholes[-1] :] if wholes else ordered
    compiled = standing[0].data if len(standing) == 1 else _merged(standing)
    _settle(statements, standing, compiled)
    return Process(ocid, compiled, statements)


@cache
def _merger() -> "Merger":
    from ocdsmerge import Merger

    return Merger(merge_rules=_WHOLE_LISTS)


def _merged(releases: Sequence[Release]) -> Json:
    merged: Json = _merger().create_compiled_release([{**release.data, "date": release.moment} for release in releases])
    return merged


def _statements(release: Release) -> Iterator[Statement]:
    """Every statement of a release; a second one with an id is set aside, and taken out of the release."""
    budget, tender = inner(inner(release.data, "planning"), "budget"), inner(release.data, "tender")
    for kind, data in (("budget", budget), ("tender", tender)):
        if field_of(data, kind, "amount") is not None:
            yield Statement(release, kind, (kind,), data)
    yield from _of_array(release, release.data, "awards", "award", ())
    contracts = objects(release.data, "contracts")
    yield from _of_array(release, release.data, "contracts", "contract", ())
    _gather_transactions(contracts)
    for contract in objects(release.data, "contracts"):
        implementation = inner(contract, "implementation")
        yield from _of_array(release, implementation, "transactions", "transaction", (str(contract["id"]),))


def _of_array(release: Release, holder: Json, array: str, kind: str, above: tuple[str, ...]) -> Iterator[Statement]:
    first: dict[str, Statement] = {}
    for data in objects(holder, array):
        own_id = isinstance(data.get("id"), str)
        if not own_id:
            data["id"] = _id_of_content(data)
        own = str(data["id"])
        statement = Statement(release, kind, (kind, *above, own), data, own_id=own_id)
        if own in first:
            statement.aside = SAME_ID
            statement.other_amount = statement.amount != first[own].amount
        else:
            first[own] = statement
        yield statement
    if first:
        holder[array] = [statement.data for statement in first.values()]


def _gather_transactions(contracts: Iterable[Json]) -> None:
    """Give the first of several contracts with one id the transactions of all: no payment is lost."""
    first: dict[object, Json] = {}
    for contract in contracts:
        standing = first.setdefault(contract["id"], contract)
        more = objects(inner(contract, "implementation"), "transactions")
        if standing is not contract and more:
            before = inner(standing, "implementation")
            standing["implementation"] = {**before, "transactions": objects(before, "transactions") + more}


def _id_of_content(data: Json) -> str:
    """An id for an object that has none: the same content is the same statement in a later release."""
    content = {key: value for key, value in data.items() if key not in ("at", "implementation")}
    without_places = orjson.dumps(_without_places(content), option=orjson.OPT_SORT_KEYS)
    return f"without-id-{hashlib.sha256(without_places).hexdigest()[:8]}"


def _without_places(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_places(item) for key, item in value.items() if key != "at"}
    return [_without_places(item) for item in value] if isinstance(value, list) else value


def _settle(statements: Sequence[Statement], standing: Sequence[Release], compiled: Json) -> None:
    """Choose for each key the last statement that has an amount, and give it the compiled object."""
    place = {id(release): number for number, release in enumerate(standing)}
    found = dict(_compiled_objects(compiled))
    chosen: dict[tuple[str, ...], tuple[tuple[bool, int], Statement]] = {}
    for statement in statements:
        number = place.get(id(statement.release))
        if statement.aside or number is None:
            continue
        rank = (statement.amount is not None, number)
        if statement.key not in chosen or rank >= chosen[statement.key][0]:
            chosen[statement.key] = rank, statement
    for statement in statements:
        if statement.aside:
            continue
        if statement.key not in chosen:
            statement.aside = LEFT_OUT
        elif chosen[statement.key][1] is not statement:
            statement.aside = AGAIN
        elif statement.amount is not None and field_of(found[statement.key], statement.kind, "amount") is None:
            statement.aside = WITHDRAWN
        else:
            statement.data = {**found[statement.key], "at": statement.data.get("at", "")}


def _compiled_objects(compiled: Json) -> Iterator[tuple[tuple[str, ...], Json]]:
    yield ("budget",), inner(inner(compiled, "planning"), "budget")
    yield ("tender",), inner(compiled, "tender")
    for award in objects(compiled, "awards"):
        yield ("award", str(award["id"])), award
    for contract in objects(compiled, "contracts"):
        yield ("contract", str(contract["id"])), contract
        for transaction in objects(inner(contract, "implementation"), "transactions"):
            yield ("transaction", str(contract["id"]), str(transaction["id"])), transaction
