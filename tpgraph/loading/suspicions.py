"""A second look at the finished records of any format: sums and dates that are likely slips, and how useful they are.

Nothing is changed or set aside here. Each doubt is a row of record.problem; what the records lack, one note a measure.
Payments come in millions, so the few rows that deserve a closer look are found first, and SQL compares only those; a
place has hundreds of small files, so nothing runs that has nothing to look at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.bench import Workbench
from tpgraph.loading.leaps import LARGEST_KEPT, Leap, leaps_of
from tpgraph.loading.loader import Problem
from tpgraph.loading.marks import ONE_SOURCE, Marks
from tpgraph.loading.odd_dates import OddYears, odd_years
from tpgraph.loading.per_head import contradictions
from tpgraph.loading.usefulness import FlowCount, lacks
from tpgraph.tables import empty

_KINDS = ("flow", "spend", "service", "client_need")
_MOST_SLOTS = 1 << 24
_FEWEST = 4
_NO_OTHERS = """CREATE TEMP TABLE IF NOT EXISTS observed
(kind VARCHAR, field VARCHAR, key UBIGINT, sheet VARCHAR, line BIGINT, value BIGINT)"""


@dataclass(frozen=True)
class Finished:
    """What is finished of one source.

    Attributes
    ----------
    number : of the source in the workbench
    tables : full name -> record table, without load; those without rows may be missing
    mapping : by sheet, heading -> field
    file : its name
    """

    number: str
    tables: Mapping[str, pa.Table]
    mapping: Mapping[str, Mapping[str, str]]
    file: str

    @property
    def kinds(self) -> dict[str, pa.Table]:
        """Record kind -> its table."""
        return {name.removeprefix("record."): table for name, table in self.tables.items()}


def look_again(
    bench: Workbench, sources: Sequence[Finished], whole: Mapping[str, pa.Table], marks: Marks = ONE_SOURCE
) -> None:
    """Look over the record tables of the sources and add what is found to ``record.problem`` of the workbench.

    Parameters
    ----------
    bench : after the loader's SQL
    sources : each by itself
    whole : the record tables of all of them, as they stand in the workbench
    marks : how the sources are told apart in them
    """
    finished = {name.removeprefix("record."): table for name, table in whole.items()}
    flows = finished.get("flow", empty("record.flow"))
    bench.show("finished", {"flow": flows})
    counts = _counts(bench, flows)
    told = _sources_told(bench, "no-date")
    for source in sources:
        problems = _of_source(bench, source, counts.get(source.number, []), source.number in told)
        bench.add_problems(replace(one, sheet=marks.marked(source.number, one.sheet)) for one in problems)
    alike = _alike(bench, flows)
    years = {source.number: odd_years(counts.get(source.number, []), source.file) for source in sources}
    leaps = _leaps(bench, finished, counts)
    if alike.num_rows or any(years.values()) or leaps:
        headings = [
            (marks.marked(source.number, sheet), field, heading)
            for source in sources
            for sheet, field, heading in _headings(source)
        ]
        bench.show("finished", {"alike": alike, "odd_year": _year_table(years), "heading": _heading_table(headings)})
        bench.run([_sql("words")])
        looked_at = (("paid_twice", alike.num_rows), ("odd_dates", any(years.values())))
        bench.run(_sql(name) for name, found in looked_at if found)
    if leaps:
        key = _key(counts).replace("payee_record", "payee")
        bench.run([f"CREATE TEMP MACRO tp_series(payee, basis) AS {key};", _NO_OTHERS])
        bench.show("finished", {"large": _large(flows, leaps), "leap": _leap_table(leaps)})
        bench.run([_sql("leaps")])


def _headings(source: Finished) -> list[tuple[str, str, str]]:
    return [(sheet, field, heading) for sheet, named in source.mapping.items() for heading, field in named.items()]


def _of_source(
    bench: Workbench, source: Finished, counts: Sequence[FlowCount], dates_are_told: bool
) -> Iterator[Problem]:
    kinds = source.kinds
    yield from contradictions(bench, kinds, {(sheet, field): heading for sheet, field, heading in _headings(source)})
    yield from lacks(kinds, counts, dates_are_told)


def _sql(name: str) -> str:
    return resources.files("tpgraph.loading").joinpath("sql", f"{name}.sql").read_text("utf-8")


def _sources_told(bench: Workbench, code: str) -> set[str]:
    """The sources of which the loader has told something already."""
    rows = bench.rows(f"SELECT DISTINCT tp_source(sheet) FROM record.problem WHERE code = '{code}'")
    return {str(source) for (source,) in rows}


def _heading_table(headings: Sequence[tuple[str, str, str]]) -> pa.Table:
    names = ("sheet", "field", "heading")
    columns = zip(*headings, strict=True) if headings else ((), (), ())
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)})


def _year_table(years: Mapping[str, Sequence[OddYears]]) -> pa.Table:
    rows = [{"source": source, **vars(year)} for source, found in years.items() for year in found]
    types = {"source": pa.string(), "financial_year": pa.string(), "is_paid": pa.bool_(), "others": pa.string()}
    return pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))


def _filled(table: pa.Table, names: Sequence[str]) -> str:
    """SQL that counts the rows of which one of some columns is filled; columns that need not be read are not."""
    nulls = [table.column(name).null_count for name in names]
    if 0 in nulls:
        return "count(*)"
    some = [name for name, count in zip(names, nulls, strict=True) if count < table.num_rows]
    return f"count(coalesce({', '.join(some)}))" if len(some) > 1 else f"count({some[0]})" if some else "0"


Counts = Mapping[str, Sequence[FlowCount]]
"""Source -> its flows by financial year, basis and status of the payee."""


def _counts(bench: Workbench, flows: pa.Table) -> dict[str, list[FlowCount]]:
    """Count the flows of each source by financial year, basis and what is known of their payee."""
    if not flows.num_rows:
        return {}
    found = bench.table(
        f"""SELECT tp_source(sheet) AS source, financial_year, basis, payee_status, count(*) AS rows,
        {_filled(flows, ["date"])} AS dated,
        {_filled(flows, ["purpose", "theme", "need", "service", "programme"])} AS with_purpose,
        {_filled(flows, ["place"])} AS with_place
        FROM finished.flow GROUP BY ALL"""
    )
    counts: dict[str, list[FlowCount]] = {}
    for row in found.to_pylist():
        counts.setdefault(row.pop("source") or "", []).append(FlowCount(**row))
    return counts


def _alike(bench: Workbench, flows: pa.Table) -> pa.Table:
    """The flows whose document and amount stand on another row of their source too."""
    if flows.column("document").null_count == flows.num_rows:
        return flows.slice(0, 0)
    hashed = "SELECT hash(document, amount_pence, tp_source(sheet)) AS value FROM finished.flow"
    hashes = bench.table(hashed).column("value").to_numpy()
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


def _bases(counts: Counts) -> set[str | None]:
    return {count.basis for found in counts.values() for count in found}


def _key(counts: Counts) -> str:
    """SQL of what makes flows one series: the payee, and the basis where there are several."""
    return "hash(payee_record)" if len(_bases(counts)) == 1 else "hash(payee_record, basis)"


_LARGEST = ", ".join(f"top[{place}] AS top{place}" for place in range(1, LARGEST_KEPT + 1))
_OF_A_SERIES = (
    "count(*) AS rows, sum(ln(greatest(abs(value), 100))) AS logs, "
    f"max(greatest(abs(value), 100), {LARGEST_KEPT}) AS top"
)
_SERIES_OF_OTHERS = (
    f"SELECT * EXCLUDE (top), {_LARGEST} FROM (SELECT tp_source(sheet) AS source, kind, field, "
    f"CAST(NULL AS VARCHAR) AS basis, key, {_OF_A_SERIES} "
    "FROM observed WHERE value <> 0 GROUP BY source, kind, field, key)"
)


def _series_of_flows(counts: Counts) -> str:
    """SQL that makes one row a series of flows; those whose payee nobody knows are in no series."""
    bases = {basis or "" for basis in _bases(counts)}
    basis = "'" + bases.pop().replace("'", "''") + "'" if len(bases) == 1 else "any_value(basis)"
    return f"""
        SELECT source, 'flow' AS kind, 'amount_pence' AS field, basis, rows, logs, {_LARGEST},
            nullif(key, {_key(counts).replace("payee_record", "NULL")}) AS key
        FROM (
            SELECT source, {basis} AS basis, key, {_OF_A_SERIES}
            FROM (
                SELECT tp_source(sheet) AS source, basis, {_key(counts)} AS key, amount_pence AS value
                FROM finished.flow
            )
            WHERE value <> 0 GROUP BY source, key
        )"""


def _leaps(bench: Workbench, finished: Mapping[str, pa.Table], counts: Counts) -> list[tuple[str, Leap]]:
    """Find the series and columns in which values leap above their neighbours, each with its source."""
    rows = {name: finished[name].num_rows if name in finished else 0 for name in _KINDS}
    found = []
    if rows["flow"] >= _FEWEST:
        found += _leaps_by_source(bench.table(_series_of_flows(counts)))
    if max(rows[name] for name in _KINDS[1:]) >= _FEWEST:
        bench.show("finished", {name: finished.get(name, empty(f"record.{name}")) for name in _KINDS[1:]})
        bench.run([_sql("observed")])
        found += _leaps_by_source(bench.table(_SERIES_OF_OTHERS))
    return found


def _leaps_by_source(series: pa.Table) -> list[tuple[str, Leap]]:
    sources = series.column("source")
    return [
        (source or "", leap)
        for source in sorted(sources.unique().to_pylist())
        for leap in leaps_of(series.filter(pc.equal(sources, source)))
    ]


def _leap_table(leaps: Sequence[tuple[str, Leap]]) -> pa.Table:
    types = {
        "source": pa.string(), "kind": pa.string(), "field": pa.string(), "basis": pa.string(), "key": pa.uint64(),
        "least": pa.int64(), "usual": pa.float64(),
    }  # fmt: skip
    rows = [{"source": source, **vars(leap)} for source, leap in leaps]
    return pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))


def _large(flows: pa.Table, leaps: Sequence[tuple[str, Leap]]) -> pa.Table:
    """The flows that are as large as the smallest one that leaps above its neighbours."""
    least = min((leap.least for _, leap in leaps if leap.kind == "flow"), default=None)
    if least is None:
        return flows.slice(0, 0)
    amounts = np.abs(flows.column("amount_pence").to_numpy())
    return _picked(flows, np.flatnonzero(amounts >= least))
