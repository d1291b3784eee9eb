"""Landing: every statement of money of the claimed members as one row each, and the bodies they name."""

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tpgraph.errors import UnknownFormatError
from tpgraph.loading.loader import Claim, Group, Landed, Problem
from tpgraph.loading.mapping import load_mapping
from tpgraph_loaders.ocds.bodies import publisher_body
from tpgraph_loaders.ocds.compiling import processes
from tpgraph_loaders.ocds.packages import Reading, Release, documents
from tpgraph_loaders.ocds.recognise import why_flattened
from tpgraph_loaders.ocds.rows import Rows, body_table, of_ids, statement_table

_ARRAYS = {"award": "awards", "contract": "contracts", "transaction": "contracts/implementation/transactions"}
_PLACES = {"budget": "planning/budget", "tender": "tender", "party": "parties", **_ARRAYS}


def land(group: Group, claim: Claim) -> Landed:
    """Read the claimed members into the table of statements and the helper table of bodies.

    Returns
    -------
    Landed
        ``statements``: a row for every budget, value of a tender, award, contract and transaction in every release that
        is read, with `reason` where it does not stand. ``_body``: one row a body.

    Raises
    ------
    UnknownFormatError
        If a member is OCDS flattened into a spreadsheet, or no release says which process it belongs to.
    """
    with _collector_asleep():
        return _landed(group, claim)


@contextmanager
def _collector_asleep() -> Iterator[None]:
    """JSON makes millions of objects without a circle among them; looking for circles would double the time."""
    was_awake = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_awake:
            gc.enable()


def _landed(group: Group, claim: Claim) -> Landed:
    reading = Reading()
    for name in claim.members:
        data = group.member(name).read()
        if refusal := why_flattened(name, data):
            raise UnknownFormatError(f"{name}: {refusal}")
        reading.take(documents(data, name), name if len(claim.members) > 1 else "")
    if not any(release.ocid for release in reading.releases):
        raise UnknownFormatError(
            f"{claim.stem}: no OCDS release in it has an ocid, so nothing says which process its money belongs to"
        )
    rows = Rows(problems=reading.problems)
    for process in processes(reading.releases):
        rows.take(process)
    publisher = _publisher(reading, rows)
    rows.problems += [*of_ids(rows.bodies), *_of_releases(reading.releases)]
    counts = Counter(str(row["sheet"]) for row in rows.statements)
    return Landed(
        tables={"statements": statement_table(rows.statements), "_body": body_table(rows.bodies)},
        rows_read={name: counts[name] for name in _sheets(claim)},
        problems=rows.problems,
        mapping={name: _mapping() for name in _sheets(claim)},
        publisher=publisher,
        publisher_why="the publisher of the package" if publisher else "",
        licence="; ".join(dict.fromkeys(reading.licences)),
    )


def _sheets(claim: Claim) -> tuple[str, ...]:
    return claim.members if len(claim.members) > 1 else ("",)


def _mapping() -> dict[str, str]:
    """By path, the field: what mapping.toml says, from the top of a release."""
    return {
        f"{_PLACES[table]}/{path}": f"{table}.{name}"
        for table, entry in load_mapping(__package__).tables.items()
        for name, one in entry.fields.items()
        for path in one.headings
    }


def _publisher(reading: Reading, rows: Rows) -> str:
    """The one publisher that all packages name; its number is put right."""
    for publisher in reading.publishers:
        identifier, written = publisher_body(rows.bodies, publisher)
        problem = Problem(
            "", None, "publisher/uid", written, "note", "identifier-mended",
            f"the publisher's number '{written}' is read as {identifier}", "ask the publisher to write it in full",
        )  # fmt: skip
        if written and problem not in rows.problems:
            rows.problems.append(problem)
    names = {str(publisher["name"]) for publisher in reading.publishers if publisher.get("name")}
    return names.pop() if len(names) == 1 else ""


def _of_releases(releases: list[Release]) -> list[Problem]:
    """Releases that cannot be placed: without an ocid, or without a date where the order matters."""
    several = Counter(release.ocid for release in releases)
    found = []
    for release in releases:
        where = (release.sheet, release.line)
        if not release.ocid:
            found.append(
                Problem(
                    *where, f"{release.path}/ocid".lstrip("/"), "", "error", "no-ocid",
                    "the release has no usable ocid: its money is set aside", "ask the publisher for the ocid",
                )
            )  # fmt: skip
        elif not release.moment and several[release.ocid] > 1:
            found.append(
                Problem(
                    *where, f"{release.path}/date".lstrip("/"), "", "warning", "no-release-date",
                    "the release has no date: it is taken as the first of its process",
                    "ask the publisher for the date",
                )
            )  # fmt: skip
    return found
