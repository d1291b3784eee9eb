"""Funders and recipients: what their ids, numbers and names show. Each distinct text is asked once."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.identifiers import normalise_org_id, register_of
from tpgraph.loading.persons import INDIVIDUAL, is_nothing
from tpgraph.names import fold, is_individual, is_redacted

_LOCAL = re.compile(r"360G-", re.IGNORECASE)
_MAY_BE_NO_BODY = (
    r"(?i)^\W*(?:mr|mrs|ms|miss|dr)\b|redact|withheld|confiden|disclos|anonym|personal|removed|^[\W_]*$|x{3}|"
    r"individual|null|n/a|none"
)
_REGISTERS = {"charity": "GB-CHC", "company": "GB-COH"}


def _distinct(grants: pa.Table, *names: str) -> list[str]:
    column = pa.chunked_array([chunk for name in names for chunk in grants.column(name).chunks], pa.string())
    return [text for text in column.unique().to_pylist() if text is not None]


_IN_ORDER = r"^(GB-CHC-)?[1-9][0-9]{5,6}$"
"""Most ids and numbers: those of English and Welsh charities, written as they should be."""
_ONE_DIGIT = frozenset(digit * length for digit in "123456789" for length in (6, 7))


def _in_order(texts: list[str]) -> set[str]:
    """The texts that are a charity's id or number in its normal form, for which nobody need be asked."""
    found = pa.array(texts, pa.string())
    plain = found.filter(pc.match_substring_regex(found, _IN_ORDER)).to_pylist()
    return {text for text in plain if text.removeprefix("GB-CHC-") not in _ONE_DIGIT}


def identifiers(grants: pa.Table) -> pa.Table:
    """Tell what every id of a funder or recipient is.

    Returns
    -------
    Table, columns written, key (what makes the body one record; null where the id alone does not), identifier (normal
    form, null where it is none), standing (register, local, unlisted, none)
    """
    texts = _distinct(grants, "funder_id", "recipient_id")
    in_order = {text for text in _in_order(texts) if text.startswith("GB-CHC-")}
    rows = [(text, text, text, "register") if text in in_order else _identifier(text) for text in texts]
    names = ("written", "key", "identifier", "standing")
    return pa.table({name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(names)})


def _identifier(written: str) -> tuple[str, str | None, str | None, str]:
    normal = normalise_org_id(written)
    if _LOCAL.match(written):
        # Upper and lower case may tell the local ids of a publisher apart.
        return written, written, normal, "local"
    if normal is None:
        return written, None, None, "none"
    if register_of(normal) is not None:
        return written, normal, normal, "register"
    return written, written, normal, "unlisted"


def numbers(grants: pa.Table) -> pa.Table:
    """Tell what every charity and company number is.

    Returns
    -------
    Table, columns kind (charity, company), written, identifier (null where it is no such number)
    """
    rows: list[tuple[str, str, str | None]] = []
    for kind, register in _REGISTERS.items():
        texts = _distinct(grants, f"funder_{kind}", f"recipient_{kind}")
        in_order = _in_order(texts) if kind == "charity" else set()
        for text in texts:
            known = f"GB-CHC-{text.removeprefix('GB-CHC-')}" if text in in_order else _number(text, register)
            rows.append((kind, text, known))
    names = ("kind", "written", "identifier")
    return pa.table({name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(names)})


def _number(text: str, register: str) -> str | None:
    # Longer than any number: a sentence.
    return normalise_org_id(text, register) if len(text) < 30 else None


def body_names(grants: pa.Table) -> pa.Table:
    """Tell which names are those of no body.

    Returns
    -------
    Table, columns name, status (redacted, individual, blank); names of bodies are left out
    """
    names = pa.array(_distinct(grants, "funder_name", "recipient_name"), pa.string())
    suspects = names.filter(pc.match_substring_regex(names, _MAY_BE_NO_BODY)).to_pylist()
    rows = [(name, status) for name in suspects if (status := _status(name)) != "known"]
    return pa.table(
        {"name": pa.array([r[0] for r in rows], pa.string()), "status": pa.array([r[1] for r in rows], pa.string())}
    )


def _status(name: str) -> str:
    if is_nothing(name):
        return "blank"
    if is_redacted(name):
        return "redacted"
    return "individual" if is_individual(name) or name.lower() in (INDIVIDUAL, "individual") else "known"


def publisher_of(grants: pa.Table) -> tuple[str, str]:
    """Give the one body that gives all the grants, as most rows write it; empty where there are several or none."""
    funders = (
        grants.select(["funder_id", "funder_name"])
        .group_by(["funder_id", "funder_name"])
        .aggregate([([], "count_all")])
    )
    rows = [row for row in funders.to_pylist() if row["funder_name"]]
    rows.sort(key=lambda row: (-row["count_all"], row["funder_name"]))
    ids = {normalise_org_id(row["funder_id"]) or row["funder_id"] for row in rows if row["funder_id"]}
    one_name = len({fold(row["funder_name"]) for row in rows}) == 1
    if not rows or not (one_name or len(ids) == 1):
        return "", ""
    return rows[0]["funder_name"], "the one funder of all its grants"
