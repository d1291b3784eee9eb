"""Names of organisations: one form for comparing, and what a name shows about its bearer.

Every function is pure, cached and quick. `fold` (with `fold_sql`, the same rule in SQL) is the rule of record keys;
`normalise` is the rule by which two organisations have an equal name. What else SQL needs of a name is asked once for
each distinct name, in Python.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from tpgraph.reference import fold, fold_sql, ledger_catch_alls, legal_forms, simplify

__all__ = [
    "NormalisedName",
    "fold",
    "fold_sql",
    "has_legal_form",
    "is_catch_all",
    "is_individual",
    "is_redacted",
    "normalise",
    "word_count",
]

_PERSONAL_TITLE = re.compile(r"\W*(?:mr|mrs|ms|miss|dr)(?![\w'\u2019-])", re.IGNORECASE)
_REDACTION = frozenset({"redacted", "redaction", "redactions", "withheld"})
_WORDS_BESIDE_A_REDACTION = frozenset(
    {
        "personal",
        "private",
        "sensitive",
        "confidential",
        "confidentiality",
        "commercially",
        "commercial",
        "data",
        "information",
        "info",
    }
    | {
        "detail",
        "details",
        "name",
        "names",
        "payee",
        "payees",
        "supplier",
        "suppliers",
        "vendor",
        "recipient",
        "beneficiary",
    }
    | {"individual", "individuals", "person", "persons", "identity", "client", "customer", "text", "record", "payment"}
    | {
        "under",
        "for",
        "by",
        "of",
        "the",
        "in",
        "with",
        "as",
        "on",
        "due",
        "to",
        "has",
        "been",
        "is",
        "and",
        "or",
        "line",
    }
    | {
        "gdpr",
        "dpa",
        "foi",
        "foia",
        "act",
        "section",
        "s40",
        "40",
        "2",
        "2000",
        "1998",
        "2018",
        "protection",
        "reasons",
    }
)
_OTHER_REDACTIONS = frozenset(
    {"personal data", "personal information", "name removed", "name not disclosed", "not disclosed", "undisclosed"}
    | {"confidential", "data protection", "anonymised", "anonymous"}
)
_BLACKED_OUT = re.compile(r"[xX]{3,}|[*#\u2588]{3,}")


class NormalisedName(NamedTuple):
    """A name for comparing: the words without the legal form, and the form in its one spelling (empty if none)."""

    text: str
    legal_form: str


@cache
def _forms_by_words() -> dict[tuple[str, ...], str]:
    return {tuple(form.written.split()): form.canonical for form in legal_forms()}


@cache
def _forms_anywhere() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(form.written) for form in legal_forms() if form.anywhere) + r")\b")


@lru_cache(maxsize=1 << 17)
def normalise(name: str) -> NormalisedName:
    """Bring the name of an organisation to the form in which names are compared.

    Without case, accents, punctuation and a leading "the"; `&` is "and"; the legal form at the end is taken off and
    kept apart. So "Acme Ltd" and "ACME LIMITED" are equal, and "Acme" differs from them in `legal_form` alone.

    Parameters
    ----------
    name : str
        A name as a source writes it.

    Returns
    -------
    NormalisedName
        `text` is empty only if the name has no letter and no digit. The last form wins where several end the name.

    Examples
    --------
    >>> normalise("The Acme & Sons (U.K.) Limited")
    NormalisedName(text='acme and sons uk', legal_form='ltd')
    >>> normalise("ACME AND SONS UK LTD.") == normalise("The Acme & Sons (U.K.) Limited")
    True
    """
    words = simplify(name).split()
    legal_form = ""
    while (length := _trailing_form_length(words)) > 0:
        legal_form = legal_form or _forms_by_words()[tuple(words[-length:])]
        del words[-length:]
    if len(words) > 1 and words[-1] == "co":
        words[-1] = "company"
    return NormalisedName(" ".join(words), legal_form)


def _trailing_form_length(words: list[str]) -> int:
    """How many words at the end are a legal form, at least one word being left before it."""
    forms = _forms_by_words()
    lengths = (length for length in range(min(4, len(words) - 1), 0, -1) if tuple(words[-length:]) in forms)
    return next(lengths, 0)


@lru_cache(maxsize=1 << 17)
def has_legal_form(name: str) -> bool:
    """Tell whether a name states a legal form, at its end or, for forms that mean nothing else, anywhere.

    Examples
    --------
    >>> has_legal_form("Acme Ltd t/a Zenith"), has_legal_form("Incline Centre")
    (True, False)
    """
    return bool(normalise(name).legal_form) or _forms_anywhere().search(simplify(name)) is not None


@lru_cache(maxsize=1 << 17)
def is_redacted(name: str) -> bool:
    """Tell whether a payee is a label that hides a name.

    The label holds a word such as "redacted" and otherwise only words that go with one: "REDACTIVE PUBLISHING" and
    "Redacted Records Ltd" are names. A blank is not a label.

    Examples
    --------
    >>> is_redacted("Redacted Personal Data"), is_redacted("REDACTIVE PUBLISHING")
    (True, False)
    """
    if _BLACKED_OUT.fullmatch(name.strip()):
        return True
    plain = simplify(name)
    words = frozenset(plain.split())
    labels = words & _REDACTION
    return plain in _OTHER_REDACTIONS or (bool(labels) and words - labels <= _WORDS_BESIDE_A_REDACTION)


@lru_cache(maxsize=1 << 17)
def is_individual(name: str) -> bool:
    """Tell whether a name reads as a person: its first word is Mr, Mrs, Ms, Miss or Dr and it holds no legal form.

    Examples
    --------
    >>> is_individual("MRS. A EXAMPLE"), is_individual("Mr Clutch Autocentres Ltd"), is_individual("Drake School")
    (True, False, False)
    """
    return _PERSONAL_TITLE.match(name) is not None and not has_legal_form(name)


@lru_cache(maxsize=1 << 17)
def is_catch_all(name: str) -> bool:
    """Tell whether a payee is a heading of the ledger (`GENERAL EXPENSES`): a known payee that is never joined."""
    return simplify(name) in ledger_catch_alls()


def word_count(name: str) -> int:
    """Count the words of a normalised name, its legal form left out: `word_count("The Acme Trust Ltd") == 2`."""
    return len(normalise(name).text.split())
