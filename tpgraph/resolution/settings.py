"""The place of the store, its years and the bodies we count: what people said, else what sheet `place` says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import pyarrow as pa

from tpgraph.identifiers import is_mergeable, normalise_org_id, slug
from tpgraph.money import parse_financial_year
from tpgraph.names import normalise
from tpgraph.reference import place_by_gss, public_body
from tpgraph.resolution.places import OwnPlace
from tpgraph.tables import texts


@dataclass(frozen=True)
class Setting:
    """Place, financial years and the texts of the bodies counted, as people wrote them."""

    place: OwnPlace = field(default_factory=OwnPlace)
    years: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


def read_setting(sheets: pa.Table, said: pa.Table, perimeter: pa.Table) -> Setting:
    """Read the setting.

    Parameters
    ----------
    sheets : current rows of record.setting
    said : judgement.setting; the last value of a key stands, and stands above any sheet
    perimeter : judgement.perimeter
    """
    last = {row["key"]: row["value"] or "" for row in said.to_pylist()}
    rows = sorted(sheets.to_pylist(), key=lambda row: row["record_id"])
    first = rows[0] if rows else {}
    # Name and code go together: the code of a sheet says nothing of a place that people named.
    source = last if last.get("place_name") or last.get("place_gss") else None
    name = (source.get("place_name", "") if source else first.get("name")) or ""
    gss = (source.get("place_gss", "") if source else first.get("gss")) or ""
    if gss and not name and (entry := place_by_gss(gss)):
        name = entry.name
    written = [year for year in last.get("financial_years", "").split(";") if year.strip()]
    written = written or [year for row in rows for year in row["financial_years"] or ()]
    years = tuple(sorted({year for text in written if (year := parse_financial_year(text))}))
    counted = [row["body"] for row in perimeter.to_pylist()]
    counted = counted or [body for row in rows for body in row["bodies_counted"] or ()]
    return Setting(OwnPlace(name, gss), years, tuple(dict.fromkeys(body.strip() for body in counted if body.strip())))


def resolve_bodies(
    texts: Sequence[str],
    bodies: Sequence[Mapping[str, object]],
    former: Mapping[str, str],
    payers: Collection[str] = (),
) -> tuple[list[str], list[dict[str, object]]]:
    """Find the bodies counted among the organisations.

    A text is an id, a former id (a record id, a further identifier), an identifier however it is written, or a name; of
    several organisations of one name, the only one among `payers` is meant. A body that no record speaks of is expected
    all the same: it becomes an organisation without records.

    Returns
    -------
    (ids in the order of the texts, organisations to add)
    """
    known = {str(body["id"]) for body in bodies}
    by_name: dict[str, set[str]] = {}
    for body in bodies:
        for name in (body["name"], *(body["also_known_as"] or ())):  # type: ignore[misc]  # a list of texts, or None
            by_name.setdefault(normalise(str(name)).text, set()).add(str(body["id"]))
    found: list[str] = []
    added: list[dict[str, object]] = []
    for text in texts:
        listed = public_body(text)
        identifier = normalise_org_id(text) or (listed.identifier if listed else None)
        named = by_name.get(normalise(text).text, set())
        named = named & set(payers) if len(named) > 1 else named
        candidates = (text, former.get(text), identifier, former.get(identifier or ""))
        match = next((c for c in candidates if c in known), None) or (next(iter(named)) if len(named) == 1 else None)
        if match is None:
            match = identifier if identifier and is_mergeable(identifier) else "body/" + slug(text)
            sector = listed.sector if listed else "unknown"
            added.append({"id": match, "name": listed.name if listed else text, "sector": sector, "also_known_as": []})
            known.add(match)
        found.append(match)
    return list(dict.fromkeys(found)), added


def unknown_bodies(added: Sequence[Mapping[str, object]], bodies: pa.Table) -> list[dict[str, object]]:
    """Say which bodies counted no source speaks of, with the nearest name there is: it may be a slip of the pen.

    Parameters
    ----------
    added : as `resolve_bodies` gives them
    bodies : the organisations that records speak of, with column name
    """
    names = sorted(set(texts(bodies, "name")))
    said: list[dict[str, object]] = []
    for body in added:
        near = get_close_matches(str(body["name"]), names, n=1, cutoff=0.8)
        mend = f"did you mean '{near[0]}'?" if near else "supply what it gave, or take it off the bodies counted"
        sentence = f"body counted '{body['name']}': no source speaks of it; {mend}"
        said.append({"code": "body-not-known", "subject": body["name"], "sentence": sentence})
    return said
