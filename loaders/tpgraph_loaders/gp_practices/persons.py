"""Practices that go by a doctor's name: the name is a person's and is not kept."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.persons import INDIVIDUAL
from tpgraph.names import is_individual

_TITLE = re.compile(r"\b(?:drs?|mr|mrs|ms|miss|prof|professor)\b", re.IGNORECASE)
_AND_PARTNERS = re.compile(r"\W*(?:and|&|\+)?\W*(?:partners?|ptnrs?|others)\W*$", re.IGNORECASE)
# SMITH AB, A B SMITH: a surname with initials and nothing else.
_SURNAME = re.compile(r"[A-Z][A-Z'\u2019-]+,? (?:[A-Z]\.? ?){1,3}|(?:[A-Z]\.? ){1,3}[A-Z][A-Z'\u2019-]{2,}")
_NO_INITIALS = re.compile(
    r"\b(?:GP|HC|MC|PCC|PCN|WIC|OOH|CIC|NHS|UK|LTD|LLP|PMS|RD|ST|LN|AVE|CTR|SGY|HSE|SURGERY|PRACTICE|CLINIC|CENTRE)\b"
)
_SEARCHED = ("name", "address1", "address2", "address3")
_WORD = re.compile(r"(?!the\b)[^\W\d_]{3,}", re.IGNORECASE)


def is_surname(name: str) -> bool:
    """Tell whether a name is a surname with initials, alone or with partners.

    >>> [is_surname(name) for name in ("SMITH AB", "A B SMITH & PARTNERS", "PARK RD", "PARK SURGERY")]
    [True, True, False, False]
    """
    plain = _AND_PARTNERS.sub("", name).strip().upper()
    return _SURNAME.fullmatch(plain) is not None and _NO_INITIALS.search(plain) is None


def without_doctor(text: str) -> str:
    """Take what begins with a doctor's title out of a name or a line of an address; empty where no other word is left.

    >>> [without_doctor(text) for text in ("DR SMITH", "PARK SURGERY (DR SMITH)", "THE SURGERY", "ST DROSTAN")]
    ['', 'PARK SURGERY', 'THE SURGERY', 'ST DROSTAN']
    """
    if is_individual(text) or text == INDIVIDUAL:
        return ""
    found = _TITLE.search(text)
    if found is None:
        return text
    rest = text[: found.start()].strip(" ,;:-(/&+\t")
    return rest if _WORD.search(rest) else ""


def without_names_of_doctors(practices: pa.Table) -> pa.Table:
    """Forget the names of doctors in names and addresses.

    Parameters
    ----------
    practices : landed text; a row a practice

    Returns
    -------
    Table with column `named_after` (true where the name held a person's); what is left of the name may be null
    """
    named_after = None
    for column in _SEARCHED:
        distinct = [text for text in practices.column(column).unique().to_pylist() if text]
        kept = {text: _kept(text, column) for text in distinct}
        changed = [text for text in distinct if kept[text] != text]
        place = pc.index_in(practices.column(column), pa.array(changed, pa.string()))
        is_changed = pc.is_valid(place)
        named_after = is_changed if named_after is None else named_after
        plain = pa.array([kept[text] for text in changed], pa.string()).take(place.combine_chunks())
        column_now = pc.if_else(is_changed, plain, practices.column(column))
        practices = practices.set_column(practices.column_names.index(column), column, column_now)
    return practices.append_column("named_after", named_after)


def _kept(text: str, column: str) -> str | None:
    """What is kept of a cell; an address may well end in two letters."""
    return None if column == "name" and is_surname(text) else without_doctor(text) or None
