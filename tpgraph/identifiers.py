"""Identifiers of organisations, places, records and findings: bring to one form, check, refuse what is none.

Organisations carry an org-id, the prefix of a register and the code in it (`GB-COH-01234567`); the registers and the
shape of their codes stand in `reference/org_id_prefixes.csv`. Places carry GSS codes. tpgraph's own ids are hashes of
what names a thing, so that the same file gives the same ids everywhere.
"""

import base64
import hashlib
import re
import unicodedata
from functools import cache, lru_cache

from tpgraph.errors import IdentifierError
from tpgraph.reference import OrgIdPrefix, fold, gss_levels, org_id_prefixes, public_body_by_gss

_SEPARATOR = "\x1f"
_GSS = re.compile(r"[EWSNK]\d{8}", re.ASCII)
# A register we do not list: a country (or a part of one), or 360Giving's own prefix, then the register, then a code.
_UNLISTED_ORG_ID = re.compile(r"(?:[A-Z]{2}(?:_[A-Z]{2})?|360G)-[A-Z][A-Z0-9_]+-(?P<code>.+)")
_PLACEHOLDER_WORDS = frozenset(
    {
        "TBC",
        "TBA",
        "TBD",
        "N/A",
        "NA",
        "NONE",
        "NULL",
        "NIL",
        "NAN",
        "UNKNOWN",
        "PENDING",
        "EXEMPT",
        "EXCEPTED",
        "BLANK",
    }
    | {"NOTAPPLICABLE", "NOTREGISTERED", "NOTKNOWN", "NOTPROVIDED", "UNREGISTERED", "TEST", "XXX", "REDACTED"}
)
_PLACEHOLDER_NUMBERS = frozenset({"12345678", "123456789", "987654321", "87654321", "0123456789", "1234567890"})
_AUTHORITY_PREFIXES = ("GB-LAE", "GB-LAS", "GB-PLA", "GB-LANI", "GB-LAC")
_COMPANY = re.compile(r"(?P<letters>[A-Z]{0,2})(?P<digits>\d+)", re.ASCII)
_LETTERS_WITHOUT_ACCENT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i", "&": " and "}
)


@lru_cache(maxsize=1 << 16)
def normalise_org_id(text: str, default_prefix: str | None = None) -> str | None:
    """Bring an organisation identifier to its one form.

    Upper case, `-` between the parts, leading zeros of company numbers restored. `gb-coh-1234567`, `GB_COH_1234567`,
    `GBCOH1234567` and `GB COH 1234567` are one identifier.

    Parameters
    ----------
    text : str
        What a source writes, with or without the prefix of the register.
    default_prefix : str, optional
        The register that a bare number belongs to, such as `GB-COH` for a column of company numbers.

    Returns
    -------
    str or None
        None for a placeholder (`TBC`, `00000000`), a code that its register cannot hold, a number without a register.
        Identifiers of registers that tpgraph does not list keep their code; `is_mergeable` refuses them.

    Raises
    ------
    IdentifierError
        If `default_prefix` is not the prefix of a listed register.

    Examples
    --------
    >>> normalise_org_id("gb-coh-1234567"), normalise_org_id("SC42386", "GB-CHC"), normalise_org_id("GB-COH-TBC")
    ('GB-COH-01234567', 'GB-SC-SC042386', None)
    """
    if default_prefix is not None and default_prefix not in org_id_prefixes():
        known = ", ".join(org_id_prefixes())
        raise IdentifierError(
            f"'{default_prefix}' is not the prefix of a register that tpgraph knows; expected one of {known}"
        )
    cleaned = " ".join(unicodedata.normalize("NFKC", text).split()).upper()
    prefixed = _split_prefix(cleaned)
    if prefixed is not None:
        return _join(*prefixed)
    unlisted = _UNLISTED_ORG_ID.fullmatch(cleaned.replace(" ", ""))
    if unlisted is not None:
        return None if _is_placeholder(unlisted["code"]) else unlisted[0]
    return None if default_prefix is None else _join(default_prefix, cleaned)


@cache
def _prefix_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The listed prefixes, longest first, each with the pattern of an identifier that starts with it."""
    prefixes = sorted({*org_id_prefixes(), *_AUTHORITY_PREFIXES}, key=lambda prefix: (-len(prefix), prefix))
    # Where nothing parts prefix and code, the code must start with a digit: GB-COASTAL-1 is not in the register GB-COA.
    return tuple(
        (
            prefix,
            re.compile(
                r"[\W_]*".join(prefix.split("-"))
                + r"(?:[\W_]+|(?=\d)|(?<=COH)(?=[A-Z]{2}\d)|(?<=GBSC)(?=SC\d))(?P<code>.*)"
            ),
        )
        for prefix in prefixes
    )


def _split_prefix(cleaned: str) -> tuple[str, str] | None:
    for prefix, pattern in _prefix_patterns():
        match = pattern.fullmatch(cleaned)
        if match is not None:
            return prefix, match["code"]
    return None


def _join(prefix: str, written: str) -> str | None:
    """Write prefix and code in normal form, or None if the register cannot hold the code."""
    code = re.sub(r"\.0+$", "", written.replace(" ", "").strip("-_.:/#"))
    if not code or _is_placeholder(code):
        return None
    if prefix in _AUTHORITY_PREFIXES and _GSS.fullmatch(code):
        body = public_body_by_gss(code)
        return None if body is None else body.identifier
    prefix, code = _normal_code(prefix, code)
    register = org_id_prefixes().get(prefix)
    if register is None or not re.fullmatch(register.pattern, code, re.ASCII):
        return None
    return f"{prefix}-{code}"


def _normal_code(prefix: str, code: str) -> tuple[str, str]:
    """Restore what people leave out of a code; a Scottish or Northern Irish charity number names its own register."""
    if prefix == "GB-COH":
        match = _COMPANY.fullmatch(code)
        if match is not None and len(match["digits"]) >= 4 - len(match["letters"]):
            code = match["letters"] + match["digits"].zfill(8 - len(match["letters"]))
    elif prefix in ("GB-CHC", "GB-SC") and re.fullmatch(r"SC-?\d{1,6}", code):
        prefix, code = "GB-SC", "SC" + code[2:].lstrip("-").zfill(6)
    elif prefix == "GB-SC" and re.fullmatch(r"\d{1,6}", code):
        code = "SC" + code.zfill(6)
    elif prefix in ("GB-CHC", "GB-NIC") and re.fullmatch(r"NIC\d{6}", code):
        prefix, code = "GB-NIC", code[3:]
    elif prefix == "GB-CHC":
        # Subsidiary 0 is the charity itself; a subsidiary is parted by a slash or a hyphen.
        code = re.sub(r"-0+$", "", code.replace("/", "-").lstrip("0"))
    elif prefix in ("GB-HESA", "US-EIN"):
        code = code.replace("-", "").zfill(4)
    return prefix, code


def _is_placeholder(code: str) -> bool:
    """Whether a code stands for "we do not know": a word, one digit over and over, or digits counted up."""
    words = re.sub(r"[\s._-]+", "", code)
    digits = re.sub(r"\D", "", code)
    if not re.search(r"[A-Z0-9]", code) or words in _PLACEHOLDER_WORDS or set(words) == {"X"}:
        return True
    only_digits = bool(digits) and not re.search(r"[A-Z]{3}", code)
    return only_digits and (
        digits in _PLACEHOLDER_NUMBERS or set(digits) == {"0"} or (len(digits) > 3 and len(set(digits)) == 1)
    )


def _register(org_id: str) -> OrgIdPrefix | None:
    normal = normalise_org_id(org_id)
    if normal is None:
        return None
    candidates = (register for code, register in org_id_prefixes().items() if normal.startswith(f"{code}-"))
    return max(candidates, key=lambda register: len(register.code), default=None)


def register_of(org_id: str) -> str | None:
    """Name the register of an identifier by its prefix, such as `GB-COH`; None if tpgraph does not list it."""
    register = _register(org_id)
    return None if register is None else register.code


def is_mergeable(org_id: str) -> bool:
    """Tell whether two records with this identifier are one body.

    Parameters
    ----------
    org_id : str
        An organisation identifier in any spelling.

    Returns
    -------
    bool
        False for placeholders, malformed codes, and ids local to a notice or a publisher (`GB-CFS-...`, `360G-...`).

    Examples
    --------
    >>> is_mergeable("GB-COH-01234567"), is_mergeable("GB-CFS-123456"), is_mergeable("360G-ABC-ORG:7")
    (True, False, False)
    """
    register = _register(org_id)
    return register is not None and register.mergeable


def is_gss(code: str) -> bool:
    """Tell whether a text has the shape of a GSS code, one letter of a nation and eight digits, and names a place."""
    return _GSS.fullmatch(code) is not None and not code.endswith("99999999")


def gss_level(code: str) -> str | None:
    """Tell the level of place of a GSS code, such as `ward` for `E05...`; None if it is no code or an unknown kind."""
    return gss_levels().get(code[:3]) if is_gss(code) else None


def _digest(parts: tuple[str, ...]) -> bytes:
    return hashlib.sha256(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass")).digest()


def record_id(publisher: str, kind: str, key: str) -> str:
    """Make the id of a record: `r-` and 16 hexadecimal digits of SHA-256 of the three parts joined by U+001F.

    The publisher's name is folded first: another spelling of its case or spaces makes no other records.

    Examples
    --------
    >>> record_id("Oxford City Council", "organisation", "acme ltd")
    'r-984c871c8688297d'
    """
    return f"r-{_digest((fold(publisher), kind, key)).hex()[:16]}"


def base32_id(prefix: str, *parts: str) -> str:
    """Make the id of a finding or figure: two letters, `-`, 8 base32 characters of a SHA-256.

    The hash is taken of the parts joined by U+001F, in UTF-8.

    Raises
    ------
    IdentifierError
        If `prefix` is not two ASCII letters.
    """
    if not re.fullmatch(r"[A-Za-z]{2}", prefix):
        raise IdentifierError(f"'{prefix}' cannot start the id of a finding; expected two letters such as OV")
    return f"{prefix.upper()}-{base64.b32encode(_digest(parts)).decode('ascii')[:8]}"


def slug(text: str) -> str:
    """Write a text as an id: ASCII, lower case, words joined by `-`.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Empty only for empty text or spaces. Where letters had to be left out or the text is long, 8 digits of its hash
        keep two texts apart.

    Examples
    --------
    >>> slug("Café & Children's Centre"), slug("  ")
    ('cafe-and-childrens-centre', '')
    """
    trimmed = text.strip()
    if not trimmed:
        return ""
    lowered = trimmed.lower().translate(_LETTERS_WITHOUT_ACCENT)
    letters = [letter for letter in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(letter)]
    plain = re.sub(r"['\u2018\u2019`]", "", "".join(letters))
    words = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
    whole = all(letter.isascii() for letter in plain if letter.isalnum())
    if words and whole and len(words) <= 200:
        return words
    return "-".join(part for part in (words[:200].strip("-"), _digest((trimmed,)).hex()[:8]) if part)
