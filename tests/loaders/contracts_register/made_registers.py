"""Small registers in the layouts that bodies publish; every value is made up.

`CODE` has the words of the Transparency Code (as North Norfolk lists them), the others the headings of one publisher
each: Hertfordshire's contracts over £5,000, Leicester's open data of 2018, Birmingham's procurement contract register,
the NHS Business Services Authority's register of 2025, and the labels of the LGA's schema as Norfolk names them.
"""

from pathlib import Path

from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.loading.recognise import recognise

COUNCIL = "Northmere Council"

CODE = (
    "Reference number,Title of agreement,Local authority department responsible,"
    "Description of the goods and/or services being provided,Supplier name and details,"
    "Sum to be paid over the length of the contract,Estimated annual spending or budget for the contract,"
    "Value Added Tax that cannot be recovered,Start date,End date,Review date,Process used,SME,VCSE,"
    "Registration number\n"
    'C1,Carers support service,Adults,Support and advice for unpaid carers,"Harbour Trust, 1 Quay Street,'
    ' NM1 2AB","300,000.00",,12.00,01/04/2009,31/03/2012,01/10/2011,Invitation to tender,No,Yes,1089893\n'
    "C2,Housing management software,Housing,Licences,Granite Systems Ltd,£50000,,,01/06/2009,31/05/2010,,"
    "Quote,Yes,No,\n"
)

HERTFORDSHIRE = (
    "Contract Reference,Title,Local Authority Department Responsible,Description,Contract Start Date,"
    "Final End Date,Review Date,Contract Value,Supplier Name,Supplier Type,Pre-contractual Process  Used,"
    "Irrecoverable VAT Amount\n"
    "HCC1,Home care,Adult Care,Home care in the north,01/04/2009,31/03/2011,,240000,Hill Care Ltd,SME,Tender,"
    "0\n"
)

LEICESTER = (
    "Contract number,Title of agreement,Contract description,Department,Contract value,Annual contract value,"
    "Contract value excl variations,Start date,End date,Supplier\n"
    "PAN1,Day care,Day care for older people,Adults,90000,30000,80000,2009-04-01,2012-03-31,Hill Care Ltd\n"
)

BIRMINGHAM = (
    "Contract Id,Contract Description,Vendor,Product Category ,Directorate,Validity Period Start,"
    "Validity Period End,Contract Status ,Original Contract Value,Extended Contract Value\n"
    "P01,Advocacy for people with dementia,Harbour Trust,Social care,Adults,2009-04-01,2010-03-31,Active,"
    "60000,75000\n"
)

NHSBSA = (
    "REFERENCE_NUMBER,CONTRACT_TITLE,SUPPLIER_NAME,SHORT_DESCRIPTION,CONTRACT_AWARD_VALUE,CONTRACT_START_DATE,"
    "CONTRACT_CURRENT_END_DATE,MAXIMUM_CONTRACT_END_DATE,CONTRACT_EXTENDABLE,CONTRACT_EXTENDED,"
    "PROCUREMENT_ROUTE,PRIMARY_PROCUREMENT_CATEGORY\n"
    "N1,Interpreting,Hill Care Ltd,Sign language,24000,2009-04-01,2011-03-31,2013-03-31,TRUE,FALSE,Open,"
    "Corporate\n"
)

LGA = (
    "OrganisationLabel,OrganisationURI,EffectiveDate,ContractRef,Title,Description,DepartmentResponsible,"
    "CPVCode,CPVURI,ContractStartDate,EndDate,ReviewDate,ContractValue,IrrecoverableVAT,SupplierName,"
    "SupplierRegisteredCompanyNumber,VCSE\n"
    "Northmere Council,http://statistics.data.gov.uk/id/statistical-geography/E09000003,2009-04-01,L1,Lot 3,"
    "Lot 3,Adults,85312000,http://cpv.data.ac.uk/code-85312000,2009-04-01,2010-03-31,,12000,,Hill Care Ltd,"
    "1234567,No\n"
)

LAYOUTS = {
    "code": CODE, "hertfordshire": HERTFORDSHIRE, "leicester": LEICESTER, "birmingham": BIRMINGHAM, "nhsbsa": NHSBSA,
    "lga": LGA,
}  # fmt: skip

HEAD = "Contract reference,Contract title,Supplier,Contract value,Start date,End date\n"


def rows(*lines: str) -> str:
    """A plain register: reference, title, supplier, value, start, end."""
    return HEAD + "".join(f"{line}\n" for line in lines)


def loaded(folder: Path, text: str | bytes, name: str = "contracts.csv", loader: str | None = None) -> PreparedLoad:
    """Load one file of Northmere Council."""
    path = folder / "northmere" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    ((group, claim),) = recognise(find_groups([path]), loader)[0]
    return prepare(group, claim, COUNCIL)


def cells(load: PreparedLoad, table: str, *columns: str) -> list[tuple[object, ...]]:
    """Columns of a record table, row by row; none where the load has no such rows."""
    if f"record.{table}" not in load.tables:
        return []
    return [tuple(row.values()) for row in load.tables[f"record.{table}"].select(list(columns)).to_pylist()]


def codes(load: PreparedLoad) -> dict[str, str]:
    """Code -> sentence of the problems that the loader tells of."""
    return {row["code"]: row["sentence"] for row in load.tables["record.problem"].to_pylist()}
