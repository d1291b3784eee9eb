"""The money of a map: one basis and one financial year, because two of either are never added."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.money import months_in_words, pounds
from tpgraph.tables import Tables, empty


@dataclass
class BodyMoney:
    """Itemised money of one body in the chosen set, in pence, with the themes it was listed under.

    `paid_between` names the months of its payments; empty where none is dated.
    """

    paid_pence: int | None = None
    received_pence: int | None = None
    paid_between: str = ""
    themes: dict[str, int] = field(default_factory=dict)
    facts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def larger_pence(self) -> int | None:
        """Paid or received, whichever is more: what the map sizes a body by."""
        known = [amount for amount in (self.paid_pence, self.received_pence) if amount is not None]
        return max(known, key=abs, default=None)


@dataclass
class MapMoney:
    """The chosen set of money and what follows from it."""

    financial_year: str
    basis: str
    bodies: dict[str, BodyMoney]
    theme_pence: dict[str, int]
    other_sets: tuple[str, ...]


def table_of(tables: Tables, name: str) -> pa.Table:
    """Give a graph table, without rows where the graph has none of that name."""
    found = tables.get(name)
    return empty(f"graph.{name}") if found is None else found


def pairs_of(tables: Tables, relationship: str) -> list[tuple[str, str]]:
    """Give the ends of every relationship of one table, such as ``rel_meets``, in its order."""
    rows = table_of(tables, relationship).select(["source_id", "target_id"]).to_pylist()
    return [(str(row["source_id"]), str(row["target_id"])) for row in rows]


def map_money(tables: Tables, financial_year: str | None = None, basis: str | None = None) -> MapMoney:
    """Choose the money that a map draws, and sum it by body and theme.

    Parameters
    ----------
    tables : mapping of str to Table
        Graph tables: setting, funding_flow, rel_pays, rel_to.
    financial_year, basis : str, optional
        Where not given: of the years the place looks at, if any hold money, the set with the largest sum.

    Returns
    -------
    MapMoney
        Sums in pence. Flows whose year is not known form a set of their own with the year ``""``.
    """
    itemised = _itemised_flows(tables)
    sets = _sums(itemised, ["financial_year", "basis"])
    year, kind = _choose(sets, _settings(tables, "financial_year"), financial_year, basis)
    chosen = itemised.filter(_is("financial_year", year) & _is("basis", kind))
    bodies: dict[str, BodyMoney] = defaultdict(BodyMoney)
    for (body,), amount in _sums(chosen, ["payer"]).items():
        bodies[body].paid_pence = amount
    for (body,), amount in _sums(chosen, ["payee"]).items():
        bodies[body].received_pence = amount
    for end in ("payer", "payee"):
        for (body, theme), amount in _sums(chosen, [end, "theme"]).items():
            bodies[body].themes[theme] = bodies[body].themes.get(theme, 0) + abs(amount)
        _add_facts(bodies, itemised, end)
    others = tuple(money_set_in_words(*other) for other in sorted(sets) if other != (year, kind))
    theme_pence = {key[0]: total for key, total in _sums(chosen, ["theme"]).items()}
    for row in chosen.group_by(["payer"]).aggregate([("date", "distinct")]).to_pylist():
        bodies[row["payer"] or ""].paid_between = _months(row["date_distinct"])
    bodies.pop("", None)
    return MapMoney(year, kind, dict(bodies), theme_pence, others)


def _months(dates: Iterable[str | None]) -> str:
    """Name the months of ISO dates.

    >>> _months(["2022-05-03", "2022-05-31"]), _months(["2022-07-03", "2022-09-30", None]), _months([None])
    ('May 2022 only', 'July 2022 and September 2022 only', '')
    """
    months = {date[:7] for date in dates if date}
    words = months_in_words(months)
    return f"{words} only" if 0 < len(months) < 12 else words


def money_set_in_words(financial_year: str, basis: str) -> str:
    """Name one set of money.

    >>> money_set_in_words("2009-10", "payment"), money_set_in_words("", "award")
    ('payments in 2009-10', 'awards of unknown year')
    """
    what = {"receipt": "receipts", "outturn": "outturn"}.get(basis, f"{basis}s") if basis else "money"
    return f"{what} in {financial_year}" if financial_year else f"{what} of unknown year"


def _itemised_flows(tables: Tables) -> pa.Table:
    """One row a flow: amount_pence, financial_year, basis, theme, date, payer, payee."""
    wanted = ["id", "amount_pence", "financial_year", "basis", "theme", "date"]
    itemised = pc.field("detail").is_null() | (pc.field("detail") != "count")
    flows = table_of(tables, "funding_flow").filter(itemised).select(wanted)
    payers = table_of(tables, "rel_pays").select(["target_id", "source_id"]).rename_columns(["id", "payer"])
    payees = table_of(tables, "rel_to").select(["source_id", "target_id"]).rename_columns(["id", "payee"])
    return flows.join(payers, "id", join_type="left outer").join(payees, "id", join_type="left outer")


def _is(column: str, value: str) -> pc.Expression:
    """Rows whose column has the value; a missing text counts as the empty one."""
    same = pc.field(column) == value
    return same if value else same | pc.field(column).is_null()


def _sums(flows: pa.Table, keys: list[str]) -> dict[tuple[str, ...], int]:
    """Pence by the values of the key columns; missing texts count as empty."""
    sums: dict[tuple[str, ...], int] = {}
    for row in flows.group_by(keys).aggregate([("amount_pence", "sum")]).to_pylist():
        key = tuple(row[name] or "" for name in keys)
        sums[key] = sums.get(key, 0) + (row["amount_pence_sum"] or 0)
    return sums


def _settings(tables: Tables, key: str) -> list[str]:
    settings = table_of(tables, "setting")
    return [row["value"] for row in settings.to_pylist() if row["key"] == key and row["value"]]


def _choose(
    sets: dict[tuple[str, ...], int], years: list[str], financial_year: str | None, basis: str | None
) -> tuple[str, str]:
    """The set asked for, else the largest of the years looked at, else the largest of a known year, else any."""
    fitting = [(year, kind) for year, kind in sets if financial_year in (None, year) and basis in (None, kind)]
    if not fitting:
        return financial_year or "", basis or ""
    return max(fitting, key=lambda key: (key[0] in years, key[0] != "", abs(sets[key]), key))


def _add_facts(bodies: dict[str, BodyMoney], flows: pa.Table, end: str) -> None:
    """Say every set of money that a body pays or receives, each on its own line with the days it covers."""
    verb = "Pays" if end == "payer" else "Receives"
    keys = [end, "financial_year", "basis"]
    summed = flows.group_by(keys).aggregate([("amount_pence", "sum"), ("date", "min"), ("date", "max")])
    for row in summed.sort_by([(key, "ascending") for key in keys]).to_pylist():
        heading = f"{verb}: {money_set_in_words(row['financial_year'] or '', row['basis'] or '')}"
        first, last = row["date_min"], row["date_max"]
        days = "" if first is None else f" (dated {first})" if first == last else f" (dated {first} to {last})"
        bodies[row[end] or ""].facts.append((heading, pounds(row["amount_pence_sum"] or 0) + days))
