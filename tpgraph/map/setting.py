"""What people say of the place: its name and code, the financial years, the bodies we count."""

from collections.abc import Sequence

from tpgraph.errors import IdentifierError, MoneyError
from tpgraph.identifiers import is_gss
from tpgraph.money import parse_financial_year
from tpgraph.stores.store import Store
from tpgraph.tables import from_rows


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
    """Write the setting; what is empty keeps what was said before.

    Raises
    ------
    IdentifierError
        If the code is not a GSS code.
    MoneyError
        If a year is not a financial year.
    """
    check_setting(gss, years)
    rows: dict[str, object] = {row["key"]: row["value"] for row in store.read("judgement.setting").to_pylist()}
    said = {"place_name": name, "place_gss": gss.upper(), "financial_years": ";".join(_years(years))}
    rows.update({key: value for key, value in said.items() if value})
    listed = [{"key": key, "value": value} for key, value in rows.items()]
    store.write_judgement("judgement.setting", from_rows(listed, "judgement.setting"), replace=True)
    if bodies:
        table = from_rows([{"body": body.strip()} for body in bodies if body.strip()], "judgement.perimeter")
        store.write_judgement("judgement.perimeter", table, replace=True)
