"""What a check says of each source: what it was taken for, what came of its rows and money, and how good it is.

Quality has four rungs, as publishers know them: *readable*, *valid* to its standard, *accurate*, *useful*. A rung is
reached where no problem of it is found that blocks it; see `tpgraph.loading.codes`. A source that is refused stops: the
rungs above the one it failed are not examined and count as not reached.
"""

from collections.abc import Iterable, Mapping, Sequence

import orjson
import pyarrow as pa

from tpgraph.errors import TpgraphError, UnknownFormatError, UnreadableFileError
from tpgraph.loading.check_report import (
    CELLS_SHOWN,
    BasisMoney,
    Cell,
    CheckedSource,
    FoundProblem,
    LevelResult,
    SetAsideRows,
    SheetAccount,
    SheetMapping,
)
from tpgraph.loading.codes import LEVELS, Level, ProblemCode, Severity, described, framework_codes
from tpgraph.loading.load import PreparedLoad
from tpgraph.loading.recognise import loaders
from tpgraph.loading.refusal import RefusedSourceError

_ORDER: Mapping[str, int] = {"error": 0, "warning": 1, "note": 2}


def _found(problems: pa.Table, loader: str) -> tuple[FoundProblem, ...]:
    """Group problem rows by code and severity: errors first, then those with most rows."""
    grouped: dict[tuple[str, str], list[dict[str, str | int | None]]] = {}
    for row in problems.to_pylist():
        grouped.setdefault((str(row["severity"]), str(row["code"])), []).append(row)
    found = [_group(severity, described(code, loader, severity), rows) for (severity, code), rows in grouped.items()]
    return tuple(sorted(found, key=lambda one: (_ORDER.get(one.severity, 3), -one.count, one.code)))


def _severity(said: str) -> Severity:
    return "error" if said == "error" else "note" if said == "note" else "warning"


def _group(severity: str, code: ProblemCode, rows: Sequence[Mapping[str, str | int | None]]) -> FoundProblem:
    return FoundProblem(
        code=code.code,
        level=code.level,
        severity=_severity(severity),
        title=code.title,
        count=len(rows),
        why=code.why,
        mend=code.mend,
        # A loader may tell of the same thing as a warning here and as a note there.
        blocks=code.blocks if severity == code.severity else severity != "note",
        cells=tuple(map(_cell, rows[:CELLS_SHOWN])),
        more=max(0, len(rows) - CELLS_SHOWN),
    )


def _cell(row: Mapping[str, str | int | None]) -> Cell:
    line = row["line"]
    texts = {name: str(row[name] or "") for name in ("sheet", "column", "value", "sentence", "mend")}
    return Cell(line=line if isinstance(line, int) else None, **texts)


def levels(found: Iterable[FoundProblem], stopped_at: Level | None = None) -> tuple[LevelResult, ...]:
    """Say which rungs are reached.

    Parameters
    ----------
    found : the problems of a source
    stopped_at : the rung at which a source is refused
    """
    blocking: dict[Level, list[str]] = {}
    for problem in found:
        if problem.blocks and problem.code not in blocking.setdefault(problem.level, []):
            blocking[problem.level].append(problem.code)
    results = []
    for place, level in enumerate(LEVELS):
        above = stopped_at is not None and place > LEVELS.index(stopped_at)
        kept_by = () if above else tuple(blocking.get(level, ()))
        results.append(
            LevelResult(level=level, reached=not above and level != stopped_at and not kept_by, kept_by=kept_by)
        )
    return tuple(results)


def checked(prepared: PreparedLoad, where: str) -> CheckedSource:
    """Say what a check finds in a source that can be loaded.

    Parameters
    ----------
    prepared : the source, made ready
    where : where it is, as the user gave it
    """
    tables = prepared.tables
    (load,) = tables["record.load"].to_pylist()
    why, _, publisher_why = str(load["why"] or "").partition("; publisher: ")
    found = _found(tables["record.problem"], load["loader"])
    sheets = orjson.loads(load["mapping"] or "{}")
    return CheckedSource(
        file=load["file"],
        where=where,
        can_be_loaded=True,
        refusal="",
        loader=load["loader"],
        label=_label(load["loader"]),
        why=why,
        publisher=load["publisher"] or "",
        publisher_why=publisher_why,
        mapping=tuple(SheetMapping(sheet=sheet, columns=columns) for sheet, columns in sheets.items()),
        accounts=tuple(map(_account, tables["record.file"].to_pylist())),
        money=_money(tables),
        set_aside=_set_aside(tables["record.set_aside"]),
        levels=levels(found),
        problems=found,
    )


def _account(row: Mapping[str, str | int | None]) -> SheetAccount:
    said = {name: row[name] for name in SheetAccount.model_fields}
    return SheetAccount.model_validate(said | {"sheet": row["sheet"] or ""})


def _label(loader: str) -> str:
    return loaders()[loader].label if loader in loaders() else loader


def _money(tables: Mapping[str, pa.Table]) -> tuple[BasisMoney, ...]:
    sums: dict[str, int] = {}
    for name in ("record.flow", "record.spend"):
        if name in tables:
            grouped = (
                tables[name].select(["basis", "amount_pence"]).group_by("basis").aggregate([("amount_pence", "sum")])
            )
            for row in grouped.to_pylist():
                basis = row["basis"] or "not stated"
                sums[basis] = sums.get(basis, 0) + (row["amount_pence_sum"] or 0)
    return tuple(BasisMoney(basis=basis, loaded_pence=pence) for basis, pence in sorted(sums.items()))


def _set_aside(table: pa.Table) -> tuple[SetAsideRows, ...]:
    grouped = table.select(["reason", "rows", "amount_pence"]).group_by("reason")
    rows = grouped.aggregate([("rows", "sum"), ("amount_pence", "sum")]).to_pylist()
    made = [
        SetAsideRows(reason=row["reason"], rows=row["rows_sum"], money_pence=row["amount_pence_sum"]) for row in rows
    ]
    return tuple(sorted(made, key=lambda one: (-one.rows, one.reason)))


def refused(error: TpgraphError, file: str, where: str, loader: str = "", why: str = "") -> CheckedSource:
    """Say what a check finds in a source that cannot be loaded.

    Parameters
    ----------
    error : why not
    file : name of the file or package
    where : where it is, as the user gave it
    loader, why : what it was taken for and by what, where it was
    """
    sentence = str(error)
    code = framework_codes()[_code_of(error)]
    cell = Cell(sheet="", line=None, column="", value="", sentence=sentence, mend=code.mend)
    found = [
        FoundProblem(
            code=code.code, level=code.level, severity=code.severity, title=code.title, count=1, why=code.why,
            mend=code.mend, blocks=True, cells=(cell,), more=0,
        )
    ]  # fmt: skip
    if isinstance(error, RefusedSourceError):
        found += _found(error.problems, loader)
    return CheckedSource(
        file=file,
        where=where,
        can_be_loaded=False,
        refusal=sentence,
        loader=loader,
        label=_label(loader),
        why=why,
        publisher="",
        publisher_why="",
        mapping=(),
        accounts=(),
        money=(),
        set_aside=(),
        levels=levels(found, code.level),
        problems=tuple(found),
    )


def _code_of(error: TpgraphError) -> str:
    if isinstance(error, RefusedSourceError):
        return "nothing-to-load"
    if isinstance(error, UnreadableFileError):
        return "unreadable"
    return "unknown-format" if isinstance(error, UnknownFormatError) else "refused"
