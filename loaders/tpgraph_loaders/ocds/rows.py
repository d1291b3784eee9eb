"""Statements of money and bodies as landed rows, with what is worth saying of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from tpgraph.loading.contacts import clean_column
from tpgraph.loading.extra import CLEAN, extra_column
from tpgraph.loading.loader import Problem
from tpgraph.loading.persons import INDIVIDUAL, without_person
from tpgraph.loading.plurals import counted
from tpgraph_loaders.ocds.bodies import Bodies, Body, cast
from tpgraph_loaders.ocds.compiling import Process, Statement
from tpgraph_loaders.ocds.money import CEILING, Deals, Sides, day, says_framework, why_not
from tpgraph_loaders.ocds.shape import Json, field_of, fields, inner, objects

Row = dict[str, object]

NO_OCID = "a release without an ocid: its process is unknown"
NO_BUYER = "no buyer is named"
LONG_ID = "an id of more than 500 characters"
_LONGEST = 500

_COLUMNS = (
    *("sheet", "path", "kind", "ocid", "source_id", "own_id", "record_key", "reason", "amount", "currency"),
    *("date", "ends", "title", "payer", "payer_key", "payee", "payee_key", "payee_status"),
)
_EXTRA = ("process_id", "award_id", "contract_id", "category", "classification", "description", "suppliers")
_BODY_COLUMNS = ("sheet", "key", "party_id", "name", "identifier", "website")
_BODY_EXTRA = ("roles", "other_names")


@dataclass
class Rows:
    """The landed rows of a source, its bodies and its problems."""

    statements: list[Row] = field(default_factory=list)
    bodies: Bodies = field(default_factory=Bodies)
    problems: list[Problem] = field(default_factory=list)

    def take(self, process: Process) -> None:
        """Land every statement of a process."""
        if not process.ocid:
            for statement in process.statements:
                self.statements.append({**_place(statement, process.ocid), "reason": NO_OCID, **_money(statement)})
            return
        compiled = process.compiled
        place = process.statements[0].release if process.statements else None
        sheet, line = (place.sheet, place.line) if place else ("", 0)
        parties = cast(self.bodies, compiled, process.ocid, sheet, line)
        awards = {str(award["id"]): award for award in objects(compiled, "awards")}
        contracts = {str(contract["id"]): contract for contract in objects(compiled, "contracts")}
        deals = Deals(parties, compiled, awards, contracts)
        currency = {
            statement.key: field_of(statement.data, statement.kind, "currency")
            for statement in process.statements
            if not statement.aside
        }
        for statement in process.statements:
            row = {**_place(statement, process.ocid), **_money(statement, currency.get(statement.key))}
            self._say_of_ids(statement)
            self.statements.append(row | self._standing(statement, deals, row))

    def _standing(self, statement: Statement, deals: Deals, row: Row) -> Row:
        """What only a statement that stands has: its sides, dates and words; else why it is set aside."""
        if statement.aside:
            return {"reason": statement.aside}
        tender = inner(deals.compiled, "tender")
        subject = statement.data if statement.kind == "award" else deals.award_of(statement.data)
        is_framework, sounds_like = says_framework(tender, subject)
        reason = why_not(statement, is_framework and statement.kind in ("award", "contract"))
        if not reason and len(str(row["source_id"])) > _LONGEST:
            reason = LONG_ID
        sides = deals.sides(statement)
        if not reason and sides.payer.status != "known":
            reason = NO_BUYER
        self._say(statement, sides, reason, sounds_like and statement.kind in ("award", "contract"))
        return {"reason": reason or None, "latest": True, **_words(statement, deals, sides)}

    def _say(self, statement: Statement, sides: Sides, reason: str, sounds_like: bool) -> None:
        if reason == CEILING:
            self._add(
                statement, "amount", "warning", "framework-ceiling",
                f"the {statement.kind} is a framework agreement: its value is a ceiling and is set aside",
                "count the call-offs under the framework, and the payments",
            )  # fmt: skip
        elif reason == NO_BUYER:
            self._add(
                statement, "", "error", "no-buyer", f"the {statement.kind} names no buyer: it is set aside",
                "ask the publisher for the buyer",
            )  # fmt: skip
        elif reason == LONG_ID:
            self._add(
                statement, "id", "error", "id-too-long",
                f"the id of the {statement.kind} has more than {_LONGEST} characters: it is set aside",
                "ask the publisher for a short id",
            )  # fmt: skip
        if reason:
            return
        if sounds_like:
            self._add(
                statement, "title", "warning", "may-be-framework",
                f"the title speaks of a framework: the value of the {statement.kind} may be a ceiling; it is kept",
                "if it is a ceiling, leave it out of sums of money spent",
            )  # fmt: skip
        if len(sides.joint) > 1:
            names = "; ".join(body.name for body in sides.joint)
            self._add(
                statement, "suppliers", "warning", "several-suppliers",
                f"the {statement.kind} has {len(sides.joint)} suppliers: it counts once, and who gets how much is not "
                "known",
                "ask the buyer how the sum is shared", names,
            )  # fmt: skip
        if sides.presumed:
            self._add(
                statement, "payee", "note", "payee-presumed",
                "the transaction names no payee: the supplier of its contract is taken", "",
            )  # fmt: skip

    def _say_of_ids(self, statement: Statement) -> None:
        if not statement.own_id and not statement.aside:
            self._add(
                statement, "id", "warning", "no-id",
                f"the {statement.kind} has no id: it is known by its content", "ask the publisher for ids",
            )  # fmt: skip
        if statement.other_amount:
            self._add(
                statement, "id", "error", "duplicate-id",
                f"a second {statement.kind} with this id in one release states another amount: the first is kept",
                "ask the publisher which of the two holds", statement.key[-1],
            )  # fmt: skip

    def _add(
        self, at: Statement, column: str, severity: str, code: str, sentence: str, mend: str, value: str = ""
    ) -> None:
        where = f"{at.path}/{column}" if column else at.path
        self.problems.append(Problem(at.release.sheet, at.release.line, where, value, severity, code, sentence, mend))


def _place(statement: Statement, ocid: str) -> Row:
    contract = f"contracts/{statement.key[1]}/" if statement.kind == "transaction" else ""
    return {
        "sheet": statement.release.sheet,
        "line": statement.release.line,
        "path": statement.path,
        "kind": statement.kind,
        "ocid": ocid,
        "source_id": f"{ocid}/{contract}{statement.kind}s/{statement.key[-1]}",
        "own_id": statement.key[-1],
        "record_key": "\x1f".join((ocid, *statement.key)),
        "process_id": ocid,
    }


def _money(statement: Statement, compiled_currency: str | None = None) -> Row:
    return {
        "amount": statement.amount,
        "currency": field_of(statement.data, statement.kind, "currency") or compiled_currency,
    }


def _words(statement: Statement, deals: Deals, sides: Sides) -> Row:
    """Payer, payee, dates and texts; the names of persons that are paid stand in none of them."""
    data, kind, known = statement.data, statement.kind, fields(statement.kind).fields
    of_contract = deals.contracts[statement.key[1]] if kind == "transaction" else data
    award = data if kind == "award" else deals.award_of(of_contract)
    tender = inner(deals.compiled, "tender")
    title = _first((data, kind), (of_contract, "contract"), (award, "award"), (tender, "tender"), name="title")
    description = _first((data, kind), (of_contract, "contract"), (award, "award"), name="description")
    persons = list(deals.cast.persons)
    return {
        "date": day(field_of(data, kind, "date")) if "date" in known else None,
        "ends": day(field_of(data, kind, "ends") or field_of(award, "award", "ends")) if "ends" in known else None,
        "title": _without(title, persons),
        "description": _without(description, persons),
        "payer": sides.payer.name or None,
        "payer_key": sides.payer.key or None,
        "payee": sides.payee.name or None,
        "payee_key": sides.payee.key or None,
        "payee_status": sides.payee.status,
        "award_id": award.get("id") if kind != "award" else None,
        "contract_id": of_contract.get("id") if kind == "transaction" else None,
        "category": field_of(tender, "tender", "category"),
        "classification": _classification(tender),
        "suppliers": "; ".join(body.name for body in sides.joint) or None,
    }


def _first(*holders: tuple[Json, str], name: str) -> str | None:
    found = (field_of(data, kind, name) for data, kind in holders if name in fields(kind).fields)
    return next((text for text in found if text is not None), None)


def _without(text: str | None, persons: Sequence[str]) -> str | None:
    for person in persons:
        text = without_person(text, person) if text is not None else None
    return text


def _classification(tender: Json) -> str | None:
    for entry in (
        inner(tender, "classification"),
        *(inner(item, "classification") for item in objects(tender, "items")),
    ):
        words = [str(entry[key]) for key in ("scheme", "id", "description") if entry.get(key)]
        if words:
            return " ".join(words)
    return None


def _text_table(rows: Sequence[Row], columns: Sequence[str]) -> dict[str, pa.Array]:
    return {name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns}


def statement_table(rows: Sequence[Row]) -> pa.Table:
    """Make the landed table of statements: one row each, as it stands in the file.

    Returns
    -------
    Table, text columns, int64 line, bool latest, extra (JSON text, free of contacts)
    """
    extra = _text_table(rows, _EXTRA)
    extra["description"] = clean_column(extra["description"])
    return pa.table(
        {
            **_text_table(rows, _COLUMNS),
            "line": pa.array([row["line"] for row in rows], pa.int64()),
            "latest": pa.array([bool(row.get("latest")) for row in rows], pa.bool_()),
            "extra": extra_column(extra, len(rows)),
        },
        metadata={CLEAN: b"1"},
    )


def body_table(bodies: Bodies) -> pa.Table:
    """Make the landed helper table of bodies: one row each."""
    rows = [_body_row(body) for body in bodies.known.values()]
    return pa.table(
        {
            **_text_table(rows, _BODY_COLUMNS),
            "line": pa.array([row["line"] for row in rows], pa.int64()),
            "stub": pa.array([row["stub"] for row in rows], pa.bool_()),
            "extra": extra_column(_text_table(rows, _BODY_EXTRA), len(rows)),
        },
        metadata={CLEAN: b"1"},
    )


def _body_row(body: Body) -> Row:
    return {
        "sheet": body.sheet,
        "line": body.line or None,
        "key": body.key,
        "party_id": body.party_id if len(body.party_id) <= _LONGEST else None,
        "name": body.name,
        "identifier": body.identifier or None,
        "website": body.website or None,
        "stub": body.stub,
        "roles": "; ".join(body.roles) or None,
        "other_names": "; ".join(name for name in body.other_names if name != INDIVIDUAL) or None,
    }


def of_ids(bodies: Bodies) -> Iterator[Problem]:
    """Say which identifiers their registers cannot hold, and that ids of notices join nothing."""
    for refused in bodies.refused.values():
        yield Problem(
            refused.sheet, refused.line or None, "parties/identifier", refused.written, "warning", "bad-identifier",
            f"'{refused.written}' is not a number of its register: the body is known by its name",
            "ask the publisher for the number",
        )  # fmt: skip
    if bodies.local_ids:
        yield Problem(
            "", None, "parties/id", next(iter(bodies.local_ids)), "note", "local-id",
            counted(
                "# id{ holds in its|s hold in their} notice or register only: {it joins|they join} no two bodies",
                len(bodies.local_ids),
            ), "",
        )  # fmt: skip
