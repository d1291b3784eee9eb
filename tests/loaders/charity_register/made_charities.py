"""The Charity Commission's extract in a few made-up rows, under the keys of its data definition (2021 to 2025)."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

CHARITY = (
    "date_of_extract", "organisation_number", "registered_charity_number", "linked_charity_number", "charity_name",
    "charity_type", "charity_registration_status", "date_of_registration", "date_of_removal",
    "charity_reporting_status", "latest_acc_fin_period_start_date", "latest_acc_fin_period_end_date", "latest_income",
    "latest_expenditure", "charity_contact_address1", "charity_contact_address2", "charity_contact_address3",
    "charity_contact_address4", "charity_contact_address5", "charity_contact_postcode", "charity_contact_phone",
    "charity_contact_email", "charity_contact_web", "charity_company_registration_number", "charity_insolvent",
    "charity_in_administration", "charity_previously_excepted", "charity_is_cdf_or_cif", "charity_is_cio",
    "cio_is_dissolved", "date_cio_dissolution_notice", "charity_activities", "charity_gift_aid", "charity_has_land",
)  # fmt: skip
_DAY = "2025-01-06T00:00:00"

HARBOUR: dict[str, object] = {
    "date_of_extract": _DAY, "organisation_number": 1089893, "registered_charity_number": 1089893,
    "linked_charity_number": 0, "charity_name": "HARBOUR TRUST", "charity_type": "Charitable company",
    "charity_registration_status": "Registered", "date_of_registration": "2001-12-19T00:00:00",
    "latest_acc_fin_period_end_date": "2024-03-31T00:00:00", "latest_income": 250000.00, "latest_expenditure": 240000,
    "charity_contact_address1": "1 Quill Cottage", "charity_contact_postcode": "LS1 4AB",
    "charity_contact_phone": "02079460000", "charity_contact_email": "zebedee.quill@harbourtrust.example",
    "charity_contact_web": "www.harbourtrust.example", "charity_company_registration_number": "01234567",
    "charity_insolvent": False, "charity_in_administration": False,
    "charity_activities": "Advice for families. Ring 020 7946 0000 },{ or write.",
}  # fmt: skip
LINKED = {**HARBOUR, "organisation_number": 5000001, "linked_charity_number": 1, "charity_name": "HARBOUR FUND"}
REMOVED = {
    **HARBOUR, "organisation_number": 200001, "registered_charity_number": 200001, "charity_name": "OLD FUND",
    "charity_registration_status": "Removed", "date_of_removal": "1999-01-01T00:00:00",
}  # fmt: skip
FERRY: dict[str, object] = {
    **HARBOUR, "organisation_number": 200002, "registered_charity_number": 200002, "charity_name": "FERRY CLUB",
    "charity_type": "Trust", "latest_income": None, "charity_company_registration_number": None,
    "charity_contact_web": None, "charity_activities": None,
}  # fmt: skip


def area(number: int, name: str, kind: str = "Local Authority") -> dict[str, object]:
    """One row of charity_area_of_operation."""
    return {
        "date_of_extract": _DAY, "organisation_number": number, "registered_charity_number": number,
        "linked_charity_number": 0, "geographic_area_type": kind, "geographic_area_description": name,
        "parent_geographic_area_type": "Region", "parent_geographic_area_description": "Throughout England",
        "welsh_ind": False,
    }  # fmt: skip


def classed(number: int, kind: str, text: str) -> dict[str, object]:
    """One row of charity_classification."""
    return {
        "date_of_extract": _DAY, "organisation_number": number, "registered_charity_number": number,
        "linked_charity_number": 0, "classification_code": 101, "classification_type": kind,
        "classification_description": text,
    }  # fmt: skip


def other_name(number: int, name_id: int, name: str, kind: str = "Working Name") -> dict[str, object]:
    """One row of charity_other_names."""
    return {
        "date_of_extract": _DAY, "organisation_number": number, "registered_charity_number": number,
        "linked_charity_number": 0, "charity_name_id": name_id, "charity_name_type": kind, "charity_name": name,
    }  # fmt: skip


def trustee(number: int, name: str) -> dict[str, object]:
    """One row of charity_trustee."""
    return {
        "date_of_extract": _DAY, "organisation_number": number, "registered_charity_number": number,
        "linked_charity_number": 0, "trustee_id": 7, "trustee_name": name, "trustee_is_chair": True,
        "individual_or_organisation": "P", "trustee_date_of_appointment": _DAY,
    }  # fmt: skip


def as_json(folder: Path, **tables: Sequence[Mapping[str, object]]) -> Path:
    """Write tables as the Commission does: a list on one line, after a byte order mark."""
    folder.mkdir(exist_ok=True)
    for name, listed in tables.items():
        text = json.dumps(list(listed), separators=(",", ":"))
        (folder / f"publicextract.{name}.json").write_bytes(text.encode("utf-8-sig"))
    return folder


def as_text(folder: Path, **tables: Sequence[Mapping[str, object]]) -> Path:
    """Write tables with tabs between the cells."""
    folder.mkdir(exist_ok=True)
    for name, listed in tables.items():
        headings = list(dict.fromkeys(key for row in listed for key in row))
        lines = [headings, *([_cell(row.get(heading)) for heading in headings] for row in listed)]
        text = "\n".join("\t".join(cells) for cells in lines) + "\n"
        (folder / f"publicextract.{name}.txt").write_text(text, encoding="utf-8")
    return folder


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def place(folder: Path, name: str, gss: str = "") -> Path:
    """Write the place.toml beside the extract."""
    folder.mkdir(exist_ok=True)
    (folder / "place.toml").write_text(f'name = "{name}"\ngss = "{gss}"\n', encoding="utf-8")
    return folder
