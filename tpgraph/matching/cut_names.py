"""Names that a ledger cut: which fuller name begins as the cut one does. Candidates only, for a person to decide."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tpgraph.matching.bodies import Body, contradictions
from tpgraph.names import normalise
from tpgraph.reference import simplify

CUT_NAME = 0.6
CUT_NAME_CONTRADICTED = 0.3

# Greater than any letter that a simplified name holds.
_LAST = "\uffff"


def cut_name_pairs(bodies: Sequence[Body]) -> Iterator[tuple[Body, Body, float, list[str]]]:
    """Pair each body whose name is cut with the one body whose fuller name begins so.

    A cut name with which the names of two bodies begin is left alone: which it means cannot be told.

    Parameters
    ----------
    bodies : from `tpgraph.matching.bodies.read_bodies`; `cut_at` tells whose name is cut and where

    Yields
    ------
    (cut body, fuller body, probability, reasons), in the order of the bodies
    """
    cut = [body for body in bodies if body.cut_at and body.text]
    if not cut:
        return
    fuller = _by_full_name(bodies)
    names = sorted(fuller)
    for body in cut:
        beginning = simplify(body.name)
        found = names[bisect_right(names, beginning) : bisect_left(names, beginning + _LAST)]
        if len({_bearer(name, fuller[name][0]) for name in found}) == 1:
            yield _pair(
                body, min((other for name in found for other in fuller[name]), key=lambda other: other.record_id)
            )


def _by_full_name(bodies: Sequence[Body]) -> dict[str, list[Body]]:
    """Bodies whose name is whole, by it and by the name that the list of public bodies has for them."""
    found: defaultdict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        if body.text and not body.cut_at:
            for name in {simplify(body.name), simplify(body.public_body_name)} - {""}:
                found[name].append(body)
    return found


def _bearer(name: str, body: Body) -> str:
    """What tells bodies apart: a listed body is one under all its names, a name one with and without its legal form."""
    return body.public_body or normalise(name).text


def _pair(cut: Body, whole: Body) -> tuple[Body, Body, float, list[str]]:
    reasons = [f"'{cut.name}' is cut at {cut.cut_at} characters: '{whole.name}' is the one name known that begins so"]
    against = [field for field in contradictions([cut], [whole]) if field != "legal_form"]
    reasons += [f"but their {field.replace('_', ' ')} differs" for field in against]
    return cut, whole, CUT_NAME_CONTRADICTED if against else CUT_NAME, reasons
