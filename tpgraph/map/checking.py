"""Check files without a store: every source is read as for a load, and what is found is told; nothing is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from tpgraph.errors import InputError
from tpgraph.loading.check_report import CheckedSource, CheckReport
from tpgraph.loading.checking import checked, refused
from tpgraph.loading.codes import described
from tpgraph.loading.loader import Claim, Group
from tpgraph.loading.refusal import RefusedSourceError
from tpgraph.map.keys import SourceKeys, where_of
from tpgraph.map.known_bodies import known_bodies
from tpgraph.map.loading import LoadOptions, Progress, Recognised, load_source, look
from tpgraph.tables import empty, from_rows

_ADDED = ("level", "title", "why")


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes
    ----------
    report : what is shown: of each problem the first cells
    problems : every problem row: file, the columns of record.problem without load, level, title, why
    failures : why sources cannot be loaded, in the order of the report
    """

    report: CheckReport
    problems: pa.Table
    failures: tuple[InputError, ...]

    def raise_failures(self) -> None:
        """Raise the first failure, saying how many more there were."""
        if self.failures:
            first, more = self.failures[0], len(self.failures) - 1
            also = f" (and {more} more {'source' if more == 1 else 'sources'} could not be loaded)" if more else ""
            raise type(first)(f"{first}{also}") from first


def check_files(
    paths: Iterable[str | Path], options: LoadOptions | None = None, progress: Progress = lambda _: None
) -> Checked:
    """Check files, folders and zips.

    Parameters
    ----------
    paths : as the user gave them; one that no loader knows does not keep the others from being checked
    options : what the user overrules, as for a load; nothing is written whatever they say
    progress : told which source is read

    Raises
    ------
    InputError
        If the mapping file of the options is none.
    """
    options = options or LoadOptions()
    sources: list[CheckedSource] = []
    left_out: list[str] = []
    problems: list[pa.Table] = []
    failures: list[InputError] = []
    keys, bodies = SourceKeys(), set[str]()
    for path, found in _looked(list(paths), options):
        if isinstance(found, InputError):
            sources.append(refused(found, Path(str(path)).name or str(path), str(path)))
            failures.append(found)
            problems.append(_rows_of(sources[-1], empty("record.problem"), whole=True))
            continue
        left_out += found.unclaimed
        left_out += [f"{book.name}: verdicts; `tpgraph load --dry-run` checks them" for book in found.verdicts]
        for source, rows, error in _check_all(found, options, keys, bodies, progress):
            sources.append(source)
            problems.append(_rows_of(source, rows, whole=error is not None))
            failures += [error] if error else []
    report = CheckReport(sources=tuple(sources), left_out=tuple(left_out))
    return Checked(report, pa.concat_tables([_no_rows(), *problems]), tuple(failures))


def _looked(paths: Sequence[str | Path], options: LoadOptions) -> Iterator[tuple[str | Path, Recognised | InputError]]:
    """Give the sources of all paths; where a path stands in the way of the others, those of each path or why not."""
    try:
        found = look(paths, options.loader, options.mapping)
    except InputError as error:
        if len(paths) < 2:
            yield (paths[0] if paths else ""), error
            return
    else:
        yield paths[0], found
        return
    for path in paths:
        try:
            yield path, look([path], options.loader, options.mapping)
        except InputError as error:
            yield path, error


_Found = tuple[CheckedSource, pa.Table, InputError | None]


def _check_all(
    found: Recognised, options: LoadOptions, keys: SourceKeys, bodies: set[str], progress: Progress
) -> list[_Found]:
    """Check every source; one refused is looked at again when more bodies are known, as in a load."""
    keys.add(found.claims)
    results = []
    for number, (group, claim) in enumerate(found.claims, 1):
        progress(f"{number} of {len(found.claims)}: {claim.stem} ({claim.loader})")
        results.append(_check(group, claim, options, keys, bodies))
    for index, (group, claim) in enumerate(found.claims):
        if isinstance(results[index][2], RefusedSourceError) and any(error is None for _, _, error in results[index:]):
            results[index] = _check(group, claim, options, keys, bodies)
    return results


def _check(group: Group, claim: Claim, options: LoadOptions, keys: SourceKeys, bodies: set[str]) -> _Found:
    """Check one source; the bodies that it names are added to those that are known."""
    where = where_of(group, claim)
    try:
        prepared = load_source(None, group, claim, options, keys, lambda: bodies).prepared
    except InputError as error:
        file = claim.members[0].rsplit("/", 1)[-1] if len(claim.members) == 1 else claim.stem
        rows = error.problems if isinstance(error, RefusedSourceError) else empty("record.problem")
        return refused(error, file, where, claim.loader, claim.why), rows, error
    assert prepared is not None  # nothing is loaded already where there is no store
    bodies |= known_bodies(None, [prepared.tables])
    return checked(prepared, where), prepared.tables["record.problem"], None


def _no_rows() -> pa.Table:
    return _with_words("", "", empty("record.problem"))


def _rows_of(source: CheckedSource, rows: pa.Table, whole: bool) -> pa.Table:
    """Every problem row of a source; with `whole`, why it cannot be loaded comes first."""
    if whole:
        first, cell = source.problems[0], source.problems[0].cells[0]
        row: dict[str, object] = {**cell.model_dump(), "severity": first.severity, "code": first.code}
        rows = pa.concat_tables([from_rows([row], "record.problem"), from_rows(rows.to_pylist(), "record.problem")])
    return _with_words(source.file, source.loader, rows)


def _with_words(file: str, loader: str, rows: pa.Table) -> pa.Table:
    """Put the file before the columns of problem rows and what is said of their codes behind them."""
    pairs = list(zip(rows.column("code").to_pylist(), rows.column("severity").to_pylist(), strict=True))
    codes = {pair: described(pair[0], loader, pair[1]) for pair in set(pairs)}
    rows = rows.drop_columns([name for name in ("load_id",) if name in rows.column_names])
    rows = rows.add_column(0, "file", pa.array([file] * rows.num_rows, pa.string()))
    for name in _ADDED:
        rows = rows.append_column(name, pa.array([getattr(codes[pair], name) for pair in pairs], pa.string()))
    return rows
