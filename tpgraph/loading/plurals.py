"""Sentences with how many of something there are, as macro tp_counted writes them in a loader's SQL."""

import re

_CHOICE = re.compile(r"\{([^{|}]*)\|([^{|}]*)\}")


def counted(said: str, number: int) -> str:
    """Write a sentence with a number, its ``{one|many}`` chosen by the number.

    Parameters
    ----------
    said : with ``#`` where the number stands first
    number : how many

    Examples
    --------
    >>> counted("# row{ has|s have} no date", 1), counted("# row{ has|s have} no date", 1200)
    ('1 row has no date', '1,200 rows have no date')
    """
    return _CHOICE.sub(lambda found: found[1 if number == 1 else 2], said).replace("#", f"{number:,}", 1)
