"""The cleaning of a spend file as a good pandas user writes it: whole columns, distinct texts once, nothing of tpgraph.

The rules are those that tpgraph keeps, as far as this one file needs them: its headings are known, its encoding is
UTF-8, its total is the last row. tpgraph has to find all that out.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from phonenumbers import Leniency, PhoneNumberMatcher

FIELDS = {
    "body_name": "payer", "organisational_unit": "unit", "expenditure_category": "purpose",
    "expenditure_code": "account_code", "paid_date": "date", "trans_no": "document", "amount": "amount",
    "type": "capital", "supplier_id": "payee_id", "supplier_name": "payee",
}  # fmt: skip
KEY = ("unit", "purpose", "document", "capital", "payee_id", "account_code")
_REDACTED = re.compile(r"redacted(?: personal)?(?: (?:data|information))?", re.IGNORECASE)
_PERSON = re.compile(r"\W*(?:mr|mrs|ms|miss|dr)(?![\w'\u2019-])", re.IGNORECASE)
_FIRM = re.compile(r"\b(?:ltd|limited|plc|llp|cic|trust)\b", re.IGNORECASE)
MAY_HOLD_CONTACT = r"@|(?:\d\D{0,4}){7}"
_ADDRESS = re.compile(r"[^\s@<>()\[\]{},;:\"|/]+@[^\s@<>()\[\]{},;:\"|/]+\.[^\s@<>()\[\]{},;:\"|/]+")
_REMOVED = "[contact removed]"
SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Cleaned:
    """Payments, bodies named in them, and rows set aside with the reason."""

    flows: pd.DataFrame
    bodies: pd.DataFrame
    set_aside: pd.DataFrame


def _read(path: Path) -> pd.DataFrame:
    """Every filled row as trimmed text with its line; a blank cell is missing."""
    # The engines of pandas were compared: this one takes half the time of the default one.
    frame = pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False, engine="pyarrow")
    frame = frame.rename(columns=lambda heading: FIELDS.get(heading.strip().lower(), heading))
    for name in frame.columns:
        column = frame[name].str.strip()
        frame[name] = column.where(column != "")
    frame["line"] = range(2, len(frame) + 2)
    return frame.dropna(how="all", subset=list(FIELDS.values()))


def _pence(amounts: pd.Series) -> pd.Series:
    """Pounds as people write them -> pence, missing where they are not an amount."""
    plain = amounts.str.replace(r"[£,\s]|GBP", "", regex=True)
    negative = (
        plain.str.startswith("-") | plain.str.endswith("-") | (plain.str.startswith("(") & plain.str.endswith(")"))
    )
    digits = plain.str.strip("()-+")
    digits = digits.where(digits.str.fullmatch(r"\d+(?:\.\d{0,2})?|\.\d{1,2}"))
    # Below 2^53 pence rounding the float of two decimals gives the exact penny.
    pence = (pd.to_numeric(digits) * 100).round().astype("Int64")
    return pence.where(~negative.fillna(False).astype(bool), -pence)


def _dates(written: pd.Series) -> pd.Series:
    """Dates as people write them, day first -> ISO text; each distinct text is read once."""
    distinct = pd.Series(written.dropna().unique(), dtype="str")
    found = pd.to_datetime(distinct, format="%d/%m/%Y", errors="coerce")
    for pattern in ("%Y-%m-%d", "%d-%b-%y"):
        left = found.isna()
        found[left] = pd.to_datetime(distinct[left], format=pattern, errors="coerce")
    return written.map(pd.Series(found.dt.strftime("%Y-%m-%d").array, index=distinct.array))


def _financial_years(dates: pd.Series) -> pd.Series:
    distinct = pd.Series(dates.dropna().unique(), dtype="str")
    years = distinct.str[:4].astype(int) - (distinct.str[5:7] < "04").astype(int)
    texts = years.astype("str") + "-" + ((years + 1) % 100).astype("str").str.zfill(2)
    return dates.map(pd.Series(texts.array, index=distinct.array))


def status_of(name: str) -> str:
    """Tell whether a payee is known, redacted or an individual."""
    if _REDACTED.fullmatch(name):
        return "redacted"
    return "individual" if _PERSON.match(name) and not _FIRM.search(name) else "known"


def without_contacts(text: str) -> str:
    """Take e-mail addresses and telephone numbers out of a text."""
    text = _ADDRESS.sub(_REMOVED, text)
    for region in ("GB", "US"):
        for match in reversed(list(PhoneNumberMatcher(text, region, leniency=Leniency.VALID))):
            text = text[: match.start] + _REMOVED + text[match.end :]
    return text


def _scrubbed(column: pd.Series) -> pd.Series:
    distinct = pd.Series(column.dropna().unique(), dtype="str")
    cleaned = distinct.copy()
    suspects = distinct.str.contains(MAY_HOLD_CONTACT, regex=True)
    cleaned[suspects] = distinct[suspects].map(without_contacts)
    # Not column.replace(dict): that searches the whole column once for every suspect.
    return column.map(pd.Series(cleaned.array, index=distinct.array))


def _capital(kinds: pd.Series) -> pd.Series:
    first = kinds.str.lower().str[:3]
    return first.map({"rev": "false", "cap": "true"}).fillna("unknown")


def _ids(kind: str, publisher: str, keys: pd.Series) -> pd.Series:
    # One publisher, however it is written.
    start = f"{publisher.lower()}{SEPARATOR}{kind}{SEPARATOR}"
    made = ["r-" + hashlib.sha256((start + key).encode()).hexdigest()[:16] for key in keys]
    return pd.Series(made, index=keys.index, dtype="str")


def _folded(names: pd.Series) -> pd.Series:
    return names.str.replace(r"\s+", " ", regex=True).str.strip().str.lower()


def _typed(frame: pd.DataFrame, publisher: str) -> pd.DataFrame:
    """The text columns typed in place."""
    frame["pence"] = _pence(frame["amount"])
    frame["day"] = _dates(frame["date"])
    frame["financial_year"] = _financial_years(frame["day"])
    names = pd.Series(frame["payee"].dropna().unique(), dtype="str")
    status = names.map(status_of)
    frame["payee_status"] = frame["payee"].map(pd.Series(status.array, index=names.array)).fillna("blank")
    known = names[status == "known"]
    bodies = _ids("organisation", publisher, _folded(known))
    frame["payee_record"] = frame["payee"].map(pd.Series(bodies.array, index=known.array))
    frame["payee"] = frame["payee"].mask(frame["payee_status"] == "individual", "an individual")
    frame["unit"], frame["purpose"] = _scrubbed(frame["unit"]), _scrubbed(frame["purpose"])
    frame["capital"] = _capital(frame["capital"])
    return frame


def _is_total(frame: pd.DataFrame) -> bool:
    """Whether the last row has neither date nor payee and is the sum of all above it."""
    last = frame.iloc[-1]
    return bool(last[["date", "payee"]].isna().all() and last["pence"] == frame["pence"].iloc[:-1].sum())


def _split(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Payments, and rows set aside with the reason; rows and pence of both must add up to those of the file."""
    reason = pd.Series(pd.NA, index=frame.index, dtype="str")
    reason[frame["pence"].isna()] = "amount cannot be read"
    reason[frame["amount"].isna()] = "no amount"
    if _is_total(frame):
        reason.iloc[-1] = "grand total row"
    flows, aside = frame[reason.isna()], frame.loc[reason.notna(), ["line", "pence"]].assign(reason=reason.dropna())
    if frame["pence"].sum() != flows["pence"].sum() + aside["pence"].sum() or len(frame) != len(flows) + len(aside):
        raise ValueError("the sums of the file disagree")
    return flows, aside


def _with_ids(flows: pd.DataFrame, publisher: str) -> pd.DataFrame:
    """Add the record id: the whole typed row and its occurrence number, hashed."""
    parts = [flows["payee"], flows["pence"].astype("str"), flows["day"].fillna(flows["date"])]
    parts += [flows[name] for name in KEY]
    key = flows["payer"].fillna(publisher)
    # Adding columns takes half the time of str.cat and no more memory.
    for part in parts:
        key = key + (SEPARATOR + part.fillna(""))
    occurrence = (key.groupby(key, sort=False).cumcount() + 1).astype("str")
    return flows.assign(record_id=_ids("flow", publisher, key + SEPARATOR + occurrence))


def clean(path: Path) -> Cleaned:
    """Read and clean a spend file.

    Returns
    -------
    Cleaned
        `flows` has record_id, line, payee, amount_pence, financial_year, date, capital, payee_status, payee_record and
        the text columns; `bodies` record_id and name, one row a folded name; `set_aside` line, reason and pence.
    """
    frame = _read(path)
    publisher = str(frame["payer"].dropna().value_counts().index[0])
    flows, aside = _split(_typed(frame, publisher))
    flows = _with_ids(flows, publisher)
    flows = flows.drop(columns=["date", "amount"]).rename(columns={"day": "date", "pence": "amount_pence"})
    named = flows.loc[flows["payee_status"] == "known", ["payee_record", "payee"]]
    bodies = named.drop_duplicates("payee_record").rename(columns={"payee_record": "record_id", "payee": "name"})
    own = pd.DataFrame(
        {"record_id": _ids("organisation", publisher, _folded(pd.Series([publisher]))), "name": [publisher]}
    )
    return Cleaned(flows, pd.concat([own, bodies]).drop_duplicates("record_id"), aside)
