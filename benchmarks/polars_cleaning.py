"""The cleaning of a spend file as a good Polars user writes it: expressions over whole columns, distinct texts once.

The rules are those of `benchmarks.pandas_cleaning`, which says what they leave out.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from benchmarks.pandas_cleaning import FIELDS, KEY, MAY_HOLD_CONTACT, SEPARATOR, status_of, without_contacts


@dataclass(frozen=True)
class Cleaned:
    """Payments, bodies named in them, and rows set aside with the reason."""

    flows: pl.DataFrame
    bodies: pl.DataFrame
    set_aside: pl.DataFrame


def _read(path: Path) -> pl.DataFrame:
    """Every filled row as trimmed text with its line; a blank cell is missing."""
    frame = pl.read_csv(path, infer_schema=False, encoding="utf8", row_index_name="line", row_index_offset=2)
    frame = frame.rename({name: FIELDS.get(name.strip("\ufeff ").lower(), name) for name in frame.columns})
    texts = [pl.col(name).str.strip_chars() for name in FIELDS.values()]
    frame = frame.with_columns(texts)
    frame = frame.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)) for name in FIELDS.values())
    return frame.filter(~pl.all_horizontal(pl.col(list(FIELDS.values())).is_null()))


def _pence(amount: pl.Expr) -> pl.Expr:
    plain = amount.str.replace_all(r"[£,\s]|GBP", "")
    negative = plain.str.starts_with("-") | plain.str.ends_with("-") | plain.str.contains(r"^\(.*\)$")
    digits = plain.str.strip_chars("()-+")
    digits = pl.when(digits.str.contains(r"^(?:\d+(?:\.\d{0,2})?|\.\d{1,2})$")).then(digits)
    pence = (digits.cast(pl.Float64, strict=False) * 100).round(0).cast(pl.Int64)
    return pl.when(negative).then(-pence).otherwise(pence)


def _day(written: pl.Expr) -> pl.Expr:
    formats = ("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%y")
    return pl.coalesce(written.str.to_date(pattern, strict=False) for pattern in formats)


def _financial_year(day: pl.Expr) -> pl.Expr:
    first = day.dt.year() - (day.dt.month() < 4).cast(pl.Int32)
    return pl.format("{}-{}", first, ((first + 1) % 100).cast(pl.String).str.zfill(2))


def _mapped(frame: pl.DataFrame, name: str, made: dict[str, str], into: str) -> pl.DataFrame:
    column = pl.col(name).replace_strict(list(made), list(made.values()), default=None, return_dtype=pl.String)
    return frame.with_columns(column.alias(into))


def _scrubbed(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    distinct = frame.get_column(name).drop_nulls().unique()
    suspects = distinct.filter(distinct.str.contains(MAY_HOLD_CONTACT)).to_list()
    cleaned = {text: without_contacts(text) for text in suspects}
    if not cleaned:
        return frame
    return frame.with_columns(pl.col(name).replace(list(cleaned), list(cleaned.values())))


def _id(kind: str, publisher: str, key: str) -> str:
    return "r-" + hashlib.sha256(f"{publisher.lower()}{SEPARATOR}{kind}{SEPARATOR}{key}".encode()).hexdigest()[:16]


def _folded(name: str) -> str:
    return " ".join(name.split()).lower()


def _typed(frame: pl.DataFrame, publisher: str) -> pl.DataFrame:
    frame = frame.with_columns(_pence(pl.col("amount")).alias("amount_pence"), _day(pl.col("date")).alias("day"))
    frame = frame.with_columns(_financial_year(pl.col("day")).alias("financial_year"))
    names = frame.get_column("payee").drop_nulls().unique().to_list()
    status = {name: status_of(name) for name in names}
    frame = _mapped(frame, "payee", status, "payee_status").with_columns(pl.col("payee_status").fill_null("blank"))
    known = {name: _id("organisation", publisher, _folded(name)) for name in names if status[name] == "known"}
    frame = _mapped(frame, "payee", known, "payee_record")
    individual = pl.col("payee_status") == "individual"
    capital = pl.col("capital").str.to_lowercase().str.slice(0, 3)
    frame = frame.with_columns(
        pl.col("day").dt.strftime("%Y-%m-%d"),
        pl.when(individual).then(pl.lit("an individual")).otherwise(pl.col("payee")).alias("payee"),
        capital.replace_strict({"rev": "false", "cap": "true"}, default="unknown", return_dtype=pl.String).alias(
            "capital"
        ),
    )
    return _scrubbed(_scrubbed(frame, "unit"), "purpose")


def _split(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Payments, and rows set aside with the reason; rows and pence of both must add up to those of the file."""
    last = frame.row(-1, named=True)
    total = frame.get_column("amount_pence")[:-1].sum()
    is_total = last["date"] is None and last["payee"] is None and last["amount_pence"] == total
    position = pl.int_range(pl.len())
    reason = (
        pl.when(pl.lit(is_total) & (position == pl.len() - 1)).then(pl.lit("grand total row"))
        .when(pl.col("amount").is_null()).then(pl.lit("no amount"))
        .when(pl.col("amount_pence").is_null()).then(pl.lit("amount cannot be read"))
    )  # fmt: skip
    frame = frame.with_columns(reason.alias("reason"))
    flows = frame.filter(pl.col("reason").is_null())
    aside = frame.filter(pl.col("reason").is_not_null()).select("line", "reason", "amount_pence")
    if frame.get_column("amount_pence").sum() != flows["amount_pence"].sum() + aside["amount_pence"].sum():
        raise ValueError("the sums of the file disagree")
    return flows, aside


def _with_ids(flows: pl.DataFrame, publisher: str) -> pl.DataFrame:
    parts = [pl.col("payer").fill_null(publisher), pl.col("payee"), pl.col("amount_pence").cast(pl.String)]
    parts += [pl.coalesce("day", "date"), *map(pl.col, KEY)]
    flows = flows.with_columns(pl.concat_str([part.fill_null("") for part in parts], separator=SEPARATOR).alias("key"))
    occurrence = (pl.int_range(pl.len()).over("key") + 1).cast(pl.String)
    keys = flows.select(pl.concat_str("key", occurrence, separator=SEPARATOR)).to_series().to_list()
    ids = pl.Series("record_id", [_id("flow", publisher, key) for key in keys], dtype=pl.String)
    return flows.with_columns(ids).drop("key", "reason")


def clean(path: Path) -> Cleaned:
    """Read and clean a spend file; see `benchmarks.pandas_cleaning.clean` for the columns of the answer."""
    frame = _read(path)
    publisher = str(frame.get_column("payer").drop_nulls().mode()[0])
    flows, aside = _split(_typed(frame, publisher))
    flows = _with_ids(flows, publisher).drop("date", "amount").rename({"day": "date"})
    named = flows.filter(pl.col("payee_status") == "known").select(record_id="payee_record", name="payee")
    own = pl.DataFrame({"record_id": [_id("organisation", publisher, _folded(publisher))], "name": [publisher]})
    bodies = pl.concat([own, named]).unique("record_id", keep="first", maintain_order=True)
    return Cleaned(flows, bodies, aside)
