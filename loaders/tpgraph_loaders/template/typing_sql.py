"""SQL of the plain columns, made from the model: every landed table typed and checked by one rule a type.

For each record kind it makes ``typed.<kind>`` (all rows, with `key`, `failed` and `repeated`) and ``kept.<kind>`` (the
rows that become records, with their record id), and says in ``record.problem`` what could not be read. The rules that
are about more than one cell stand in the folder ``sql``.
"""

from tpgraph.model import Column, RecordKind, model

MONEY_KINDS = ("flow", "spend")
"""Kinds whose amounts are money of the source; what a service costs is said of it, and is no payment."""

# Kinds whose records need nothing but their own cells; the others are put in by the files of the folder sql.
_PLAIN_KINDS = ("setting", "need", "place", "coverage", "theme", "indicator")

_READ = {
    "text": "tp_text({0})",
    "id": "tp_text({0})",
    "list": "tp_list({0})",
    "integer": "tp_whole({0})",
    "number": "tp_number({0})",
    "pence": "tp_pence({0})",
    "date": "tp_date({0})",
    "year": "tp_year({0})",
}
_WANTED = {
    "integer": ("not-a-whole-number", "is not a whole number", "write a number such as 1200, or leave the cell empty"),
    "number": ("not-a-number", "is not a number", "write a number such as 53.5, or leave the cell empty"),
    "pence": ("not-an-amount", "is not an amount", "write pounds such as 1,234.56 or (1,234.56)"),
    "date": ("not-a-date", "is not a date", "write 2009-06-30 or 30/06/2009"),
    "year": ("not-a-year", "is not a financial year", "write 2009-10"),
}
# Other words for the values of a column that people use without thinking of the list.
_OTHER_WORDS = {"capital": {"capital": "true", "yes": "true", "revenue": "false", "no": "false"}}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(column: Column) -> str:
    return f'"{column.name}"'


def _is_list(column: Column) -> bool:
    return column.type == "list"


def _choice(column: Column) -> str:
    """SQL that chooses one of the allowed values; what is not on the list is `unknown` where the list has that."""
    words = {value: value for value in column.values} | _OTHER_WORDS.get(column.name, {})
    cases = " ".join(
        f"WHEN {_quoted(word.lower().replace(' ', '_').replace('-', '_'))} THEN {_quoted(value)}"
        for word, value in words.items()
    )
    otherwise = " ELSE 'unknown'" if "unknown" in column.values else ""
    return f"CASE tp_choice({_name(column)}) {cases}{otherwise} END"


def _typed(kind: RecordKind, column: Column) -> str:
    if column.values:
        return _choice(column)
    read = _READ[column.type].format(_name(column))
    if kind.name in MONEY_KINDS and column.type == "pence":
        return f"CASE WHEN tp_in_pounds(extra) THEN {read} END"
    return read


def _failed(kind: RecordKind) -> str:
    """SQL that names the first required column without a value, with the reason; NULL where all are there."""
    cases = [
        f"WHEN {_name(column)} IS NULL THEN CASE WHEN {column.name}_written IS NULL "
        f"THEN 'no {column.heading}' ELSE '{column.heading} cannot be read' END"
        for column in kind.columns
        if column.required
    ]
    return f"CASE {' '.join(cases)} END"


def _row_text(kind: RecordKind) -> str:
    parts = [
        f"array_to_string({_name(c)}, ';')" if _is_list(c) else f"CAST({_name(c)} AS VARCHAR)" for c in kind.columns
    ]
    return "concat_ws(chr(31), " + ", ".join(f"coalesce({part}, '')" for part in parts) + ")"


def _key(kind: RecordKind) -> str:
    """SQL of the record key: the own id; a body's name; else the typed row and how often it has stood before."""
    occurrence = "row_text || chr(31) || row_number() OVER (PARTITION BY row_text ORDER BY sheet, line)"
    otherwise = "tp_fold(name)" if kind.name == "organisation" else occurrence
    return f"coalesce(id, {otherwise})" if _has_id(kind) else otherwise


def _has_id(kind: RecordKind) -> bool:
    return kind.columns[0].name == "id"


def _tables(kind: RecordKind) -> str:
    required = [column.name for column in kind.columns if column.required]
    columns = ",\n        ".join(f"{_typed(kind, column)} AS {_name(column)}" for column in kind.columns)
    written = "".join(f',\n        tp_text("{name}") AS {name}_written' for name in required)
    names = ", ".join(_name(column) for column in kind.columns)
    return f"""
CREATE TABLE typed.{kind.name} AS
WITH plain AS (
    SELECT sheet, line, extra,
        {columns}{written}
    FROM landed.{kind.name}
),
checked AS (SELECT *, {_failed(kind)} AS failed, {_row_text(kind)} AS row_text FROM plain),
keyed AS (SELECT *, {_key(kind)} AS key FROM checked)
SELECT * EXCLUDE (row_text),
    failed IS NULL AND row_number() OVER (PARTITION BY key, failed IS NULL ORDER BY sheet, line) > 1 AS repeated
FROM keyed;

CREATE TABLE kept.{kind.name} AS
SELECT tp_record_id('{kind.name}', key) AS record_id, {"id" if _has_id(kind) else "CAST(NULL AS VARCHAR)"} AS source_id,
    sheet, line, extra, {names}
FROM typed.{kind.name} WHERE failed IS NULL AND NOT repeated;
"""


def _unread(column: Column) -> tuple[str, str, str, str]:
    """SQL that is true where a filled cell could not be read, then code, what is wrong and the mend."""
    if column.values:
        known = "t.{0} = 'unknown' AND tp_choice(l.{0}) <> 'unknown'" if "unknown" in column.values else "t.{0} IS NULL"
        allowed = ", ".join(column.values)
        return (
            known.format(_name(column)),
            "not-on-the-list",
            f"is no {column.heading} that is known",
            f"write one of {allowed}",
        )
    code, wrong, mend = _WANTED[column.type]
    return f"t.{_name(column)} IS NULL", code, wrong, mend


def _problems(kind: RecordKind, column: Column) -> str:
    """SQL that says which cells of a column could not be read."""
    test, code, wrong, mend = _unread(column)
    code_sql, wrong_sql, mend_sql = _quoted(code), _quoted(f" {wrong}"), _quoted(mend)
    if column.type == "pence":
        # An amount that is a figure but not of pounds is never converted.
        foreign = f"NOT tp_in_pounds(l.extra) OR regexp_matches(l.{_name(column)}, '[€$¥]|EUR|USD')"
        code_sql = f"CASE WHEN {foreign} THEN 'not-pounds' ELSE {code_sql} END"
        wrong_sql = f"CASE WHEN {foreign} THEN ' is not in pounds' ELSE {wrong_sql} END"
        in_pounds = "write the amount in pounds; other currencies are not converted"
        mend_sql = f"CASE WHEN {foreign} THEN '{in_pounds}' ELSE {mend_sql} END"
    severity = "error" if column.required else "warning"
    return f"""
INSERT INTO record.problem BY NAME
SELECT l.sheet, l.line, '{kind.name}.{column.name}' AS "column", l.{_name(column)} AS value, '{severity}' AS severity,
    {code_sql} AS code, '''' || l.{_name(column)} || '''' || {wrong_sql} AS sentence, {mend_sql} AS mend
FROM landed.{kind.name} l JOIN typed.{kind.name} t ON t.sheet = l.sheet AND t.line = l.line
WHERE tp_text(l.{_name(column)}) IS NOT NULL AND {test};
"""


def _empty_cells(kind: RecordKind, column: Column) -> str:
    """SQL that says where a required cell is empty; a sheet without the column is said once, when it is landed."""
    return f"""
INSERT INTO record.problem BY NAME
SELECT t.sheet, t.line, '{kind.name}.{column.name}' AS "column", '' AS value, 'error' AS severity, 'empty' AS code,
    'the cell is empty, and a row needs it' AS sentence, {_quoted("fill it: " + column.about)} AS mend
FROM typed.{kind.name} t JOIN landed._heading h
    ON h.kind = '{kind.name}' AND h.field = '{column.name}' AND h.sheet = t.sheet
WHERE t.{column.name}_written IS NULL;
"""


def _account(kind: RecordKind) -> str:
    """SQL that says what became of every row, and names the rows whose id stood before."""
    amount = "amount_pence" if kind.name in MONEY_KINDS else "CAST(NULL AS BIGINT)"
    what = (
        "'the id ''' || key || ''''"
        if kind.name != "organisation"
        else "CASE WHEN id IS NULL THEN 'the name ''' || name ELSE 'the id ''' || id END || ''''"
    )
    return f"""
INSERT INTO record.taken BY NAME
SELECT sheet, line, {amount} AS amount_pence FROM typed.{kind.name} WHERE failed IS NULL AND NOT repeated;

INSERT INTO record.set_aside BY NAME
SELECT sheet, line, coalesce(failed, {what} || ' stands twice') AS reason, 1 AS rows, {amount} AS amount_pence
FROM typed.{kind.name} WHERE failed IS NOT NULL OR repeated;

INSERT INTO record.problem BY NAME
SELECT sheet, line, '{kind.name}.{kind.columns[0].name}' AS "column", key AS value, 'warning' AS severity,
    'stands-twice' AS code, {what} || ' stands twice; the first row is kept, this one is set aside' AS sentence,
    'give the row an id of its own, or delete it' AS mend
FROM typed.{kind.name} WHERE repeated;
"""


def typing_sql(kind: RecordKind) -> str:
    """Give the SQL that types, checks and accounts for the rows of one sheet.

    Parameters
    ----------
    kind : RecordKind
        A record kind of the model; its table ``landed.<kind>`` has a text column a column of the kind.

    Returns
    -------
    str
        Statements in DuckDB's dialect. Kinds that refer to no other are put into ``record.<kind>`` as well.
    """
    checked = [column for column in kind.columns if column.values or column.type in _WANTED]
    parts = [_tables(kind)]
    parts += [_problems(kind, column) for column in checked]
    parts += [_empty_cells(kind, column) for column in kind.columns if column.required]
    parts.append(_account(kind))
    if kind.name in _PLAIN_KINDS:
        parts.append(f"INSERT INTO record.{kind.name} BY NAME SELECT * FROM kept.{kind.name};\n")
    return f"-- {kind.sheet}\n" + "".join(parts)


def all_typing_sql() -> str:
    """Give the SQL of every record kind, in the model's order."""
    return "\n".join(typing_sql(kind) for kind in model().records.values())
