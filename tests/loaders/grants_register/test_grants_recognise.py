"""Which loader takes which list of money: payments, contracts, grants of councils and grants of 360Giving."""

from pathlib import Path

import pytest

from tests.loaders.contracts_register.made_registers import LAYOUTS
from tests.loaders.grants_register.test_grants_register import CODE, COMPANY_OR_CHARITY, PARISH
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.recognise import recognise

SPEND = (
    "Body Name,Payment Date,Supplier Name,Net Amount",
    "Date,Supplier,Amount,Description,Department",
    "Date Paid,Beneficiary,Purpose,Amount £",
    "Local Authority Department,Beneficiary,Summary of the purpose,Merchant Category,Amount,Transaction Date",
    "Supplier Name,Contract Reference,Invoice Number,Payment Date,Amount,Contract Title,Start Date",
)
GRANTS_360 = (
    "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,"
    "Funding Org:Identifier,Funding Org:Name,Funding Org:Department,Planned Dates:Start Date,Planned Dates:End Date",
    "Identifier,Amount Awarded,Award Date,Recipient Org:Name,Beneficiary Location:Name",
)
CONTRACTS = (
    "Title,Supplier,Start Date,End Date,Value",
    "Contract Title,Awarded To,Value,Award date,Start,End",
    "CONTRACT_REF,CONTRACT_NAME,WINNING_BIDDER,START_DATE,CURRENT_END_DATE,CURRENT_VALUE,ESTIMATED_ANNUAL_VALUE",
    "Contract reference,Title,Other parties to the contract,Contract start date,Contract end date,Contract type,Value",
)
GRANTS = (
    "Date Awarded,Grant Recipient,Registered Charity Number,Purpose of Grant,Grant Amount",
    "OrganisationLabel,OrganisationURI,EffectiveDate,GrantID,BeneficiaryName,BeneficiaryCharityNumber,AwardDate,StartDate,EndDate,GrantPurpose,AmountAwarded",
)


def loaders_of(folder: Path, header: str, name: str = "list.csv") -> list[str]:
    path = folder / name
    path.write_text(f"{header}\n{','.join('1' for _ in header.split(','))}\n", "utf-8")
    return [claim.loader for _, claim in recognise(find_groups([path]))[0]]


@pytest.mark.parametrize("header", SPEND)
def test_lists_of_payments_are_left_to_the_spend_loader(tmp_path: Path, header: str) -> None:
    assert loaders_of(tmp_path, header) == ["spend"]


@pytest.mark.parametrize("header", GRANTS_360)
@pytest.mark.parametrize("name", ["list.csv", "council-grants.csv"])
def test_files_of_360giving_are_left_to_its_loader(tmp_path: Path, header: str, name: str) -> None:
    assert loaders_of(tmp_path, header, name) == ["threesixtygiving"]


@pytest.mark.parametrize("header", [*CONTRACTS, *(text.splitlines()[0] for text in LAYOUTS.values())])
def test_registers_of_contracts_are_known(tmp_path: Path, header: str) -> None:
    assert loaders_of(tmp_path, header) == ["contracts_register"]


@pytest.mark.parametrize("header", [*GRANTS, *(text.splitlines()[0] for text in (CODE, PARISH, COMPANY_OR_CHARITY))])
def test_registers_of_grants_are_known(tmp_path: Path, header: str) -> None:
    assert loaders_of(tmp_path, header) == ["grants_register"]


def test_a_payment_file_called_grants_stays_one(tmp_path: Path) -> None:
    assert loaders_of(tmp_path, SPEND[2], "grants-2009.csv") == ["spend"]


def test_a_folder_of_all_four_gives_each_loader_its_own(tmp_path: Path) -> None:
    for name, header in (("a", SPEND[0]), ("b", GRANTS_360[0]), ("c", CONTRACTS[0]), ("d", GRANTS[0])):
        (tmp_path / f"{name}.csv").write_text(f"{header}\n{header}\n", "utf-8")
    claims = {claim.members[0]: claim.loader for _, claim in recognise(find_groups([tmp_path]))[0]}
    assert claims == {
        "a.csv": "spend", "b.csv": "threesixtygiving", "c.csv": "contracts_register", "d.csv": "grants_register",
    }  # fmt: skip
