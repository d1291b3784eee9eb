"""Match records straight from files, without a store: files in, tables of pairs out.

The files are flat tables in CSV: `tpgraph.map.match_tables` reads them. What is compared how stands in
`tpgraph.matching`; here the files are brought to its tables, and its pairs are told with the lines they come from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import InputError
from tpgraph.map.match_tables import ORGANISATIONS, RECORDS, SERVICES, Listed, read_listed
from tpgraph.map.match_verdicts import Judged, read_verdicts

POSSIBLE = 0.2
"""Pairs below it are left out, unless told otherwise: the least chance that has a grade."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class FilesToMatch:
    """What is to be matched; organisations and services may come together, records alone.

    Attributes
    ----------
    organisations, services : lists of bodies and of services
    records, other_records : any flat table, matched with itself, or with the other
    verdicts : what people said of pairs: left_id, right_id, verdict
    """

    organisations: Path | None = None
    services: Path | None = None
    records: Path | None = None
    other_records: Path | None = None
    verdicts: Path | None = None


@dataclass(frozen=True)
class MatchedFiles:
    """Pairs by what was matched (organisations, services, records), and what a person should know."""

    pairs: dict[str, pa.Table]
    notes: tuple[str, ...]


def match_files(
    files: FilesToMatch,
    *,
    reference: bool = True,
    at_least: float = POSSIBLE,
    seed: int = 0,
    progress: Progress = lambda _: None,
) -> MatchedFiles:
    """Find the pairs of records that may be one body, overlap, or be one record.

    Parameters
    ----------
    files : what is to be matched
    reference : False looks nothing up in the lists that tpgraph ships
    at_least : pairs of a lower probability are left out, 0 to 1
    seed : the same seed gives the same pairs
    progress : takes a line on what is being done

    Returns
    -------
    MatchedFiles; its tables have the columns left_id, right_id, probability, relation, relation_score, grade, reasons
    (list of texts), left_record, right_record (file and line); one row a pair, most probable first

    Raises
    ------
    InputError
        If a file cannot be read as a table of that kind, naming file, row and column; or if there is nothing to match.
    """
    listed = _listed(files, progress)
    judged = read_verdicts(files.verdicts, list(listed.values())) if files.verdicts else Judged({}, ())
    if RECORDS.name in listed:
        found = _records(listed, judged, at_least, seed, progress)
    else:
        found = _bodies_and_services(listed, judged, reference, at_least, seed, progress)
    notes = [note for one in listed.values() for note in one.notes]
    return MatchedFiles(found, (*notes, *judged.notes))


def _listed(files: FilesToMatch, progress: Progress) -> dict[str, Listed]:
    if files.records and (files.organisations or files.services):
        raise InputError("records are matched alone: ask for organisations and services in a run of their own")
    if files.other_records and not files.records:
        raise InputError("two tables of records need the first one too")
    wanted = {
        ORGANISATIONS.name: (ORGANISATIONS, files.organisations),
        SERVICES.name: (SERVICES, files.services),
        RECORDS.name: (RECORDS, files.records),
        "other": (RECORDS, files.other_records),
    }
    found = {}
    for name, (kind, path) in wanted.items():
        if path:
            progress(f"reading {path}")
            found[name] = read_listed(path, kind)
    if not found:
        raise InputError("there is nothing to match: give organisations, services, or records")
    return found


def _bodies_and_services(
    listed: dict[str, Listed], judged: Judged, reference: bool, at_least: float, seed: int, progress: Progress
) -> dict[str, pa.Table]:
    from tpgraph.matching import match_organisations, match_services

    bodies, offers = listed.get(ORGANISATIONS.name), listed.get(SERVICES.name)
    found = {}
    same = None
    if bodies:
        progress(f"matching {bodies.table.num_rows:,} organisations")
        # Services are told of every body that is possibly the same, whatever is written.
        same = match_organisations(
            bodies.table,
            services=offers.table if offers and "organisation_id" in offers.table.column_names else None,
            verdicts=judged.of.get(ORGANISATIONS.name),
            reference=reference,
            at_least=min(at_least, POSSIBLE),
            seed=seed,
        )
        found[ORGANISATIONS.name] = told(same.filter(pc.greater_equal(same["probability"], at_least)), bodies, bodies)
    if offers:
        progress(f"matching {offers.table.num_rows:,} services")
        pairs = match_services(
            offers.table,
            bodies.table if bodies else None,
            same_bodies=same,
            verdicts=judged.of.get(SERVICES.name),
            reference=reference,
            at_least=at_least,
            seed=seed,
        )
        found[SERVICES.name] = told(pairs, offers, offers)
    return found


def _records(
    listed: dict[str, Listed], judged: Judged, at_least: float, seed: int, progress: Progress
) -> dict[str, pa.Table]:
    from tpgraph.matching import match_records

    left, right = listed[RECORDS.name], listed.get("other")
    rows = left.table.num_rows + (right.table.num_rows if right else 0)
    progress(f"matching {rows:,} records")
    pairs = match_records(
        left.table, right.table if right else None, verdicts=judged.of.get(RECORDS.name), at_least=at_least, seed=seed
    )
    return {RECORDS.name: told(pairs, left, right or left)}


def told(pairs: pa.Table, left: Listed, right: Listed) -> pa.Table:
    """Give pairs with where each of their two records stands, and without the weights of the reasons."""
    columns = ["left_id", "right_id", "probability", "relation", "relation_score", "grade", "reasons"]
    table = pairs.select(columns)
    for side, first, second in (("left", left, right), ("right", right, left)):
        ids = table.column(f"{side}_id").combine_chunks()
        stands = first.where(ids) if first is second else pc.coalesce(first.where(ids), second.where(ids))
        table = table.append_column(f"{side}_record", stands)
    return table
