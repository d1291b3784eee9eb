"""Small tables beside the landed ones: what the SQL must know of names and identifiers, asked once a text."""

from collections.abc import Iterable, Sequence

import pyarrow as pa

from tpgraph.identifiers import is_gss, normalise_org_id, register_of
from tpgraph.loading.contacts import REMOVED, clean_column
from tpgraph.loading.loader import Landed, Problem
from tpgraph.model import model
from tpgraph.names import is_individual, is_redacted
from tpgraph.reference import public_body_by_gss
from tpgraph_loaders.template.persons import keep_no_person, persons_paid
from tpgraph_loaders.template.sheets import distinct_texts, references

_HEADING_TEXTS = ("kind", "sheet", "field", "heading")


def add_lookups(landed: Landed, headings: Sequence[dict[str, object]]) -> None:
    """Take contacts out of the references and add the tables `_heading`, `_payee` and `_identifier`.

    Parameters
    ----------
    landed : Landed
        One table a record kind; changed in place.
    headings : rows of kind, sheet, field, heading (as the file writes it) and whether it says that the column holds ids
    """
    _clean_references(landed)
    landed.tables["_heading"] = _heading_table(headings)
    landed.tables["_payee"] = _payees(landed)
    keep_no_person(landed)
    landed.tables["_identifier"] = _identifiers(landed)
    landed.problems += _unknown_identifiers(landed)


def _heading_table(headings: Sequence[dict[str, object]]) -> pa.Table:
    columns = {name: pa.array([str(row[name]) for row in headings], pa.string()) for name in _HEADING_TEXTS}
    return pa.table(columns | {"holds_ids": pa.array([bool(row["holds_ids"]) for row in headings], pa.bool_())})


def _clean_references(landed: Landed) -> None:
    """Take contacts out of names of bodies, services and sites; ids keep their digits, payees what was written."""
    ids = {text for kind in ("organisation", "service", "site") for text in distinct_texts(landed, kind, "id")}
    for kind in model().records.values():
        for column in references(kind):
            replaced = {} if column == "payee" else _contacts_in(distinct_texts(landed, kind.name, column), ids)
            if replaced:
                table = landed.tables[kind.name]
                texts = [replaced.get(str(text), text) for text in table.column(column).to_pylist()]
                landed.tables[kind.name] = table.set_column(
                    table.column_names.index(column), column, pa.array(texts, pa.string())
                )


def _contacts_in(texts: Sequence[str], ids: set[str]) -> dict[str, str | None]:
    """Give what stands in the place of each text that holds a contact; a text that is nothing else names nobody."""
    names = [text for text in texts if not all(part.strip() in ids for part in text.split(";"))]
    cleaned = clean_column(pa.array(names, pa.string())).to_pylist()
    changed = zip(names, cleaned, strict=True)
    return {text: None if plain == REMOVED else plain for text, plain in changed if plain != text}


def _payee_status(payee: str) -> str:
    if is_individual(payee):
        return "individual"
    return "redacted" if is_redacted(payee) else "known"


def _payees(landed: Landed) -> pa.Table:
    ids = set(distinct_texts(landed, "organisation", "id"))
    payees = distinct_texts(landed, "flow", "payee")
    paid = persons_paid(landed)
    statuses = ["individual" if p in paid else "known" if p in ids else _payee_status(p) for p in payees]
    return pa.table({"payee": pa.array(payees, pa.string()), "status": pa.array(statuses, pa.string())})


def organisation_identifier(text: str) -> str | None:
    """Give the identifier of a body that a text is, in its one form; None for names and ids of the file's own.

    >>> [organisation_identifier(text) for text in ("gb-coh-1234567", "NW-LONDON-TRUST", "o1")]
    ['GB-COH-01234567', None, None]
    """
    if is_gss(text):
        body = public_body_by_gss(text)
        return body.identifier if body else None
    normal = normalise_org_id(text)
    # A name in capitals and hyphens looks like an identifier of a register that is not listed; it seldom has a digit.
    return normal if normal and (register_of(normal) or any(map(str.isdigit, normal))) else None


def _identifiers(landed: Landed) -> pa.Table:
    columns = [("organisation", "identifier")]
    columns += [(kind.name, column) for kind in model().records.values() for column in references(kind)]
    texts = sorted({text for kind, column in columns for text in distinct_texts(landed, kind, column)})
    found = [(text, identifier) for text in texts if (identifier := organisation_identifier(text))]
    return pa.table(
        {
            "text": pa.array([text for text, _ in found], pa.string()),
            "identifier": pa.array([identifier for _, identifier in found], pa.string()),
        }
    )


def _unknown_identifiers(landed: Landed) -> Iterable[Problem]:
    known = set(landed.tables["_identifier"].column("text").to_pylist())
    for row in landed.tables["organisation"].select(["sheet", "line", "identifier"]).to_pylist():
        text = row["identifier"]
        if text and text not in known:
            sentence = f"'{text}' names no register that holds such a number"
            mend = "write it with its register, such as GB-COH-01234567 or GB-CHC-1089893"
            yield Problem(row["sheet"], row["line"], "identifier", text, "note", "identifier-unknown", sentence, mend)
