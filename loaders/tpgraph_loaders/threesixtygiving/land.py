"""Landing: the grants of a file as one table of text, whatever it was; each row with its sheet and line."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import UnknownFormatError
from tpgraph.loading.decoding import in_utf8
from tpgraph.loading.exact_json import read_exact_json, without_collecting
from tpgraph.loading.extra import CLEAN
from tpgraph.loading.json_records import read_records
from tpgraph.loading.loader import Claim, Group, Landed, Problem, SetAside
from tpgraph.loading.mapping import Mapped, map_table
from tpgraph.loading.persons import without_persons
from tpgraph.loading.raw import RawTable
from tpgraph.loading.readers import read_csv, read_workbook
from tpgraph_loaders.threesixtygiving.bodies import body_names, identifiers, numbers, publisher_of
from tpgraph_loaders.threesixtygiving.cells import cleaned_ids, several, without_hidden_contacts
from tpgraph_loaders.threesixtygiving.headings import (
    fields,
    from_first_item,
    known_keys,
    names_a_person,
    score,
    tells_the_standard,
)
from tpgraph_loaders.threesixtygiving.metadata import Metadata, metadata_of_document, metadata_of_sheet
from tpgraph_loaders.threesixtygiving.recognise import TEXTS, WORKBOOKS, suffix
from tpgraph_loaders.threesixtygiving.spread import MOST_ITEMS, spread

LARGE = 4 << 20
"""Bytes from which on a JSON file is read without an object for each grant."""

_PIECE = 16_384
_AMOUNTS = ("amountAwarded", "amountDisbursed", "amountAppliedFor")
_FREE = ("title", "description", "programme_title", "class_title", "location_name", "extra")
_HEADINGS = pa.schema([(name, pa.string()) for name in ("sheet", "field", "heading")])
_ITEM_KEYS = frozenset({"amountAwarded", "awardDate", "fundingOrganization", "recipientOrganization"})


def land(group: Group, claim: Claim) -> Landed:
    """Read the claimed file.

    Parameters
    ----------
    group : where it stands
    claim : one member

    Returns
    -------
    Landed
        Table ``grants``: the fields of mapping.toml, `ordinal` (order in the file), `part` (true on a sheet that only
        adds to the grants of another), `more_recipients`, `more_funders`, `more_locations` (further items); and
        the helpers ``_identifier``, ``_number``, ``_name`` (each distinct text once) and ``_heading``.

    Raises
    ------
    UnknownFormatError
        If the file holds no list of grants, whatever it was said to be.
    """
    member = group.member(claim.members[0])
    data, ending = member.read(), suffix(member.name)
    if ending in WORKBOOKS:
        tables = read_workbook(data, member.name, expected=score)
        landed, metadata = _of_sheets(tables, member.name)
    elif ending == ".json" or data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        landed, metadata = _of_large_json(data, member.name) or _of_documents(
            read_exact_json(data, member.name), member.name
        )
    else:
        raw = replace(read_csv(data, member.name, expected=score), name="")
        landed, metadata = _of_sheets([raw], member.name)
        if ending not in TEXTS:
            landed.problems.append(_misnamed(member.name, ending))
    return _finished(landed, metadata)


def _misnamed(name: str, ending: str) -> Problem:
    sentence = f"the file is a CSV file that is called {ending or name}: other programs will not know it"
    return Problem("", None, "", name, "warning", "misnamed-file", sentence, "rename it to .csv")


def _of_documents(documents: Sequence[object], name: str) -> tuple[Landed, Metadata]:
    """The grants of JSON documents: packages with a list of grants, or the grants themselves."""
    grants: list[object] = []
    metadata = Metadata()
    has_list = False
    for document in documents:
        if not isinstance(document, dict):
            continue
        listed = document.get("grants")
        if isinstance(listed, list):
            grants += listed
            has_list = True
            metadata = metadata or metadata_of_document(document)
        elif len(_ITEM_KEYS & document.keys()) > 1:
            grants.append(document)
    if not grants and not has_list:
        _refuse_foreign([str(key) for entry in documents if isinstance(entry, dict) for key in entry], name)
    with without_collecting():
        made = spread(grants)
    landed = _of_columns(made.columns, len(grants))
    landed.problems += [_cut(path) for path in sorted(made.cut)]
    landed.problems += [_person(path, "") for path in sorted(made.persons)]
    return landed, metadata


def _of_large_json(data: bytes, name: str) -> tuple[Landed, Metadata] | None:
    """The grants of a large package, read without objects; None where it is small or not regular."""
    if len(data) < LARGE:
        return None
    plain, start, _ = in_utf8(data, name)
    records = read_records(plain, start, "grants")
    if records is None or any(_has_long_number(records.columns, key) for key in _AMOUNTS):
        return None
    return _of_columns(records.columns, records.rows), metadata_of_document(records.head)


def _has_long_number(columns: Mapping[str, pa.ChunkedArray], path: str) -> bool:
    """Whether an amount has more digits than a float holds: then it is read as it is written."""
    return path in columns and (pc.max(pc.binary_length(columns[path])).as_py() or 0) > 15


def _of_columns(columns: Mapping[str, pa.Array | pa.ChunkedArray], rows: int) -> Landed:
    lines = pa.array(range(1, rows + 1), pa.int64())
    table = pa.table([*columns.values(), lines], names=[*(f"c{index}" for index in range(len(columns))), "line"])
    return _mapped([(RawTable("", tuple(columns), 0, table, "UTF-8"), False)])


def _cut(path: str) -> Problem:
    sentence = f"'{path}' holds more, or lies deeper, than is read: at most {MOST_ITEMS} items of a list are"
    return Problem("", None, path, "", "warning", "too-much-to-read", sentence)


def _person(heading: str, sheet: str) -> Problem:
    sentence = f"column '{heading}' speaks of a person: not loaded"
    return Problem(sheet, None, heading, "", "note", "persons-dropped", sentence)


def _refuse_foreign(headings: Sequence[str], name: str) -> None:
    """Say what a file is that holds no grants. Raises UnknownFormatError."""
    found = [heading for heading in headings if heading]
    if {"ocid", "releases", "records"} & set(found):
        raise UnknownFormatError(
            f"{name} is not a 360Giving file: it looks like OCDS and holds no grants; load it without naming a loader"
        )
    listed = ", ".join(found)[:200] or "nothing"
    raise UnknownFormatError(f"{name} is not a 360Giving file: it has no list of grants but {listed}")


def _is_ours(raw: RawTable) -> bool:
    """Whether a sheet says something of grants beside their ids."""
    return "ocid" not in raw.header and (score(raw.header) > 1 or tells_the_standard(raw.header) > 0)


def _of_sheets(tables: Sequence[RawTable], name: str) -> tuple[Landed, Metadata]:
    metadata = Metadata()
    ours: list[RawTable] = []
    others: list[RawTable] = []
    for raw in tables:
        if raw.name.strip().lower() == "meta":
            metadata = metadata_of_sheet(raw)
        else:
            (ours if _is_ours(raw) else others).append(raw)
    if not ours:
        _refuse_foreign([heading for raw in others for heading in raw.header], name)
    ours = [replace(raw, header=from_first_item(raw.header)) for raw in ours]
    with_amount = [_has_amount(raw) for raw in ours]
    landed = _mapped([(raw, any(with_amount) and not has) for raw, has in zip(ours, with_amount, strict=True)])
    for raw in others:
        _leave_out(landed, raw)
    return landed, metadata


def _has_amount(raw: RawTable) -> bool:
    return any(known_keys().get(key) == "amount" for key in map(_key, raw.header))


def _key(heading: str) -> str:
    return "".join(letter for letter in heading.lower() if letter.isalnum())


def _leave_out(landed: Landed, raw: RawTable) -> None:
    rows = raw.table.num_rows
    landed.rows_read[raw.name] = rows
    if rows:
        landed.set_aside.append(SetAside(raw.name, None, "a sheet of no grants", rows))
        sentence = f"sheet '{raw.name}' says nothing of grants that is known: left out"
        landed.problems.append(Problem(raw.name, None, "", "", "note", "sheet-left-out", sentence))


def _without_persons(raw: RawTable) -> tuple[RawTable, list[Problem]]:
    """Take out the columns that name persons, before anything is kept of them."""
    keep = [index for index, heading in enumerate(raw.header) if not names_a_person(heading)]
    if len(keep) == len(raw.header):
        return raw, []
    columns = {f"c{new}": raw.table.column(f"c{old}") for new, old in enumerate(keep)}
    table = pa.table({**columns, "line": raw.table.column("line")})
    header = tuple(raw.header[index] for index in keep)
    problems = [_person(heading, raw.name) for heading in raw.header if names_a_person(heading)]
    return replace(raw, header=header, table=table), problems


def _mapped(tables: Sequence[tuple[RawTable, bool]]) -> Landed:
    """Map tables to fields and put them one under the other."""
    landed = Landed({}, {})
    parts: list[pa.Table] = []
    for written, is_part in tables:
        raw, problems = _without_persons(written)
        raw = replace(raw, table=without_hidden_contacts(raw))
        mapped = map_table(raw, fields(), sheet=raw.name)
        landed.problems += [*problems, *mapped.problems]
        landed.rows_read[raw.name] = raw.table.num_rows
        landed.mapping[raw.name] = mapped.mapping
        parts.append(_completed(raw, mapped, is_part))
    whole = pa.concat_tables(parts)
    ordinal = pa.array(range(whole.num_rows), pa.int64())
    landed.tables["grants"] = whole.append_column("ordinal", ordinal)
    return landed


def _completed(raw: RawTable, mapped: Mapped, is_part: bool) -> pa.Table:
    table = mapped.table.append_column("part", pa.repeat(is_part, mapped.table.num_rows))
    for name, column in several(raw).items():
        table = table.append_column(name, column)
    return table


def _finished(landed: Landed, metadata: Metadata) -> Landed:
    """Mend ids, forget individuals, and add what SQL cannot ask of a name or an id."""
    grants, problems = cleaned_ids(landed.tables["grants"], landed.mapping)
    grants = _without_individuals(grants)
    headings = [
        {"sheet": sheet, "field": name, "heading": heading}
        for sheet, named in landed.mapping.items()
        for heading, name in named.items()
    ]
    publisher, why = (metadata.publisher, metadata.where) if metadata.publisher else publisher_of(grants)
    # In pieces, so that DuckDB reads it with every processor.
    batches = grants.replace_schema_metadata({CLEAN: b"1"}).to_batches(max_chunksize=_PIECE)
    tables = {
        "grants": pa.Table.from_batches(batches, grants.schema.with_metadata({CLEAN: b"1"})),
        "_identifier": identifiers(grants),
        "_number": numbers(grants),
        "_name": body_names(grants),
        "_heading": pa.Table.from_pylist(headings, schema=_HEADINGS),
    }
    return replace(
        landed,
        tables=tables,
        problems=[*landed.problems, *problems],
        publisher=publisher,
        publisher_why=why if publisher else "",
        licence=metadata.licence,
    )


def _without_individuals(grants: pa.Table) -> pa.Table:
    """Take the names of persons who are paid out of every cell; only that there is a person is kept."""
    names = [name for name in grants.column("individual_name").unique().to_pylist() if name]
    grants = without_persons(grants, "individual_name", {name: name for name in names}, _FREE)
    hidden = ("individual_name", "individual_id", "individual_text")
    said = [grants.column(name).is_valid() for name in hidden]
    is_individual = pc.or_(pc.or_(said[0], said[1]), said[2])
    return grants.drop_columns(list(hidden)).append_column("individual", is_individual)
