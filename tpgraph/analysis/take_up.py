"""How many people with a need would take up a service: an assumption, always said."""

from collections.abc import Mapping

from tpgraph.analysis.description import Parameter, Value
from tpgraph.errors import AnalysisError
from tpgraph.graphs.people import at_least_five, people_in_words

EVERYBODY = 1.0

TAKE_UP = Parameter(
    "take_up",
    "number",
    EVERYBODY,
    "share of the people with a need who would take up a service: an assumption; 1 = everyone",
    "0 to 1",
)


def checked_take_up(parameters: Mapping[str, Value]) -> float:
    """Give the share that is assumed.

    Raises
    ------
    AnalysisError
        If it is no share.
    """
    share = float(parameters.get("take_up", EVERYBODY))
    if not 0 <= share <= 1:
        raise AnalysisError(f"take-up '{share:g}' does not fit; expected a share from 0 to 1, such as 0.3")
    return share


def taking_up(people: int | None, share: float) -> int | None:
    """Give the number of people who would take up a service; None where it is unknown or under 5.

    >>> taking_up(120, 0.25), taking_up(10, 0.25), taking_up(None, 0.25), taking_up(120, 0)
    (30, None, None, 0)
    """
    if share == 0:
        return 0  # no number that was counted, and so none to be kept back
    return None if people is None else at_least_five(round(people * share))


def take_up_words(people: int | None, low: int | None, high: int | None, share: float) -> str:
    """Say in a sentence how many would take up a service; nothing where everyone is assumed to.

    >>> take_up_words(120, None, None, 0.25), take_up_words(120, None, None, 1)
    ('; if 25% of them took up a service: 30', '')
    >>> take_up_words(None, None, None, 0.25)
    '; if 25% of them took up a service: not known'
    >>> take_up_words(120, None, None, 0)
    '; if none of them took up a service: nobody'
    """
    if share == 0:
        return "; if none of them took up a service: nobody"
    if share == EVERYBODY:
        return ""
    scaled = [None if bound is None else round(bound * share) for bound in (people, low, high)]
    return f"; if {_percent(share)} of them took up a service: {people_in_words(*scaled)}"


def take_up_note(share: float, rows: int) -> list[str]:
    """Say the assumption beside a table; nothing where there is no row and everyone is assumed to take up a service.

    >>> take_up_note(1.0, 3)[0]
    'Assumed, not measured: everyone with a need would take up a service (`--take-up 0.3` asks with another share).'
    """
    if share == EVERYBODY:
        asks = "`--take-up 0.3` asks with another share"
        return [f"Assumed, not measured: everyone with a need would take up a service ({asks})."] if rows else []
    who = f"{_percent(share)} of the people" if share else "none of the people"
    return [
        f"Assumed, not measured: {who} with a need would take up a service. Numbers of people with the need are as "
        "counted."
    ]


def _percent(share: float) -> str:
    return f"{share * 100:.4g}%"
