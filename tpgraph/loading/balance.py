"""The sums of a load: every row read is loaded or set aside, and so is every penny."""

import json
from collections.abc import Mapping, Sequence

import pyarrow as pa

from tpgraph.errors import InputError
from tpgraph.loading.bench import Workbench

_SUMS = """
WITH read AS (SELECT sheet, sum(amount_pence) AS pence FROM record.money_read GROUP BY sheet),
    taken AS (SELECT sheet, count(*) AS lines, sum(amount_pence) AS pence FROM record.taken GROUP BY sheet),
    aside AS (SELECT sheet, sum("rows") AS lines, sum(amount_pence) AS pence FROM record.set_aside GROUP BY sheet)
SELECT
    sheet,
    CAST(coalesce(taken.lines, 0) AS BIGINT),
    CAST(coalesce(aside.lines, 0) AS BIGINT),
    CAST(coalesce(read.pence, 0) AS BIGINT),
    CAST(coalesce(taken.pence, 0) AS BIGINT),
    CAST(coalesce(aside.pence, 0) AS BIGINT)
FROM read FULL JOIN taken USING (sheet) FULL JOIN aside USING (sheet)
"""


Sums = Mapping[str, Sequence[int]]
"""Sheet -> rows loaded, rows set aside, pence read, pence loaded and pence set aside."""


def sums_by_sheet(bench: Workbench) -> Sums:
    """Add up what the loader's SQL made, by sheet."""
    return {str(row[0]): [int(str(value)) for value in row[1:]] for row in bench.rows(_SUMS)}


def balanced_files(sums: Sums, rows_read: Mapping[str, int], shown: str) -> list[dict[str, object]]:
    """Refuse a load where the sums disagree.

    Parameters
    ----------
    sums : from `sums_by_sheet`
    rows_read : rows read by sheet
    shown : the source, for messages

    Returns
    -------
    list of rows of record.file without load, sorted by sheet

    Raises
    ------
    InputError
        If rows or pence read are not those loaded and set aside.
    """
    files: list[dict[str, object]] = []
    for sheet in sorted(set(sums) | set(rows_read)):
        taken, aside, money_read, money_taken, money_aside = sums.get(sheet, [0] * 5)
        where = f"{shown}, {sheet}" if sheet else shown
        read = rows_read.get(sheet, 0)
        if read != taken + aside:
            raise InputError(
                f"{where}: {read:,} rows read, but {taken:,} loaded and {aside:,} set aside; nothing was loaded, "
                "please report this file"
            )
        if money_read != money_taken + money_aside:
            raise InputError(
                f"{where}: {money_read:,} pence read, but {money_taken:,} loaded and {money_aside:,} set aside; "
                "nothing was loaded, please report this file"
            )
        files.append(
            {
                "sheet": sheet,
                "rows_read": read,
                "rows_loaded": taken,
                "rows_set_aside": aside,
                "money_read_pence": money_read,
                "money_loaded_pence": money_taken,
                "money_set_aside_pence": money_aside,
            }
        )
    return files


def by_basis(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    """Count records with money and add up their pence, by sheet and basis.

    Parameters
    ----------
    tables : by full name, those with money being record.flow and record.spend

    Returns
    -------
    dict, sheet -> JSON text such as ``{"payment": [4, 151000]}``, as in record.file; an unknown amount adds nothing
    """
    found: dict[str, dict[str, list[int]]] = {}
    for name in ("record.flow", "record.spend"):
        if name in tables:
            sums = tables[name].group_by(["sheet", "basis"]).aggregate([([], "count_all"), ("amount_pence", "sum")])
            for row in sums.to_pylist():
                part = found.setdefault(row["sheet"] or "", {}).setdefault(row["basis"] or "", [0, 0])
                part[0] += row["count_all"]
                part[1] += row["amount_pence_sum"] or 0
    return {sheet: json.dumps(dict(sorted(parts.items()))) for sheet, parts in found.items()}
