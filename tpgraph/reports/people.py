"""Numbers of people as every output may show them: nobody can be recognised in a small group."""

from collections.abc import Mapping

SMALLEST_SHOWN = 5
"""Counts of people from 1 up to one below this are never shown."""

UNDER = f"under {SMALLEST_SHOWN}"


def safe_people(people: int | float) -> int | float | str:
    """Give a count as it may stand in a cell: itself, or "under 5".

    >>> safe_people(4), safe_people(5), safe_people(0)
    ('under 5', 5, 0)
    """
    return UNDER if 0 < people < SMALLEST_SHOWN else people


def people_in_words(people: int | float | None, low: int | None = None, high: int | None = None) -> str:
    """Say a number of people, or its bounds where it is not known.

    >>> people_in_words(1204), people_in_words(1), people_in_words(None, 0, 4), people_in_words(None, 10, 20)
    ('1,204 people', 'under 5 people', 'under 5 people', '10 to 20 people')
    >>> people_in_words(None)
    'people not known'
    """
    if people is not None:
        shown = safe_people(people)
        return f"{shown if isinstance(shown, str) else f'{shown:,.0f}'} people"
    if high is not None and 0 < high < SMALLEST_SHOWN:
        return f"{UNDER} people"
    if low is not None and high is not None:
        return f"{UNDER if 0 < low < SMALLEST_SHOWN else f'{low:,}'} to {high:,} people"
    return "people not known"


def suppressed(row: Mapping[str, object], names: tuple[str, ...]) -> dict[str, object]:
    """Copy a row with the counts of people among its columns made safe."""
    safe = dict(row)
    for name in names:
        value = safe.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            safe[name] = safe_people(value)
    return safe
