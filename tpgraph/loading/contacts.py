"""Contacts never enter: e-mail addresses and telephone numbers are taken out, and columns of nothing else are dropped.

An address is `x@y.z` without spaces; a telephone number is what the phonenumbers library finds valid for Great Britain
or the United States. The library is slow, so it sees only distinct texts that hold `@` or seven digits close together.
"""

import re
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc
from phonenumbers import Leniency, PhoneNumberMatcher

REMOVED = "[contact removed]"

# A quote may stand inside the first part (o'neil@x.y) but round an address it belongs to the sentence.
_BOUNDS = r"\s@<>()\[\]{},;:\"|/"
_ADDRESS = re.compile(rf"[^{_BOUNDS}'\u2018\u2019][^{_BOUNDS}]*@[^{_BOUNDS}'\u2018\u2019]+\.[^{_BOUNDS}'\u2018\u2019]+")
_MAY_HOLD = r"@|(?:\p{Nd}[^\p{Nd}]{0,4}){7}"
_PLAIN_MAY_HOLD = r"@|(?:[0-9][^0-9]{0,4}){7}"
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_CONTACT_WORDS = frozenset(
    {"email", "emails", "mail", "phone", "phones", "telephone", "telephones", "tel", "telno", "mobile", "fax"}
    | {"contact", "contacts", "attention"}
)
_NOT_CONTACTS = frozenset({"contract", "contracts", "contractor", "method", "methods", "centre", "center", "rate"})
_CODE_WORDS = frozenset(
    {"id", "ids", "identifier", "code", "codes", "number", "numbers", "no", "num", "ref", "reference", "uprn", "usrn"}
    | {"postcode", "postal", "zip", "latitude", "longitude", "lat", "lon", "lng", "easting", "northing"}
    | {"date", "year", "month", "period", "amount", "value", "net", "gross", "vat", "total", "price", "cost"}
    | {"document", "transaction", "trans", "invoice", "docno", "order", "account", "company", "charity"}
    | {"url", "uri", "website", "link"}
)
_TEXT_WORDS = frozenset(
    {
        "note",
        "notes",
        "description",
        "comment",
        "comments",
        "narrative",
        "detail",
        "details",
        "text",
        "remark",
        "remarks",
    }
    | {"name", "manager", "officer", "holder", "owner", "reason", "info", "information"}
)


def _heading_words(heading: str) -> set[str]:
    return {word.lower() for word in _WORDS.findall(heading.replace("e-mail", "email").replace("E-mail", "email"))}


def is_contact_heading(heading: str) -> bool:
    """Tell whether a heading names a contact: e-mail, telephone, mobile, fax, contact name.

    >>> [is_contact_heading(h) for h in ("Contact Name", "supplierEmail", "Contract", "phone_number", "Contact method")]
    [True, True, False, True, False]
    """
    words = _heading_words(heading)
    return bool(words & _CONTACT_WORDS) and not words & _NOT_CONTACTS


def is_code_heading(heading: str) -> bool:
    """Tell whether a heading names codes, document numbers, dates, amounts or coordinates: these are not searched.

    >>> is_code_heading("Supplier ID"), is_code_heading("trans_no"), is_code_heading("Notes")
    (True, True, False)
    """
    words = _heading_words(heading)
    return bool(words & _CODE_WORDS) and not words & _TEXT_WORDS


@lru_cache(maxsize=1 << 16)
def remove_contacts(text: str) -> str:
    """Put `[contact removed]` in the place of every e-mail address and telephone number; the rest stays.

    >>> remove_contacts("Ask jo@example.org or 020 7946 0000, ref 46289405")
    'Ask [contact removed] or [contact removed], ref 46289405'
    """
    if "@" in text:
        text = _ADDRESS.sub(REMOVED, text)
    for region in ("GB", "US"):
        found = list(PhoneNumberMatcher(text, region, leniency=Leniency.VALID))
        for match in reversed(found):
            text = text[: match.start] + REMOVED + text[match.end :]
    return text


def _suspects(values: pa.Array) -> pa.Array:
    # The pattern that knows the digits of all scripts takes fifty times as long to be made ready: few columns need it.
    is_plain = pc.all(pc.string_is_ascii(values), min_count=0).as_py()
    return pc.fill_null(pc.match_substring_regex(values, _PLAIN_MAY_HOLD if is_plain else _MAY_HOLD), False)


def clean_column(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Remove contacts from every text of a column; the column itself comes back where it holds none."""
    if column.null_count == len(column):
        return column
    distinct = column.unique()
    suspects = distinct.filter(_suspects(distinct)).to_pylist()
    cleaned = {text: plain for text in suspects if (plain := remove_contacts(text)) != text}
    if not cleaned:
        return column
    place = pc.index_in(column, pa.array(list(cleaned), pa.string()))
    return pc.coalesce(pa.array(list(cleaned.values()), pa.string()).take(_flat(place)), _flat(column))


def _flat(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _mostly_sentences(cells: pa.Array) -> bool:
    """Whether most cells are too long to be a telephone number and have spaces, as no address has: told at a glance."""
    long = cells.filter(pc.greater(pc.binary_length(cells), 100))
    if len(long) * 2 <= len(cells):
        return False
    return bool(pc.sum(pc.match_substring(long, " "), min_count=0).as_py() * 2 > len(cells))


def column_is_contacts(column: pa.Array | pa.ChunkedArray) -> bool:
    """Tell whether more than half of the filled cells are nothing but one contact."""
    filled_cells = _flat(column.drop_null())
    if _mostly_sentences(filled_cells):
        return False
    counts = pc.value_counts(filled_cells)
    filled = counts.filter(pc.not_equal(pc.utf8_trim_whitespace(counts.field("values")), ""))
    suspects = filled.filter(_suspects(filled.field("values")))
    rows = pc.sum(filled.field("counts"), min_count=0).as_py()
    if pc.sum(suspects.field("counts"), min_count=0).as_py() * 2 <= rows:
        return False
    contacts = 0
    for entry in suspects.to_pylist():
        if remove_contacts(entry["values"].strip()) == REMOVED:
            contacts += entry["counts"]
            if contacts * 2 > rows:
                return True
    return False
