"""How many pairs are true above a line and below it, as far as the probabilities hold."""

import pandas as pd
import pyarrow as pa
import pytest

from tpgraph.errors import InputError
from tpgraph.matching import forecast, match_services
from tpgraph.matching.calibration import forecast as foretell


def test_the_sum_of_probabilities_is_foretold_above_and_below_each_cut() -> None:
    assert foretell([0.9, 0.8, 0.4, 0.1], (0.8, 0.2)).to_pylist() == [
        {"cut": 0.8, "pairs": 2, "expected_true": 1.7, "expected_below": 0.5},
        {"cut": 0.2, "pairs": 3, "expected_true": 2.1, "expected_below": 0.1},
    ]


def test_no_pairs_promise_nothing() -> None:
    assert foretell([], (0.2,)).to_pylist() == [{"cut": 0.2, "pairs": 0, "expected_true": 0.0, "expected_below": 0.0}]


@pytest.mark.parametrize("wrong", [1.2, -0.1, float("nan")])
def test_what_is_no_probability_is_refused(wrong: float) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        foretell([0.5, wrong])


def test_pairs_of_a_low_cut_tell_what_lies_below_the_line() -> None:
    clubs = pa.table(
        {
            "id": ["a", "b", "c", "d"],
            "name": ["Chess evening", "Evening of chess", "Chess for beginners", "Rowing"],
            "place": ["Harbour"] * 4,
        }
    )
    pairs = match_services(clubs, at_least=0.0)
    assert isinstance(pairs, pa.Table)
    told = forecast(pairs)
    assert isinstance(told, pa.Table)
    line = told.to_pylist()[-1]
    total = sum(pairs["probability"].to_pylist())
    assert line["expected_true"] + line["expected_below"] == pytest.approx(total, abs=0.002)
    assert line["pairs"] == len(match_services(clubs))


def test_a_dataframe_gives_a_dataframe_and_a_table_without_probability_is_refused() -> None:
    found = forecast(pd.DataFrame({"probability": [0.9]}))
    assert isinstance(found, pd.DataFrame)
    assert found.to_dict("list")["cut"] == [0.8, 0.5, 0.2]
    with pytest.raises(InputError, match="no column probability"):
        forecast(pd.DataFrame({"left_id": ["a"]}))
