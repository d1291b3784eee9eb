"""Real spend files read by the mapping that is proposed for them: the control figures hold."""

from pathlib import Path

import pytest

from tests.real_data import real_data
from tpgraph.loading.any_table.mapping_a_file import propose_for_file
from tpgraph.loading.any_table.writing import map_file_text
from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.map.loading import look

FIGURES = {
    "manchester-2022-05.csv": (3564, 9740022710),
    "salford-2018-11.csv": (1452, 2025228346),
    "salford-2022-06.csv": (1809, 2129207437),
}
"""File -> payments and pence, as two independent readings give them."""

pytestmark = pytest.mark.real_data


def proposed(name: str, folder: Path) -> PreparedLoad:
    """Prepare a real file by the mapping proposed for it, just as it was written."""
    file = real_data(*name.split("/"))
    (folder / "map.toml").write_text(map_file_text(propose_for_file(file), file.name), "utf-8")
    ((group, claim),) = look([file], None, folder / "map.toml").claims
    return prepare(group, claim)


@pytest.mark.parametrize("name", FIGURES)
def test_payments_by_the_proposed_mapping_are_those_of_the_spend_loader(name: str, tmp_path: Path) -> None:
    prepared = proposed(f"spend/{name}", tmp_path)
    flows = prepared.tables["record.flow"]
    payments, pence = FIGURES[name]
    assert flows.num_rows == payments
    assert sum(flows.column("amount_pence").to_pylist()) == pence
    assert set(flows.column("basis").to_pylist()) == {"payment"}
    (file,) = prepared.tables["record.file"].to_pylist()
    assert (file["rows_read"], file["rows_set_aside"]) == (payments, 0)


def test_grants_by_the_proposed_mapping_are_those_of_their_own_loader(tmp_path: Path) -> None:
    flows = proposed("360giving/ab-charitable-trust.xlsx", tmp_path).tables["record.flow"]
    assert flows.num_rows == 783
    assert sum(flows.column("amount_pence").to_pylist()) == 1278562500
    assert set(flows.column("basis").to_pylist()) == {"award"}
