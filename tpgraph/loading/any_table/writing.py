"""A proposed mapping as the text of a mapping file that a person can read and edit."""

import json
from collections.abc import Iterator, Sequence

from tpgraph.loading.any_table.fields import DROP, KEEP, MapField, fields_of, kind_names
from tpgraph.loading.any_table.map_file import ORDERS, UNITS
from tpgraph.loading.any_table.proposing import Choice, Proposal
from tpgraph.loading.contacts import remove_contacts

_WIDEST = 44


def quoted(text: str) -> str:
    """Write a text as TOML does, in double quotes.

    >>> quoted('a "b"'), quoted("line\\nbreak\\x7f")
    ('"a \\\\"b\\\\""', '"line\\\\nbreak\\\\u007f"')
    """
    plain = text.encode("utf-8", errors="replace").decode("utf-8")
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    """Give a text as the rest of a comment: on one line, without letters that steer or hide."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def map_file_text(proposal: Proposal, file: str) -> str:
    """Write a proposal as the text of a mapping file.

    Parameters
    ----------
    proposal : from `propose`
    file : name of the table's file, for the comments
    """
    parts = [
        "\n".join(_opening(proposal, file)),
        "\n".join(_columns(proposal)),
        "\n".join(_constants(proposal)),
        "\n".join(_writing(proposal)),
    ]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _opening(proposal: Proposal, file: str) -> Iterator[str]:
    name = _comment(file)
    yield f"# What the columns of {name} are. Proposed by `tpgraph map`: look through it, mend it, then"
    yield f"#   tpgraph check {name} --mapping THIS_FILE"
    yield f"#   tpgraph load {name} --mapping THIS_FILE"
    yield "# A line that begins with # is only read by people."
    for note in proposal.notes:
        yield f"# Note: {_comment(note)}."
    yield ""
    yield f"# What one row is: {_comment(proposal.kind.about)} One of {', '.join(kind_names())}."
    if proposal.kind_check:
        yield f"# PLEASE CHECK: {_comment(proposal.kind_check)}."
    yield f"kind = {quoted(proposal.kind.sheet)}"
    if proposal.sheet:
        yield f"sheet = {quoted(proposal.sheet)}  # take this line out to load every sheet with these columns"
    if not proposal.header:
        yield "header = false  # the first row is data already"


def _columns(proposal: Proposal) -> Iterator[str]:
    names = ", ".join(entry.name for entry in fields_of(proposal.kind.name).values())
    yield "[columns]"
    yield "# heading in the file = field. In the place of a field:"
    yield f'#   "{KEEP}" keeps the column beside each row, in no field; "{DROP}" does not load it at all.'
    yield f"# Fields of {proposal.kind.sheet}: {names}"
    for choice in proposal.choices:
        if remove_contacts(choice.column) != choice.column:
            yield "# A column headed by a contact is not loaded and not named here."
            continue
        line = f"{quoted(choice.column)} = {quoted(choice.field)}"
        yield f"{line.ljust(_WIDEST)}  # {_said(choice)}"


def _said(choice: Choice) -> str:
    check = f"PLEASE CHECK: {choice.check}" if choice.check else ""
    return _comment("; ".join(filter(None, [check, choice.why]))) or "-"


def _constants(proposal: Proposal) -> Iterator[str]:
    settings = proposal.settings
    yield "[constants]"
    yield "# field = what it is in every row; where a column is the same field, it fills the blank cells."
    for name, text in settings.constants.items():
        check = settings.checks.get(name, "")
        yield f"{name} = {quoted(text)}" + (f"  # PLEASE CHECK: {_comment(check)}" if check else "")
    for entry in proposal.missing:
        if entry.differs_by_row:
            yield f"# NEEDED: {_needed(entry)}. Name its column above."
        else:
            yield f"# NEEDED: {_needed(entry)}. Take the # away and fill it in, or name its column above."
            yield f"# {entry.name} = {quoted(entry.column.example)}"


def _needed(entry: MapField) -> str:
    values = f", one of {', '.join(entry.column.values)}" if entry.column.values else ""
    return f"{entry.name}, {entry.column.about}{values}"


def _writing(proposal: Proposal) -> Iterator[str]:
    """How cells are written: unit, order, separators and words, each part only where the kind has such fields."""
    settings, chosen = proposal.settings, {choice.field for choice in proposal.choices}
    fields = [entry for entry in fields_of(proposal.kind.name).values() if entry.name in chosen]
    types = {entry.column.type for entry in fields}
    if "pence" in types:
        yield from ("[amounts]", *_line("unit", settings.unit, UNITS, settings.checks.get("unit", "")), "")
    if "date" in types:
        yield from ("[dates]", *_line("order", settings.order, ORDERS, settings.checks.get("order", "")), "")
    if "list" in types:
        yield "[lists]"
        yield "# list field = what stands between its entries; a semicolon need not be said."
        yield from (f"{name} = {quoted(text)}" for name, text in settings.lists.items())
        yield ""
    for name, words in settings.words.items():
        yield f"[values.{name}]"
        yield f"# word in the file = one of {', '.join(fields_of(proposal.kind.name)[name].column.values)}"
        yield from (_word(text, value) for text, value in words.items())
        yield ""


def _line(name: str, value: str, allowed: Sequence[str], check: str) -> Iterator[str]:
    said = f"PLEASE CHECK: {_comment(check)}; " if check else ""
    yield f"{name} = {quoted(value)}  # {said}one of {', '.join(allowed)}"


def _word(text: str, value: str) -> str:
    if remove_contacts(text) != text:
        return "# A value that is a contact is not named here."
    # A word that nobody can guess stays as it is until somebody says what it means.
    line = f"{quoted(text)} = {quoted(value)}"
    return f"{line}  # PLEASE CHECK" if value else f"# {line}"
