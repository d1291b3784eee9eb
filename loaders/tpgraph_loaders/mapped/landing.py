"""A table of any form landed as one sheet of the template, so that the template's SQL types and checks it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import InputError
from tpgraph.loading.any_table.claiming import BYTES, SETTINGS
from tpgraph.loading.any_table.fields import fields_of
from tpgraph.loading.any_table.map_file import MAPPED, MapFile
from tpgraph.loading.any_table.mistakes import nearest, shown
from tpgraph.loading.any_table.reading import read_tables
from tpgraph.loading.loader import Claim, Group, Landed, Problem, SetAside
from tpgraph.loading.persons import without_persons
from tpgraph.loading.plurals import counted
from tpgraph.loading.raw import RawTable
from tpgraph.model import model
from tpgraph_loaders.mapped.columns import Made, make_table
from tpgraph_loaders.mapped.finding import header_score, kind_of, why_not
from tpgraph_loaders.mapped.totals import without_totals
from tpgraph_loaders.template.landing import Sheets, add_table, finished
from tpgraph_loaders.template.typing_sql import MONEY_KINDS


def land(group: Group, claim: Claim) -> Landed:
    """Read the claimed file by its mapping file into one text table a record kind.

    Raises
    ------
    InputError
        If no mapping file was given, or no table of the file has the columns that it names, saying the nearest.
    """
    if not claim.settings:
        raise InputError(
            f"{claim.stem}: loader {MAPPED} reads a table by a mapping file: `tpgraph map FILE` writes one, then say "
            "--mapping FILE.toml"
        )
    file = MapFile.model_validate(json.loads(claim.settings))
    name = claim.members[0]
    data = group.member(name).read()
    raws = read_tables(data, name, expected=partial(header_score, file), header=file.header)
    sheets, made = Sheets(), []
    for raw in _chosen(raws, file, name, sheets.landed.problems):
        made.append(_add(sheets, raw, file))
    landed = finished(sheets)
    if not sum(landed.rows_read.values()):
        raise InputError(f"{name}: there is no row below the headings; give the file with its rows")
    landed.mapping[SETTINGS] = {**file.settings(), BYTES: hashlib.sha256(data).hexdigest()}
    _add_beside(landed, file, made)
    return landed


def _chosen(raws: Sequence[RawTable], file: MapFile, name: str, problems: list[Problem]) -> list[RawTable]:
    """The tables that the mapping is for: the sheet that it names, else every sheet with the columns that it needs."""
    if file.sheet is not None and raws[0].name:
        raws = _named(raws, file.sheet, name)
    fitting = [raw for raw in raws if not why_not(raw.header, file)]
    if not fitting:
        best = max(raws, key=lambda raw: header_score(file, raw.header))
        where = f"{name}, sheet '{shown(best.name)}'" if best.name else name
        raise InputError(f"{where}: {why_not(best.header, file)}; mend the mapping, or `tpgraph map` the file anew")
    for raw in raws:
        if raw not in fitting:
            left = counted("its # row{ is|s are} left", raw.table.num_rows)
            said = f"sheet '{raw.name}' lacks columns that the mapping needs: {left}"
            problems.append(Problem(raw.name, None, "", "", "note", "sheet-not-in-mapping", said))
    return fitting


def _named(raws: Sequence[RawTable], sheet: str, name: str) -> list[RawTable]:
    found = [raw for raw in raws if raw.name.strip().casefold() == sheet.strip().casefold()]
    if not found:
        names = [raw.name for raw in raws]
        listed = ", ".join(f"'{shown(one)}'" for one in names)
        raise InputError(
            f"{name}: the mapping is for sheet '{shown(sheet)}', and the sheets are {listed}{nearest(sheet, names)}"
        )
    return found


def _add(sheets: Sheets, raw: RawTable, file: MapFile) -> Made:
    """Add a table to the sheets of the template; what is kept beside its columns stays with what is given back."""
    kind, made = kind_of(file), make_table(raw, file, raw.name)
    table = made.mapped.table
    for name, texts in made.beside.items():
        table = table.append_column(name, texts)
    aside: list[SetAside] = []
    problems: list[Problem] = []
    if kind.name in MONEY_KINDS:
        filled = frozenset(made.mapped.mapping.values()) - made.constants
        table, aside, problems = without_totals(table, raw.name, filled)
    mapped = replace(made.mapped, table=table, problems=[*made.mapped.problems, *problems])
    add_table(sheets, raw.name, kind, mapped)
    sheets.landed.rows_read[raw.name] += len(aside)
    sheets.landed.set_aside += aside
    return replace(made, mapped=mapped)


def beside_fields(kind: str) -> list[str]:
    """Give the columns of a kind that a mapping may fill and the template's sheet does not have."""
    return [field.column.name for field in fields_of(kind).values() if field.beside]


def _add_beside(landed: Landed, file: MapFile, made: Iterable[Made]) -> None:
    """Add the tables of what stands beside the template's columns, persons who are paid taken out; most are empty."""
    for kind in model().records:
        names = beside_fields(kind)
        if not names:
            continue
        columns = [*names, "sheet", "payee"]
        schema = pa.schema([*((name, pa.string()) for name in columns), ("line", pa.int64())])
        tables = [
            _with_payee(one.mapped.table).select(schema.names).cast(schema)
            for one in made
            if kind_of(file).name == kind
        ]
        whole = pa.concat_tables([schema.empty_table(), *tables])
        payees = landed.tables["_payee"]
        persons = payees.filter(pc.equal(payees.column("status"), "individual")).column("payee").to_pylist()
        landed.tables[f"_beside_{kind}"] = without_persons(whole, "payee", {one: one for one in persons}, names)


def _with_payee(table: pa.Table) -> pa.Table:
    if "payee" in table.column_names:
        return table
    return table.append_column("payee", pa.nulls(table.num_rows, pa.string()))
