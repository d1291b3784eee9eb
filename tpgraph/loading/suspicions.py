"""A second look at the finished records of any format: sums and dates that are likely slips, and how useful they are.

Nothing is changed or set aside here. Each doubt is a row of record.problem; what the records lack, one note a measure.
Payments come in millions, so the few rows that deserve a closer look are found first, and SQL compares only those; a
place has hundreds of small files, so nothing runs that has nothing to look at.
"""

from collections.abc import Mapping, Sequence
from importlib import resources

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.bench import Workbench
from tpgraph.loading.leaps import LARGEST_KEPT, Leap, leaps_of
from tpgraph.loading.odd_dates import OddYears, odd_years
from tpgraph.loading.per_head import contradictions
from tpgraph.loading.usefulness import FlowCount, lacks
from tpgraph.tables import empty

_KINDS = ("flow", "spend", "service", "client_need")
_MOST_SLOTS = 1 << 24
_FEWEST = 4
_NO_OTHERS = """CREATE TEMP TABLE IF NOT EXISTS observed
(kind VARCHAR, field VARCHAR, key UBIGINT, sheet VARCHAR, line BIGINT, value BIGINT)"""


def look_again(bench: Workbench, tables: Mapping[str, pa.Table], mapping: Mapping[str, Mapping[str, str]]) -> None:
    """Look over the record tables of a load and add what is found to ``record.problem`` of the workbench.

    Parameters
    ----------
    bench : after the loader's SQL
    tables : full name -> record table, without load; those without rows may be missing
    mapping : by sheet, heading -> field
    """
    finished = {name.removeprefix("record."): table for name, table in tables.items()}
    flows = finished.get("flow", empty("record.flow"))
    headings = [(sheet, field, heading) for sheet, named in mapping.items() for heading, field in named.items()]
    bench.show("finished", {"flow": flows})
    counts = _counts(bench, flows)
    problems = contradictions(bench, finished, {(sheet, field): heading for sheet, field, heading in headings})
    bench.add_problems([*problems, *lacks(finished, counts, _has_told(bench, "no-date"))])
    alike, years = _alike(bench, flows), odd_years(counts, _file(bench))
    leaps = _leaps(bench, finished, counts)
    if alike.num_rows or years or leaps:
        bench.show("finished", {"alike": alike, "odd_year": _year_table(years), "heading": _heading_table(headings)})
        bench.run([_sql("words")])
        bench.run(_sql(name) for name, found in (("paid_twice", alike.num_rows), ("odd_dates", years)) if found)
    if leaps:
        key = _key(counts).replace("payee_record", "payee")
        bench.run([f"CREATE TEMP MACRO tp_series(payee, basis) AS {key};", _NO_OTHERS])
        bench.show("finished", {"large": _large(flows, leaps), "leap": _leap_table(leaps)})
        bench.run([_sql("leaps")])


def _sql(name: str) -> str:
    return resources.files("tpgraph.loading").joinpath("sql", f"{name}.sql").read_text("utf-8")


def _file(bench: Workbench) -> str:
    ((name,),) = bench.rows("SELECT CAST(getvariable('file') AS VARCHAR)")
    return str(name or "")


def _has_told(bench: Workbench, code: str) -> bool:
    return bool(bench.rows(f"SELECT 1 FROM record.problem WHERE code = '{code}' LIMIT 1"))


def _heading_table(headings: Sequence[tuple[str, str, str]]) -> pa.Table:
    names = ("sheet", "field", "heading")
    columns = zip(*headings, strict=True) if headings else ((), (), ())
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)})


def _year_table(years: Sequence[OddYears]) -> pa.Table:
    columns = {name: [getattr(year, name) for year in years] for name in ("financial_year", "is_paid", "others")}
    types = {"financial_year": pa.string(), "is_paid": pa.bool_(), "others": pa.string()}
    return pa.table({name: pa.array(columns[name], kind) for name, kind in types.items()})


def _filled(table: pa.Table, names: Sequence[str]) -> str:
    """SQL that counts the rows of which one of some columns is filled; columns that need not be read are not."""
    nulls = [table.column(name).null_count for name in names]
    if 0 in nulls:
        return "count(*)"
    some = [name for name, count in zip(names, nulls, strict=True) if count < table.num_rows]
    return f"count(coalesce({', '.join(some)}))" if len(some) > 1 else f"count({some[0]})" if some else "0"


def _counts(bench: Workbench, flows: pa.Table) -> list[FlowCount]:
    """Count the flows by financial year, basis and what is known of their payee."""
    if not flows.num_rows:
        return []
    found = bench.table(
        f"""SELECT financial_year, basis, payee_status, count(*) AS rows, {_filled(flows, ["date"])} AS dated,
        {_filled(flows, ["purpose", "theme", "need", "service", "programme"])} AS with_purpose,
        {_filled(flows, ["place"])} AS with_place
        FROM finished.flow GROUP BY financial_year, basis, payee_status"""
    )
    return [FlowCount(**row) for row in found.to_pylist()]


def _alike(bench: Workbench, flows: pa.Table) -> pa.Table:
    """The flows whose document and amount stand on another row too."""
    if flows.column("document").null_count == flows.num_rows:
        return flows.slice(0, 0)
    hashes = bench.table("SELECT hash(document, amount_pence) AS value FROM finished.flow").column("value").to_numpy()
    rows = np.flatnonzero(pc.is_valid(flows.column("document")).to_numpy())
    return _picked(flows, rows[_repeated(hashes[rows])])


def _repeated(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.intp]:
    """Give the places of the hashes that occur more than once.

    Sorting a million takes longer than all else here. So each hash writes its place into a slot, a later one over an
    earlier: only those whose slot holds another's place, and those others, need to be compared.
    """
    slots = 1 << min(_MOST_SLOTS.bit_length() - 1, (8 * len(hashes)).bit_length())
    slot = (hashes & np.uint64(slots - 1)).astype(np.int32)
    places = np.arange(len(hashes), dtype=np.int32)
    last = np.empty(slots, np.int32)
    last[slot] = places
    is_shared = np.zeros(slots, np.bool_)
    is_shared[slot[last[slot] != places]] = True
    near = np.flatnonzero(is_shared[slot])
    _, inverse, counts = np.unique(hashes[near], return_inverse=True, return_counts=True)
    return near[counts[inverse] > 1]


def _picked(flows: pa.Table, rows: npt.NDArray[np.intp]) -> pa.Table:
    """Give some rows; a filter copies no more than these, where taking them would first join the whole table."""
    mask = np.zeros(flows.num_rows, np.bool_)
    mask[rows] = True
    return flows.filter(pa.array(mask))


def _key(counts: Sequence[FlowCount]) -> str:
    """SQL of what makes flows one series: the payee, and the basis where there are several."""
    return "hash(payee_record)" if len({count.basis for count in counts}) == 1 else "hash(payee_record, basis)"


_LARGEST = ", ".join(f"top[{place}] AS top{place}" for place in range(1, LARGEST_KEPT + 1))
_OF_A_SERIES = (
    "count(*) AS rows, sum(ln(greatest(abs(value), 100))) AS logs, "
    f"max(greatest(abs(value), 100), {LARGEST_KEPT}) AS top"
)
_SERIES_OF_OTHERS = (
    f"SELECT * EXCLUDE (top), {_LARGEST} FROM (SELECT kind, field, CAST(NULL AS VARCHAR) AS basis, key, {_OF_A_SERIES} "
    "FROM observed WHERE value <> 0 GROUP BY kind, field, key)"
)


def _series_of_flows(counts: Sequence[FlowCount]) -> str:
    """SQL that makes one row a series of flows; those whose payee nobody knows are in no series."""
    bases = {count.basis or "" for count in counts}
    basis = "'" + bases.pop().replace("'", "''") + "'" if len(bases) == 1 else "any_value(basis)"
    return f"""
        SELECT 'flow' AS kind, 'amount_pence' AS field, basis, rows, logs, {_LARGEST},
            nullif(key, {_key(counts).replace("payee_record", "NULL")}) AS key
        FROM (
            SELECT {basis} AS basis, key, {_OF_A_SERIES}
            FROM (SELECT basis, {_key(counts)} AS key, amount_pence AS value FROM finished.flow)
            WHERE value <> 0 GROUP BY key
        )"""


def _leaps(bench: Workbench, finished: Mapping[str, pa.Table], counts: Sequence[FlowCount]) -> list[Leap]:
    """Find the series and columns in which values leap above their neighbours."""
    rows = {name: finished[name].num_rows if name in finished else 0 for name in _KINDS}
    found = []
    if rows["flow"] >= _FEWEST:
        found += leaps_of(bench.table(_series_of_flows(counts)))
    if max(rows[name] for name in _KINDS[1:]) >= _FEWEST:
        bench.show("finished", {name: finished.get(name, empty(f"record.{name}")) for name in _KINDS[1:]})
        bench.run([_sql("observed")])
        found += leaps_of(bench.table(_SERIES_OF_OTHERS))
    return found


def _leap_table(leaps: Sequence[Leap]) -> pa.Table:
    types = {
        "kind": pa.string(), "field": pa.string(), "basis": pa.string(), "key": pa.uint64(), "least": pa.int64(),
        "usual": pa.float64(),
    }  # fmt: skip
    return pa.table({name: pa.array([getattr(leap, name) for leap in leaps], kind) for name, kind in types.items()})


def _large(flows: pa.Table, leaps: Sequence[Leap]) -> pa.Table:
    """The flows that are as large as the smallest one that leaps above its neighbours."""
    least = min((leap.least for leap in leaps if leap.kind == "flow"), default=None)
    if least is None:
        return flows.slice(0, 0)
    amounts = np.abs(flows.column("amount_pence").to_numpy())
    return _picked(flows, np.flatnonzero(amounts >= least))
