"""Loads and their money in words: never pounds of several bases as one sum."""

import json
from collections.abc import Iterable, Mapping

from tpgraph.money import pounds

_PLURAL = {"outturn": "outturn", "": "without a basis"}


def money_by_basis(files: Iterable[Mapping[str, object]]) -> dict[str, int]:
    """Add up the money that was loaded of files, in pence by basis.

    Parameters
    ----------
    files : rows of record.file
    """
    found: dict[str, int] = {}
    for file in files:
        for basis, (_, pence) in json.loads(str(file["by_basis"] or "{}")).items():
            found[basis] = found.get(basis, 0) + pence
    return dict(sorted(found.items()))


def money_in_words(money: Mapping[str, int]) -> str:
    """Say sums by basis, each beside its basis.

    >>> money_in_words({"award": 100_00, "payment": 5_00})
    'awards £100.00, payments £5.00'
    """
    return ", ".join(f"{basis_in_words(basis)} {pounds(pence)}" for basis, pence in money.items() if pence)


def basis_in_words(basis: str) -> str:
    """Say what money of a basis is, as one says it of many.

    >>> basis_in_words("payment"), basis_in_words("outturn")
    ('payments', 'outturn')
    """
    return _PLURAL.get(basis, f"{basis}s")


def counted(number: int, noun: str) -> str:
    """Say how many there are of something.

    >>> counted(1, "row"), counted(1_000, "row")
    ('1 row', '1,000 rows')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def joined(parts: Iterable[str]) -> str:
    """Join what was said, leaving out what is empty."""
    return ", ".join(part for part in parts if part)
