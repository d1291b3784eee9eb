"""epraccur.csv in a few made-up rows: 27 columns without a header row; and the same report with headings."""

from collections.abc import Sequence
from pathlib import Path

from tests.loaders.made_registers import write_csv

LEGACY = (
    "Organisation Code", "Name", "National Grouping", "High Level Health Geography", "Address Line 1",
    "Address Line 2", "Address Line 3", "Address Line 4", "Address Line 5", "Postcode", "Open Date", "Close Date",
    "Status Code", "Organisation Sub-Type Code", "Commissioner", "Join Provider/Purchaser Date",
    "Left Provider/Purchaser Date", "Contact Telephone Number", "Null", "Null", "Null", "Amended Record Indicator",
    "Null", "Provider/Purchaser", "Null", "Prescribing Setting", "Null",
)  # fmt: skip
ALIASES = (
    "OrganisationCode", "OrgName", "NHSER_code", "ICB_code", "Address1", "Address2", "Address3", "Town", "County",
    "Postcode", "LegalStartDate", "LegalEndDate", "StatusName", "Primary Role / OrgTypeID", "TargetOrgCode",
    "LegalStartDate", "LegalEndDate", "TelephoneNumber", "NULL", "NULL", "NULL", "Amended Record Indicator", "NULL",
    "TargetOrgCode", "NULL", "RoleID", "NULL",
)  # fmt: skip


def practice(
    code: str = "A81001", name: str = "QUAY SURGERY", *, status: str = "A", setting: str = "4", closed: str = "",
    address: str = "HEALTH CENTRE", commissioner: str = "15F",
) -> list[str]:  # fmt: skip
    """One row of the file."""
    return [
        code, name, "Y63", "QWO", address, "1 QUAY STREET", "", "LEEDS", "WEST YORKSHIRE", "LS1 4AD", "19740401",
        closed, status, "B", commissioner, "20200401", "", "020 7946 0000", "", "", "", "0", "", commissioner, "",
        setting, "",
    ]  # fmt: skip


def epraccur(folder: Path, *rows: Sequence[str], header: Sequence[str] = (), name: str = "epraccur.csv") -> Path:
    """Write the file, with a header row where one is given."""
    return write_csv(folder / name, [*([header] if header else []), *rows])
