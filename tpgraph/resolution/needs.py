"""Which need or client group a text means.

An id is `vocabulary:code`, else a slug of the name (for a client group: `clients/` and a slug). Equal names of two
vocabularies stay two needs: a text means the need of its own load first, then the only need of that name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from tpgraph.identifiers import slug
from tpgraph.names import fold

_CODE = re.compile(r"[A-Za-z][\w.-]*:\S+")


@dataclass(frozen=True)
class Vocabulary:
    """Ids and names of needs or client groups, and what each text of each load means.

    Attributes
    ----------
    names : id -> name
    id_of : (load_id, folded text) -> id
    broader : need id -> id of the broader need
    """

    names: dict[str, str]
    id_of: dict[tuple[str, str], str]
    broader: dict[str, str]

    def topmost(self, need_id: str) -> str:
        """Give the name of the topmost broader need; empty where the need has no broader one."""
        seen = {need_id}
        top = need_id
        while top in self.broader and self.broader[top] not in seen:
            top = self.broader[top]
            seen.add(top)
        return self.names[top] if top != need_id else ""


def _id_of_row(row: Mapping[str, object]) -> str:
    own = str(row["id"] or "").strip()
    return own if _CODE.fullmatch(own) else slug(str(row["name"]))


def _common_name(spellings: Mapping[str, int]) -> str:
    return min(spellings, key=lambda name: (-spellings[name], name.isupper(), name))


def is_client_group(need_id: object) -> bool:
    """Tell whether a listed term is of a vocabulary of client groups: the LGA's personal circumstances.

    >>> is_client_group("esdCircumstance:Carer"), is_client_group("esdNeed:69"), is_client_group(None)
    (True, False, False)
    """
    return str(need_id or "").lower().startswith("esdcircumstance")


def read_vocabulary(
    listed: pa.Table | None, mentions: Iterable[tuple[str, str]], *, before: str | None = None
) -> Vocabulary:
    """Work out which need (or client group) each text means.

    Parameters
    ----------
    listed : current rows of record.need; None for client groups, which have no sheet
    mentions : (load_id, text) wherever a record names one; order plays no part
    before : what stands before the slug of a name; nothing for needs, `clients/` for client groups

    Returns
    -------
    Vocabulary
    """
    prefix = before if before is not None else "" if listed is not None else "clients/"
    names: dict[str, str] = {}
    in_load: dict[tuple[str, str], str] = {}
    by_name: dict[str, set[str]] = defaultdict(set)
    said = [] if listed is None else listed.to_pylist()
    rows = sorted(said, key=lambda row: (str(row["id"] or ""), row["record_id"]))
    for row in rows:
        need_id = _id_of_row(row)
        names.setdefault(need_id, str(row["name"]))
        by_name[fold(str(row["name"]))].add(need_id)
        for text in (row["id"], row["name"]):
            if text:
                in_load.setdefault((row["load_id"], fold(str(text))), need_id)
    texts = sorted({(load, text) for load, text in mentions if text and text.strip()})
    texts += [(row["load_id"], str(row["broader"])) for row in rows if row["broader"]]
    spellings: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for load, text in texts:
        key = (load, fold(text))
        if key not in in_load:
            in_load[key] = _meaning(text.strip(), names, by_name, prefix)
        spellings[in_load[key]][text.strip()] += 1
    for need_id, written in spellings.items():
        names.setdefault(need_id, _common_name(written))
    broader = {
        _id_of_row(row): in_load[row["load_id"], fold(str(row["broader"]))]
        for row in rows
        if row["broader"] and in_load[row["load_id"], fold(str(row["broader"]))] != _id_of_row(row)
    }
    return Vocabulary(names, in_load, broader)


def _meaning(text: str, names: Mapping[str, str], by_name: Mapping[str, set[str]], before: str) -> str:
    if _CODE.fullmatch(text) or text in names:
        return text
    same_name = by_name.get(fold(text), set())
    return next(iter(same_name)) if len(same_name) == 1 else before + slug(text)
