"""Payees of the template who are persons: by their own text, or by the row of the organisations sheet it points at."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.loader import Landed, SetAside
from tpgraph.loading.persons import without_persons
from tpgraph.model import model
from tpgraph.names import fold, is_individual
from tpgraph_loaders.template.sheets import distinct_texts, references

_NOT_CLEANED = frozenset({"id", "payer", "payee", "amount_pence", "date", "financial_year", "basis"})


def persons_paid(landed: Landed) -> dict[str, str]:
    """Give the payees that mean a person's row of the organisations sheet, by its id or name, and the person's name."""
    by_text = {text: name for _, texts, name in _person_rows(landed) for text in texts}
    payees = distinct_texts(landed, "flow", "payee")
    found = {payee: by_text.get(payee) or by_text.get(fold(payee)) for payee in payees}
    return {payee: name for payee, name in found.items() if name}


def keep_no_person(landed: Landed) -> None:
    """Take persons who are paid out of the other cells of their rows and out of the organisations; changed in place.

    A person's row stays where another column than the payees points at it: it is a body that offers something.
    """
    paid = persons_paid(landed)
    payees = landed.tables["_payee"]
    individuals = payees.filter(pc.equal(payees.column("status"), "individual")).column("payee").to_pylist()
    kind = model().records["flow"]
    columns = [column.name for column in kind.columns if column.name not in _NOT_CLEANED]
    persons = {payee: paid.get(payee, payee) for payee in individuals}
    landed.tables["flow"] = without_persons(landed.tables["flow"], "payee", persons, [*columns, "extra"])
    _set_aside(landed, set(paid) | {fold(payee) for payee in paid})


def _person_rows(landed: Landed) -> Iterable[tuple[int, set[str], str]]:
    """Give the rows of the organisations sheet that read as a person: their place, by what they are named, the name."""
    rows = landed.tables["organisation"].select(["id", "name"]).to_pylist()
    for place, row in enumerate(rows):
        name = row["name"]
        if name and is_individual(name):
            yield place, {text for text in (row["id"], fold(name)) if text}, name


def _named_elsewhere(landed: Landed) -> set[str]:
    found: set[str] = set()
    for kind in model().records.values():
        for column in references(kind):
            if (kind.name, column) != ("flow", "payee"):
                found.update(distinct_texts(landed, kind.name, column))
    return found | {fold(text) for text in found}


def _set_aside(landed: Landed, paid: set[str]) -> None:
    elsewhere = _named_elsewhere(landed)
    gone = [place for place, texts, _ in _person_rows(landed) if texts & paid and not texts & elsewhere]
    table = landed.tables["organisation"]
    for row in table.take(pa.array(gone, pa.int64())).select(["sheet", "line"]).to_pylist():
        landed.set_aside.append(SetAside(row["sheet"], row["line"], "a person, not kept"))
    keep = pc.invert(pc.is_in(pa.array(range(table.num_rows), pa.int64()), pa.array(gone, pa.int64())))
    landed.tables["organisation"] = table.filter(keep)
