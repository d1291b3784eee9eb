"""CQC's file of active locations with three made-up locations, under the headings of October 2026."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.loaders.made_registers import Sheet, row_of, write_ods

ACTIVITIES = (
    "Accommodation for persons who require nursing or personal care",
    "Accommodation for persons who require treatment for substance misuse",
    "Assessment or medical treatment for persons detained under the Mental Health Act 1983",
    "Diagnostic and screening procedures", "Family planning",
    "Management of supply of blood and blood derived products", "Maternity and midwifery services", "Nursing care",
    "Personal care", "Services in slimming clinics", "Surgical procedures", "Termination of pregnancies",
    "Transport services, triage and medical advice provided remotely", "Treatment of disease, disorder or injury",
)  # fmt: skip
TYPES = (
    "Acute services with overnight beds",
    "Acute services without overnight beds / listed acute services with or without overnight beds",
    "Ambulance service", "Blood and Transplant service", "Care home service with nursing",
    "Care home service without nursing", "Community based services for people who misuse substances",
    "Community based services for people with a learning disability",
    "Community based services for people with mental health needs",
    "Community health care services - Independent Midwives", "Community health care services - Nurses Agency only",
    "Community healthcare service", "Dental service", "Diagnostic and/or screening service",
    "Diagnostic and/or screening service - single handed sessional providers", "Doctors consultation service",
    "Doctors treatment service", "Domiciliary care service", "Extra Care housing services", "Hospice services",
    "Hospice services at home",
    "Hospital services for people with mental health needs, learning disabilities and problems with substance misuse",
    "Hyperbaric Chamber", "Long term conditions services", "Mobile doctors service", "Prison Healthcare Services",
    "Rehabilitation services", "Remote clinical advice service",
    "Residential substance misuse treatment and/or rehabilitation service", "Shared Lives",
    "Specialist college service", "Supported living service", "Urgent care services",
)  # fmt: skip
BANDS = (
    "Children 0-18 years", "Dementia", "Learning disabilities or autistic spectrum disorder", "Mental Health",
    "Older People", "People detained under the Mental Health Act", "People who misuse drugs and alcohol",
    "People with an eating disorder", "Physical Disability", "Sensory Impairment", "Whole Population", "Younger Adults",
)  # fmt: skip
NAME = "01_October_2026_HSCA_Active_Locations.ods"
HEADER = (
    "Location ID", "Location HSCA start date", "Dormant (Y/N)", "Care home?", "Location Name", "Location ODS Code",
    "Location Telephone Number", "Registered manager", "Location Web Address", "Care homes beds",
    "Location Type/Sector", "Location Inspection Directorate", "Location Primary Inspection Category",
    "Location Latest Overall Rating", "Publication Date", "Inherited Rating (Y/N)", "Location Region",
    "Location NHS Region", "Location Local Authority", "Location ONSPD CCG Code", "Location ONSPD CCG",
    "Location Commissioning CCG Code", "Location Commissioning CCG", "Location Street Address",
    "Location Address Line 2", "Location City", "Location County", "Location Postal Code", "Location PAF ID",
    "Location UPRN ID", "Location Latitude", "Location Longitude", "Location Parliamentary Constituency", "Brand ID",
    "Brand Name", "Provider Companies House Number", "Provider Charity Number", "Provider ID", "Provider Name",
    "Provider HSCA start date", "Provider Type/Sector", "Provider Inspection Directorate",
    "Provider Primary Inspection Category", "Provider Ownership Type", "Provider Telephone Number",
    "Provider Web Address", "Provider Street Address", "Provider Address Line 2", "Provider City", "Provider County",
    "Provider Postal Code", "Provider PAF ID", "Provider UPRN ID", "Provider Local Authority", "Provider Region",
    "Provider NHS Region", "Provider Latitude", "Provider Longitude", "Provider Parliamentary Constituency",
    "Provider Nominated Individual Name", "Provider Main Partner Name",
    *(f"Regulated activity - {item}" for item in ACTIVITIES),
    *(f"Service type - {item}" for item in TYPES),
    *(f"Service user band - {item}" for item in BANDS),
    "Location Dual Registered", "Primary ID (Dual registration locations)",
)  # fmt: skip

HARBOUR_HOUSE: dict[str, object] = {
    "Location ID": "1-1000001", "Location HSCA start date": "01/10/2010", "Dormant (Y/N)": "N", "Care home?": "Y",
    "Location Name": "Harbour House", "Location Telephone Number": "02079460000",
    "Registered manager": "Quill, Zebedee", "Location Web Address": "www.harbourtrust.example", "Care homes beds": 40,
    "Location Type/Sector": "Social Care Org", "Location Latest Overall Rating": "Good",
    "Publication Date": "05/03/2024", "Inherited Rating (Y/N)": "N", "Location Local Authority": "Leeds",
    "Location Street Address": "1 Quay Street", "Location City": "Leeds", "Location Postal Code": "LS1 4AB",
    "Location UPRN ID": "10000000001", "Location Latitude": 53.8, "Location Longitude": -1.55, "Brand Name": "-",
    "Provider Companies House Number": "1234567", "Provider Charity Number": "1089893", "Provider ID": "1-101000001",
    "Provider Name": "Harbour Trust", "Provider Type/Sector": "Social Care Org",
    "Provider Ownership Type": "Organisation", "Provider Telephone Number": "02079460001",
    "Provider Web Address": "www.harbourtrust.example", "Provider Local Authority": "Bradford",
    "Provider Nominated Individual Name": "Quill, Zebedee",
    "Regulated activity - Accommodation for persons who require nursing or personal care": "Y",
    "Service type - Care home service without nursing": "Y", "Service user band - Dementia": "Y",
    "Service user band - Older People": "Y",
}  # fmt: skip
HARBOUR_AT_HOME: dict[str, object] = {
    **HARBOUR_HOUSE, "Location ID": "1-1000002", "Location Name": "Harbour at Home", "Care homes beds": "",
    "Location Latest Overall Rating": "No published rating", "Publication Date": "", "Dormant (Y/N)": "Y",
    "Service type - Care home service without nursing": "", "Service type - Domiciliary care service": "Y",
    "Service user band - Dementia": "", "Service user band - Whole Population": "Y",
}  # fmt: skip
TRUST: dict[str, object] = {
    "Location ID": "RXX01", "Location HSCA start date": "01/04/2010", "Dormant (Y/N)": "N",
    "Location Name": "Northmere General Hospital", "Location ODS Code": "RXX01",
    "Location Type/Sector": "NHS Healthcare Organisation", "Location Latest Overall Rating": "Requires improvement",
    "Publication Date": "2023-11-02", "Location Local Authority": "Leeds", "Location Postal Code": "LS2 7UE",
    "Provider ID": "RXX", "Provider Name": "Northmere Hospitals NHS Trust",
    "Provider Type/Sector": "NHS Healthcare Organisation", "Provider Ownership Type": "NHS Body",
    "Service type - Acute services with overnight beds": "Y", "Service user band - Whole Population": "Y",
}  # fmt: skip
README = (
    ("CQC care directory with filters",),
    ("Source: CQC database as at 1 October 2026",),
    ("Filter for 'Y' to find a service.",),
)
DUAL = (
    ("Location ID", "Location Name", "Location HSCA Start Date", "Provider ID", "Linked Organisation ID"),
    ("1-1000001", "Harbour House", "01/10/2010", "1-101000001", "1-1000009"),
)


def sheets(*locations: Mapping[str, object], header: Sequence[str] = HEADER) -> list[Sheet]:
    """Give the sheets of a workbook: notes, columns, the locations, and the locations that are registered twice."""
    return [
        ("README", README),
        ("Metadata", [("Column", "Meaning"), ("Location ID", "The id of the location")]),
        ("HSCA_Active_Locations", [header, *(row_of(header, location) for location in locations)]),
        ("Dual_Registration_Locations", DUAL),
    ]


def workbook(folder: Path, *locations: Mapping[str, object], name: str = NAME) -> Path:
    """Write the workbook as it is published."""
    return write_ods(folder / name, sheets(*locations))
