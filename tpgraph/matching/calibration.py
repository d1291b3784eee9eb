"""What probabilities promise: how many pairs above a line are true, and how many more lie below it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tpgraph.errors import InputError
from tpgraph.matching.pairs import LIKELY, POSSIBLE, STRONG

CUTS = (STRONG, LIKELY, POSSIBLE)

FORECAST = pa.schema(
    [("cut", pa.float64()), ("pairs", pa.int64()), ("expected_true", pa.float64()), ("expected_below", pa.float64())]
)


def forecast(probabilities: npt.ArrayLike, cuts: Sequence[float] = CUTS) -> pa.Table:
    """Foretell for each cut how many pairs are true above it, and how many below.

    The sum of probabilities is the number of true pairs to be expected, as far as the probabilities hold. Pairs that
    nobody scored are in neither number.

    Parameters
    ----------
    probabilities : of all scored pairs, the unlikely ones too; each 0 to 1
    cuts : lines between the pairs taken and those left; a pair on the line is taken

    Returns
    -------
    Table, one row a cut in the order given
        cut; pairs, how many reach it; expected_true, how many of those are to be expected true; expected_below, how
        many true ones are to be expected among the rest (all three without unit).

    Raises
    ------
    InputError
        If a probability is missing, below 0 or above 1.
    """
    values = np.asarray(probabilities, np.float64).ravel()
    if not bool(((values >= 0) & (values <= 1)).all()):
        raise InputError("a probability is missing or not between 0 and 1: a forecast needs one of every pair")
    rows = []
    for cut in cuts:
        taken = values >= cut
        rows.append(
            {
                "cut": float(cut),
                "pairs": int(taken.sum()),
                "expected_true": round(float(values[taken].sum()), 3),
                "expected_below": round(float(values[~taken].sum()), 3),
            }
        )
    return pa.Table.from_pylist(rows, schema=FORECAST)
