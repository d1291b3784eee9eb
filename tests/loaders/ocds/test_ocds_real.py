"""The fictional example of the Open Contracting Partnership: the control figures of the real data, to the penny."""

from collections import Counter
from pathlib import Path

import pytest

import tpgraph
from tests.loaders.ocds.ocds_packages import bodies, codes, everything, flows, problem
from tests.real_data import real_data
from tpgraph.errors import UnknownFormatError
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.loading.recognise import recognise

pytestmark = pytest.mark.real_data

RELEASES, RECORDS = "fictional-release-package.json", "fictional-record-package.json"


def load_of(*parts: str) -> PreparedLoad:
    ((group, claim),) = recognise(find_groups([real_data(*parts)]))[0]
    assert claim.loader == "ocds"
    return prepare(group, claim)


def pounds_by_basis(load: PreparedLoad) -> dict[object, str]:
    sums: Counter[object] = Counter()
    for basis, pence in flows(load, "basis", "amount_pence"):
        sums[basis] += int(str(pence))
    return {basis: f"{pence / 100:,.2f}" for basis, pence in sums.items()}


@pytest.mark.parametrize("parts", [("ocds", RELEASES), ("ocds", RECORDS), ("ocds",)])
def test_either_file_or_both_are_one_process_with_three_bases(parts: tuple[str, ...]) -> None:
    load = load_of(*parts)
    assert pounds_by_basis(load) == {"award": "11,000,000.00", "contract": "11,000,000.00", "payment": "60,000.00"}
    assert Counter(row[0] for row in flows(load, "basis")) == {"award": 1, "contract": 1, "payment": 2}
    assert {str(row[0]).split("/")[0] for row in flows(load, "source_id")} == {"ocds-213czf-000-00001"}


def test_the_files_loaded_one_after_the_other_are_one_process_too(tmp_path: Path) -> None:
    town = tpgraph.open(tmp_path / "place.tpgraph")
    for name in (RECORDS, RELEASES):
        town.load(real_data("ocds", name))
    sums = {row["basis"]: row["listed_pence"] for row in town.find("money").to_dict("records")}
    assert sums == {"award": 11_000_000_00, "contract": 11_000_000_00, "payment": 60_000_00}


def test_both_files_give_the_same_flows_under_the_same_ids() -> None:
    columns = ("record_id", "amount_pence", "payer", "payee", "payer_record", "payee_record", "date", "basis", "ends")
    assert flows(load_of("ocds", RELEASES), *columns) == flows(load_of("ocds", RECORDS), *columns)


def test_what_is_stated_in_earlier_releases_is_set_aside_to_the_penny() -> None:
    (file,) = load_of("ocds", RELEASES).tables["record.file"].to_pylist()
    # Awards 3 x 11m, contracts 2 x 11m, payments 60,000; tenders 1m + 2 x 1.1m; budget 6.7m.
    assert (file["rows_read"], file["rows_loaded"], file["rows_set_aside"]) == (11, 4, 7)
    assert file["money_read_pence"] == 64_960_000_00
    assert file["money_loaded_pence"] == 22_060_000_00


@pytest.mark.parametrize("name", [RELEASES, RECORDS])
def test_the_likely_slip_is_flagged_once_with_all_its_figures(name: str) -> None:
    said = problem(load_of("ocds", name), "tenfold-slip")
    assert said["severity"] == "warning"
    for figure in ("£11,000,000.00", "10 times", "tender £1,100,000.00", "budget £6,700,000.00"):
        assert figure in str(said["sentence"])


def test_barnet_and_the_publisher_are_known_by_their_numbers_and_no_contact_is_kept() -> None:
    load = load_of("ocds", RELEASES)
    assert ("London Borough of Barnet", "GB-LAE-BNE") in bodies(load)
    assert ("Open Data Services Co-operative Limited", "GB-COH-09506232") in bodies(load)
    assert "identifier-mended" in codes(load)
    kept = everything(load)
    assert not [word for word in ("@", "01234 345", "Procurement Team", "Contracts Team") if word in kept]
    (row,) = load.tables["record.load"].to_pylist()
    assert row["licence"] == "http://opendatacommons.org/licenses/pddl/1.0/"


def test_the_flattened_workbook_among_the_hostile_files_is_refused() -> None:
    path: Path = real_data("360giving", "hostile", "tenders_releases_2_releases.xlsx")
    ((group, claim),) = recognise(find_groups([path]))[0]
    with pytest.raises(UnknownFormatError, match="looks like OCDS, holds no money"):
        prepare(group, claim)
