"""Get Information about Schools in a few made-up rows, under the headings of February 2021 (as in 2025)."""

from collections.abc import Mapping
from pathlib import Path

from tests.loaders.made_registers import row_of, write_csv

HEADER = (
    "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (code)",
    "TypeOfEstablishment (name)", "EstablishmentTypeGroup (code)", "EstablishmentTypeGroup (name)",
    "EstablishmentStatus (code)", "EstablishmentStatus (name)", "ReasonEstablishmentOpened (code)",
    "ReasonEstablishmentOpened (name)", "OpenDate", "ReasonEstablishmentClosed (code)",
    "ReasonEstablishmentClosed (name)", "CloseDate", "PhaseOfEducation (code)", "PhaseOfEducation (name)",
    "StatutoryLowAge", "StatutoryHighAge", "Boarders (code)", "Boarders (name)", "NurseryProvision (name)",
    "OfficialSixthForm (code)", "OfficialSixthForm (name)", "Gender (code)", "Gender (name)",
    "ReligiousCharacter (code)", "ReligiousCharacter (name)", "ReligiousEthos (name)", "Diocese (code)",
    "Diocese (name)", "AdmissionsPolicy (code)", "AdmissionsPolicy (name)", "SchoolCapacity",
    "SpecialClasses (code)", "SpecialClasses (name)", "CensusDate", "NumberOfPupils", "NumberOfBoys",
    "NumberOfGirls", "PercentageFSM", "TrustSchoolFlag (code)", "TrustSchoolFlag (name)", "Trusts (code)",
    "Trusts (name)", "SchoolSponsorFlag (name)", "SchoolSponsors (name)", "FederationFlag (name)",
    "Federations (code)", "Federations (name)", "UKPRN", "FEHEIdentifier", "FurtherEducationType (name)",
    "OfstedLastInsp", "OfstedSpecialMeasures (code)", "OfstedSpecialMeasures (name)", "LastChangedDate", "Street",
    "Locality", "Address3", "Town", "County (name)", "Postcode", "SchoolWebsite", "TelephoneNum",
    "HeadTitle (name)", "HeadFirstName", "HeadLastName", "HeadPreferredJobTitle", "BSOInspectorateName (name)",
    "InspectorateReport", "DateOfLastInspectionVisit", "NextInspectionVisit", "TeenMoth (name)", "TeenMothPlaces",
    "CCF (name)", "SENPRU (name)", "EBD (name)", "PlacesPRU", "FTProv (name)", "EdByOther (name)",
    "Section41Approved (name)", *(f"SEN{number} (name)" for number in range(1, 14)),
    "TypeOfResourcedProvision (name)", "ResourcedProvisionOnRoll", "ResourcedProvisionCapacity", "SenUnitOnRoll",
    "SenUnitCapacity", "GOR (code)", "GOR (name)", "DistrictAdministrative (code)", "DistrictAdministrative (name)",
    "AdministrativeWard (code)", "AdministrativeWard (name)", "ParliamentaryConstituency (code)",
    "ParliamentaryConstituency (name)", "UrbanRural (code)", "UrbanRural (name)", "GSSLACode (name)", "Easting",
    "Northing", "CensusAreaStatisticWard (name)", "MSOA (name)", "LSOA (name)", "InspectorateName (name)", "SENStat",
    "SENNoStat", "BoardingEstablishment (name)", "PropsName", "PreviousLA (code)", "PreviousLA (name)",
    "PreviousEstablishmentNumber", "OfstedRating (name)", "RSCRegion (name)", "Country (name)", "UPRN", "SiteName",
    "QABName (code)", "QABName (name)", "EstablishmentAccredited (code)", "EstablishmentAccredited (name)",
    "QABReport", "CHNumber", "MSOA (code)", "LSOA (code)",
)  # fmt: skip
LINKS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")

PRIMARY: dict[str, object] = {
    "URN": "100901", "LA (name)": "Leeds", "EstablishmentName": "Quay Street Primary School",
    "TypeOfEstablishment (name)": "Academy converter", "EstablishmentStatus (name)": "Open", "OpenDate": "01-09-2012",
    "PhaseOfEducation (name)": "Primary", "StatutoryLowAge": "3", "StatutoryHighAge": "11", "SchoolCapacity": "420",
    "CensusDate": "16-01-2020", "NumberOfPupils": "398", "Trusts (code)": "2999",
    "Trusts (name)": "Northmere Learning Trust", "SchoolSponsors (name)": "Zebedee Quill", "UKPRN": "10099901",
    "Street": "2 Quay Street", "Town": "Leeds", "County (name)": "West Yorkshire", "Postcode": "LS1 4AC",
    "SchoolWebsite": "www.quaystreet.example", "TelephoneNum": "02079460000", "HeadTitle (name)": "Mrs",
    "HeadFirstName": "Zebedee", "HeadLastName": "Quill", "HeadPreferredJobTitle": "Headteacher",
    "DistrictAdministrative (code)": "E08000035", "DistrictAdministrative (name)": "Leeds",
    "GSSLACode (name)": "E08000035", "Easting": "651410", "Northing": "313177", "PropsName": "Zebedee Quill",
}  # fmt: skip
OLD_PRIMARY: dict[str, object] = {
    **PRIMARY, "URN": "100900", "EstablishmentName": "Quay Street Junior School", "Trusts (code)": "",
    "Trusts (name)": "", "TypeOfEstablishment (name)": "Community school", "EstablishmentStatus (name)": "Closed",
    "OpenDate": "", "CloseDate": "31-08-2012",
}  # fmt: skip
GONE: dict[str, object] = {**OLD_PRIMARY, "URN": "100800", "EstablishmentName": "Hill Top School"}


def schools(folder: Path, *rows: Mapping[str, object], name: str = "edubasealldata20250109.csv") -> Path:
    """Write the list as it is published: cp1252, a quote round every cell."""
    folder.mkdir(exist_ok=True)
    return write_csv(folder / name, [HEADER, *(row_of(HEADER, row) for row in rows)], "cp1252")


def links(folder: Path, *rows: tuple[str, str, str, str, str], name: str = "links_edubasealldata20250109.csv") -> Path:
    """Write the links beside the list."""
    folder.mkdir(exist_ok=True)
    return write_csv(folder / name, [LINKS, *rows], "cp1252")
