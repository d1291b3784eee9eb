"""Two ways of making names comparable, which the reference lists and `tpgraph.names` share.

`fold` is the rule of record keys, and the loaders' SQL must be able to give the same text: so it uses the simple lower
case of each letter, as DuckDB does, where Python's casefold would turn a German sharp s into `ss` and its lower would
treat a Turkish dotted I and a Greek final sigma apart.
"""

import re
import unicodedata
from functools import lru_cache

# Python's \s is wider than that of DuckDB, whose trim knows every space of Unicode: so both sides name their spaces.
_SPACES = re.compile("[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_SIMPLE_LOWER = str.maketrans({"\u0130": "i", "\u03a3": "\u03c3"})
_ACCENTS = re.compile("[\u0300-\u036f]")
_INITIALS = re.compile(r"\b(?:[^\W_]\.)+[^\W_]\b")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_PUNCTUATION = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 17)
def fold(name: str) -> str:
    """Trim a name, lower its case and make every run of spaces one space.

    Parameters
    ----------
    name : str
        A name as a source writes it. Every space of Unicode counts as one, the non-breaking ones too.

    Returns
    -------
    str
        Two names with equal results are one payee of one file (the record key rule). `fold_sql` gives the same.

    Examples
    --------
    >>> fold("  OXFORD   City\\u00a0Council ")
    'oxford city council'
    """
    return _SPACES.sub(" ", name).strip(" ").translate(_SIMPLE_LOWER).lower()


def fold_sql(column: str) -> str:
    r"""Write `fold` of a column as an expression of DuckDB's SQL; the column stands in it once, as given.

    Examples
    --------
    >>> print(fold_sql("payee"))
    lower(trim(regexp_replace(payee, '[\t\n\v\f\r\p{Zs}]+', ' ', 'g')))
    """
    # Zs is the class of all spaces in Unicode.
    spaces = r"[\t\n\v\f\r\p{Zs}]+"
    return f"lower(trim(regexp_replace({column}, '{spaces}', ' ', 'g')))"


@lru_cache(maxsize=1 << 17)
def simplify(name: str) -> str:
    """Fold a name and take away what two people type differently: accents, punctuation, `&`, a leading "the".

    Parameters
    ----------
    name : str
        A name as a source writes it.

    Returns
    -------
    str
        Words joined by one space; empty if the name has no letter and no digit.

    Examples
    --------
    >>> simplify("The Café & Bar, St. John's (U.K.)")
    'cafe and bar st johns uk'
    """
    plain = fold(_ACCENTS.sub("", unicodedata.normalize("NFKD", name)))
    # Lower case can bring accents back (a Greek capital with its iota), so they go once more.
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    plain = _INITIALS.sub(lambda match: match[0].replace(".", ""), plain.replace("&", " and "))
    words = _PUNCTUATION.sub(" ", _APOSTROPHES.sub("", plain)).split()
    while len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)
