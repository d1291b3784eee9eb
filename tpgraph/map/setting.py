"""What people say of the place: its name and code, the financial years, the bodies we count."""

from collections.abc import Sequence

from tpgraph.errors import IdentifierError, MoneyError
from tpgraph.identifiers import is_gss
from tpgraph.map.events import Change, Row, perform
from tpgraph.money import parse_financial_year
from tpgraph.stores.store import Store

_SETTING = "judgement.setting"
_PERIMETER = "judgement.perimeter"

SETTINGS = {"place_name": "place", "place_gss": "GSS code", "financial_years": "financial years"}
"""What each key of a setting is called."""


def _years(years: Sequence[str]) -> list[str]:
    found = []
    for text in years:
        year = parse_financial_year(text)
        if year is None:
            raise MoneyError(f"'{text}' is not a financial year; expected April to March, such as 2009-10")
        found.append(year)
    return found


def check_setting(gss: str, years: Sequence[str]) -> None:
    """Refuse a code or a year that is none.

    Raises
    ------
    IdentifierError
        If the code is not a GSS code.
    MoneyError
        If a year is not a financial year.
    """
    if gss and not is_gss(gss.upper()):
        raise IdentifierError(f"'{gss}' is not a GSS code; expected a letter and eight digits, such as E08000003")
    _years(years)


def write_setting(store: Store, name: str, gss: str, years: Sequence[str], bodies: Sequence[str]) -> None:
    """Write the setting in one piece; what is empty keeps what was said before, and what changes nothing is no event.

    Raises
    ------
    IdentifierError
        If the code is not a GSS code.
    MoneyError
        If a year is not a financial year.
    """
    check_setting(gss, years)
    before = store.read_tables([_SETTING, _PERIMETER])
    held = {row["key"]: row for row in before[_SETTING].to_pylist()}
    said = {"place_name": name, "place_gss": gss.upper(), "financial_years": ";".join(_years(years))}
    said = {key: value for key, value in said.items() if value and (key not in held or held[key]["value"] != value)}
    gone: dict[str, list[Row]] = {_SETTING: [held[key] for key in said if key in held]}
    new: dict[str, list[Row]] = {_SETTING: [{"key": key, "value": value} for key, value in said.items()]}
    counted = sorted({body.strip() for body in bodies if body.strip()})
    if counted and counted != sorted({str(row["body"]) for row in before[_PERIMETER].to_pylist()}):
        gone[_PERIMETER] = before[_PERIMETER].to_pylist()
        new[_PERIMETER] = [{"body": body} for body in counted]
    words = [f"{SETTINGS[key]}: {value}" for key, value in said.items()]
    words += [f"bodies we count: {', '.join(counted)}"] if _PERIMETER in new else []
    if words:
        gone, new = ({table: rows for table, rows in side.items() if rows} for side in (gone, new))
        perform(store, "init", "", f"said of the place: {'; '.join(words)}", Change(gone=gone, new=new))
