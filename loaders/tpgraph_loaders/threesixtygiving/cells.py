"""Cells that need more than their heading: ids with line breaks, and lists of which only the first item is a field."""

import re
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.contacts import clean_column, is_code_heading
from tpgraph.loading.loader import Problem
from tpgraph.loading.mapping import heading_key
from tpgraph.loading.raw import RawTable
from tpgraph_loaders.threesixtygiving.headings import known_keys

_IDS = ("id", "recipient_id", "funder_id", "regrant", "location_code", "recipient_code")
_UNSEEN = r"[\x00-\x1f\x7f\x{200b}-\x{200f}\x{2028}\x{2029}\x{feff}]+"
_FEW = 20
_FURTHER = re.compile(
    r"(?P<object>recipientorg|recipientorganization|fundingorg|fundingorganization|beneficiarylocation)"
    r"[1-9]\d*(name|identifier|id|geocode|geographiccode)"
)
_CALLED = {"re": "more_recipients", "fu": "more_funders", "be": "more_locations"}


def without_hidden_contacts(raw: RawTable) -> pa.Table:
    """Take contacts out of columns that only their object makes look like codes, such as a related document's title."""
    table = raw.table
    for index, heading in enumerate(raw.header):
        last = re.split(r"[:/]", heading)[-1]
        if heading_key(heading) not in known_keys() and is_code_heading(heading) and not is_code_heading(last):
            table = table.set_column(index, f"c{index}", clean_column(table.column(f"c{index}")))
    return table


def several(raw: RawTable) -> dict[str, pa.Array]:
    """Give the further items of lists that ought to have one, as text: names and ids, null where there is none.

    Returns
    -------
    columns more_recipients, more_funders, more_locations
    """
    found: dict[str, list[pa.ChunkedArray]] = {name: [] for name in _CALLED.values()}
    for index, heading in enumerate(raw.header):
        if _FURTHER.fullmatch(heading_key(heading)):
            column = pc.utf8_trim_whitespace(raw.table.column(f"c{index}"))
            filled = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
            found[_CALLED[heading_key(heading)[:2]]].append(filled)
    return {name: _joined(columns, raw.table.num_rows) for name, columns in found.items()}


def _joined(columns: list[pa.ChunkedArray], rows: int) -> pa.Array:
    if not columns:
        return pa.nulls(rows, pa.string())
    flat = [column.combine_chunks() for column in columns]
    joined = pc.binary_join_element_wise(*flat, "; ", null_handling="replace", null_replacement="")
    said = pc.utf8_trim(joined, "; ")
    return pc.if_else(pc.equal(said, ""), pa.scalar(None, pa.string()), said)


def cleaned_ids(grants: pa.Table, mapping: Mapping[str, Mapping[str, str]]) -> tuple[pa.Table, list[Problem]]:
    """Take line breaks and letters that nobody sees out of ids.

    Parameters
    ----------
    grants : the landed rows
    mapping : by sheet, heading -> field

    Returns
    -------
    (the rows, a problem for each of the first such cells of a column, and one for the rest)
    """
    problems: list[Problem] = []
    for name in _IDS:
        column = grants.column(name)
        distinct = column.unique()
        odd = distinct.filter(pc.fill_null(pc.match_substring_regex(distinct, _UNSEEN), False))
        if not len(odd):
            continue
        rows = pc.indices_nonzero(pc.is_in(column, odd))
        problems += _told(grants.select(["sheet", "line", name]).take(rows), name, mapping)
        plain = pc.utf8_trim_whitespace(pc.replace_substring_regex(column, _UNSEEN, ""))
        grants = grants.set_column(grants.column_names.index(name), name, plain)
    return grants, problems


def _told(rows: pa.Table, name: str, mapping: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    mend = "take line breaks and unseen letters out of the cell"
    problems = []
    for row in rows.slice(0, _FEW).to_pylist():
        column = next((heading for heading, field in mapping[row["sheet"]].items() if field == name), name)
        value = " ".join(row[name].split())
        sentence = "there is a line break, or a letter that nobody sees, in an id: it is read without"
        problems.append(Problem(row["sheet"], row["line"], column, value, "warning", "unseen-in-id", sentence, mend))
    if rows.num_rows > _FEW:
        sentence = f"{rows.num_rows - _FEW:,} more ids hold line breaks or letters that nobody sees: read without"
        problems.append(Problem("", None, name, "", "warning", "unseen-in-id", sentence, mend))
    return problems
