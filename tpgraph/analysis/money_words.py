"""Months, bodies and kinds of money in words, as every sentence about money says them."""

from collections.abc import Mapping, Sequence

from tpgraph.analysis.description import Row
from tpgraph.money import months_in_words, pounds

NOT_ALL = "Payment files leave out pay, benefits and small payments: this is not all the money spent here."
"""Stands beside every payment total."""

NAMES_SHOWN = 10
"""Bodies that a sentence names before it counts the rest."""

_MANY = {"outturn": "outturn lines", "budget": "budget lines"}


def coverage_in_words(months: Sequence[str], financial_year: str, undated: int = 0, basis: str | None = None) -> str:
    """Say which months figures cover; fewer than twelve are never called a year.

    Parameters
    ----------
    months : YYYY-MM of the flows that bear a date
    undated : flows of the basis that bear none

    >>> coverage_in_words(["2022-05"], "2022-23"), coverage_in_words([], "2022-23")
    ('May 2022 only', 'months not known')
    >>> coverage_in_words(["2022-05"], "2022-23", 5, "payment")
    'May 2022 only, and 5 payments without a date'
    """
    if not months:
        return "months not known"
    rest = f", and {many(undated, basis)} without a date" if undated else ""
    if len(set(months)) == 12:
        return f"all twelve months of {financial_year}{rest}"
    return f"{months_in_words(months)} only{rest}"


def and_join(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> and_join(["A", "B", "C"]), and_join(["A"])
    ('A, B and C', 'A')
    """
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def some(names: Sequence[str], shown: int = NAMES_SHOWN) -> str:
    """Name bodies; beyond `shown` they are counted.

    >>> some(["A", "B", "C", "D"], 2)
    'A, B and 2 others'
    """
    if len(names) <= shown + 1:
        return and_join(names)
    return and_join([*names[:shown], f"{len(names) - shown} others"])


def many(number: int, basis: str | None) -> str:
    """Count flows by what their basis calls them.

    >>> many(1, "payment"), many(1200, "budget"), many(2, None)
    ('1 payment', '1,200 budget lines', '2 statements of money')
    """
    plural = plural_of(basis)
    if number == 1:
        plural = plural.replace("statements", "statement").removesuffix("s")
    return f"{number:,} {plural}"


def plural_of(basis: str | None) -> str:
    """Give the word for several flows of a basis.

    >>> plural_of("award"), plural_of("outturn")
    ('awards', 'outturn lines')
    """
    return _MANY.get(basis, f"{basis}s") if basis else "statements of money"


def period(basis: str | None, financial_year: str | None) -> str:
    """Name the money of one basis and year.

    >>> period("payment", "2022-23"), period("award", None)
    ('payments of 2022-23', 'awards of unknown year')
    """
    return f"{plural_of(basis)} of {financial_year or 'unknown year'}"


def capitalised(sentence: str) -> str:
    """Begin a sentence with a capital letter, the rest as it is.

    >>> capitalised("payments of 2022-23")
    'Payments of 2022-23'
    """
    return sentence[:1].upper() + sentence[1:]


def months_of(row: Row) -> dict[str, list[str]]:
    """Give the months of a row by organisation id, whether Arrow gave pairs or an object."""
    # The column is a map: Arrow gives its rows as a list of pairs unless asked for dictionaries.
    months = row["months"]
    pairs = months.items() if isinstance(months, Mapping) else months or ()
    return {str(body): list(found or ()) for body, found in pairs}  # type: ignore[attr-defined]  # pairs, see above


def sentence(row: Row) -> str:
    """Say one row of the analysis as a sentence: what was counted, for whom, and the bridge in pounds."""
    year, basis = _text(row, "financial_year"), _text(row, "basis")
    covered = months_of(row)
    counted = f"{len(covered):,} bodies" if len(covered) != 1 else "1 body"
    parts = [f"{pounds(_pence(row, 'listed_pence'))} listed in {many(_pence(row, 'payments'), basis)}"]
    steps = {
        "passed_within_pence": "passed by a body to itself",
        "passed_between_pence": "passed between bodies we count",
        "onward_not_listed_pence": "received by a counted body and not listed onward",
    }
    for name, words in steps.items():
        if pence := _pence(row, name):
            sign = "plus" if name.startswith("onward") else "less"
            parts.append(f"{sign} {pounds(pence)} {words}")
    start = f"{capitalised(period(basis, year))}, {counted} counted ({_coverage(covered, year)})"
    end = f"{pounds(_pence(row, 'counted_once_pence'))} counted once, a lower bound"
    return f"{start}, {_kinds(row)}: {', '.join(parts)} = {end}."


def _text(row: Row, name: str) -> str | None:
    return str(row[name]) if row[name] else None


def _pence(row: Row, name: str) -> int:
    return int(str(row[name] or 0))


def _kinds(row: Row) -> str:
    """Which of revenue, capital and not stated the sum holds."""
    words = {"revenue_pence": "revenue", "capital_pence": "capital", "capital_unknown_pence": "not stated which"}
    held = [word for name, word in words.items() if row[name]]
    if held == ["not stated which"]:
        return "revenue or capital not stated"
    return f"{and_join(held)} together" if len(held) > 1 else f"{held[0]} only" if held else "nothing listed"


def _coverage(covered: Mapping[str, Sequence[str]], year: str | None) -> str:
    whole = sum(len(set(months)) == 12 for months in covered.values())
    if whole == len(covered):
        return f"all twelve months of {year}"
    months = sorted({month for found in covered.values() for month in found})
    if len(covered) == 1 or not months:
        return coverage_in_words(months, year or "")
    if len({tuple(found) for found in covered.values()}) == 1:
        return f"{months_in_words(months)} only, the same for each"
    year_told = f"all twelve for {whole} of {len(covered)}" if whole else "a whole year for none"
    return f"{months_in_words(months)} between them, {year_told}"
