"""The words of a mapping file against the model: kinds, fields, allowed values, constants that can be read."""

from collections import Counter
from collections.abc import Iterator, Mapping

from tpgraph.loading.any_table.fields import DROP, KEEP, MapField, fields_of, kind_named, kind_names
from tpgraph.loading.any_table.mistakes import Mistake, nearest, shown
from tpgraph.loading.contacts import remove_contacts
from tpgraph.model import Column, RecordKind
from tpgraph.money import parse_date, parse_financial_year, parse_pence

_NO_FIELD = (KEEP, DROP)


def word_mistakes(
    kind: str,
    columns: Mapping[str, str],
    constants: Mapping[str, str],
    lists: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]],
) -> list[Mistake]:
    """Find every word of a mapping file that the model does not know, and every required field that nothing fills."""
    found = kind_named(kind)
    if found is None:
        known = kind_names()
        return [
            Mistake(("kind",), f"'{shown(kind)}' is no kind; write one of {', '.join(known)}{nearest(kind, known)}")
        ]
    fields = fields_of(found.name)
    mistakes = [
        *_columns(found, fields, columns),
        *_constants(found, fields, constants),
        *_lists(found, fields, lists),
        *_values(found, fields, values),
    ]
    return mistakes or list(_missing(found, columns, constants))


def _no_field(kind: RecordKind, name: str, fields: Mapping[str, MapField]) -> str:
    return f"'{shown(name)}' is no field of {kind.sheet}{nearest(name, [*fields, *_NO_FIELD])}"


def _columns(kind: RecordKind, fields: Mapping[str, MapField], columns: Mapping[str, str]) -> Iterator[Mistake]:
    for column, name in columns.items():
        if name not in fields and name not in _NO_FIELD:
            said = _no_field(kind, name, fields)
            listed = ", ".join([*fields, *_NO_FIELD])
            yield Mistake(("columns", column), f"{said}{'' if 'mean' in said else f'; write one of {listed}'}")
    for name, times in Counter(columns.values()).items():
        if times > 1 and name in fields and not fields[name].takes_several:
            last = [column for column, written in columns.items() if written == name][-1]
            said = f"{times} columns are '{name}', which takes one; write \"keep\" for the others"
            yield Mistake(("columns", last), said)


def _constants(kind: RecordKind, fields: Mapping[str, MapField], constants: Mapping[str, str]) -> Iterator[Mistake]:
    for name, text in constants.items():
        if name not in fields:
            yield Mistake(("constants", name), _no_field(kind, name, fields))
        elif said := _unreadable(fields[name].column, text.strip()):
            yield Mistake(("constants", name), said)


def _unreadable(column: Column, text: str) -> str:
    """Say why a constant cannot be what it should be; empty where it can."""
    if not text:
        return f"'{column.heading}' is empty; write what it is in every row, or take the line out"
    if remove_contacts(text) != text:
        return f"'{column.heading}' holds a contact, which is never loaded; write it without"
    if column.values and text not in column.values:
        allowed = f"{', '.join(column.values)}{nearest(text, column.values)}"
        return f"'{shown(text)}' is no {column.heading}; write one of {allowed}"
    wanted = {
        "pence": (parse_pence, "an amount in pounds such as 1200.50"),
        "date": (parse_date, "a date such as 2009-06-30"),
        "year": (parse_financial_year, "a financial year such as 2009-10"),
        "integer": (_whole, "a whole number such as 1200"),
        "number": (_number, "a number such as 53.5"),
    }
    if column.type in wanted and wanted[column.type][0](text) is None:
        return f"'{shown(text)}' is no {column.heading}; write {wanted[column.type][1]}"
    return ""


def _whole(text: str) -> int | None:
    plain = text.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 16 else None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def _lists(kind: RecordKind, fields: Mapping[str, MapField], lists: Mapping[str, str]) -> Iterator[Mistake]:
    for name, separator in lists.items():
        known = [field.name for field in fields.values() if field.column.type == "list"]
        if name not in known:
            what = f"'{shown(name)}' is no field of {kind.sheet} that takes a list"
            yield Mistake(("lists", name), f"{what}; lists are {', '.join(known) or 'not in this kind'}")
        elif not separator:
            yield Mistake(
                ("lists", name), f"'{name}' has no separator; write what stands between two entries, such as \",\""
            )


def _values(
    kind: RecordKind, fields: Mapping[str, MapField], values: Mapping[str, Mapping[str, str]]
) -> Iterator[Mistake]:
    for name, words in values.items():
        if name not in fields:
            yield Mistake(("values", name), _no_field(kind, name, fields))
            continue
        allowed = fields[name].column.values
        for word, value in words.items():
            if allowed and value not in allowed:
                said = f"'{shown(value)}' is no {name}; write one of {', '.join(allowed)}{nearest(value, allowed)}"
                yield Mistake(("values", name, word), said)


def _missing(kind: RecordKind, columns: Mapping[str, str], constants: Mapping[str, str]) -> Iterator[Mistake]:
    for column in kind.columns:
        if column.required and column.heading not in constants and column.heading not in columns.values():
            needed = f"'{column.heading}' ({column.about}), which every row of {kind.sheet} needs"
            said = f"nothing is {needed}: name its column"
            constant = f', or add to [constants]  {column.heading} = "..."'
            allowed = f", one of {', '.join(column.values)}" if column.values else ""
            differs = fields_of(kind.name)[column.heading].differs_by_row
            yield Mistake(("constants",), said if differs else said + constant + allowed)
