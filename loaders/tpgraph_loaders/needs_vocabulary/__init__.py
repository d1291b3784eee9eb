"""Lists of the LGA's standards: needs, personal circumstances and service types, with their broader terms; CSV or xlsx.

A term's id is its CURIE (`esdNeed:69`), by which directories of services and other lists name it too.
"""

import re
from collections.abc import Sequence

import pyarrow as pa

from tpgraph.errors import InputError, UnknownFormatError
from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.mapping import TableMapping, heading_key, load_mapping, map_table
from tpgraph.loading.opened import opened_heads
from tpgraph.loading.raw import RawTable
from tpgraph.loading.sql_files import sql_files
from tpgraph.loading.tabular import sheet_name, stem_of, whole

_SQL = ("needs.sql",)
_PUBLISHER = "Local Government Association"
PREFIXES = {"need": "esdNeed", "circumstance": "esdCircumstance", "service": "esdServiceTypes"}
_OWN_HEADINGS = frozenset({"historynotes", "created", "modified", "type", "uri"})


def _fields() -> TableMapping:
    return load_mapping(__package__).tables["terms"]


def prefix_in(text: str) -> str:
    """Give the prefix of the list that a type, a web address or a file's name speaks of; empty for none or several.

    >>> [prefix_in(text) for text in ("Need", "http://id.esd.org.uk/service/298", "circumstancesPersonal", "Lists")]
    ['esdNeed', 'esdServiceTypes', 'esdCircumstance', '']
    """
    plain = re.sub(r"[^a-z]+", " ", text.replace("id.esd.org.uk", "").lower())
    found = {prefix for word, prefix in PREFIXES.items() if word in plain}
    return found.pop() if len(found) == 1 else ""


def _is_list(raw: RawTable) -> bool:
    keys = {heading_key(heading) for heading in raw.header}
    return not _fields().missing(raw.header) and bool(keys & _OWN_HEADINGS) and {"identifier", "label"} <= keys


class NeedsVocabularyLoader:
    """Terms with identifier and label; their list is known by the column Type, a web address or the file's name."""

    name = "needs_vocabulary"
    label = "LGA needs, circumstances and service types"
    about = "lists of the LGA's standards (ESD): needs, personal circumstances, service types; CSV or xlsx"

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every list of terms with the columns of the standards' downloads."""
        why = "its columns are Identifier and Label, and those of the downloads of the LGA's standards"
        return [
            Claim(self.name, (member.name,), stem_of(member.name), 0.85, why)
            for member in group.members
            if any(_is_list(opened.raw) for opened in opened_heads(member, _fields().known))
        ]

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the terms, each with the prefix of its list."""
        member = group.member(claim.members[0])
        tables = [raw for raw in whole(member, _fields().known) if not _fields().missing(raw.header)]
        if not tables:
            raise UnknownFormatError(
                f"{member.name}: a list of terms has the columns Identifier and Label; download it from "
                "standards.esd.org.uk as CSV"
            )
        landed = Landed({}, {}, publisher=_PUBLISHER, publisher_why="it publishes the lists of standards.esd.org.uk")
        parts = []
        for raw in tables:
            sheet = sheet_name(raw, member)
            mapped = map_table(raw, _fields(), sheet=sheet)
            parts.append(_with_prefix(mapped.table, prefix_in(sheet) or prefix_in(claim.stem), member.name))
            landed.rows_read[sheet] = mapped.table.num_rows
            landed.mapping[sheet] = mapped.mapping
            landed.problems += mapped.problems
        landed.tables = {"terms": pa.concat_tables(parts)}
        return landed

    def sql(self) -> Sequence[str]:
        """Give the SQL that makes needs."""
        return sql_files(__package__, _SQL)


def _with_prefix(terms: pa.Table, of_file: str, name: str) -> pa.Table:
    """Add the prefix of each term's list: of its type or web address, else of the file's name."""
    rows = terms.select(["type", "identifier"]).to_pylist()
    prefixes = [prefix_in(row["type"] or "") or prefix_in(row["identifier"] or "") or of_file for row in rows]
    if rows and not any(prefixes):
        raise InputError(
            f"{name}: nothing says whether its terms are needs, circumstances or service types; name the file after "
            "its list, such as needs.csv"
        )
    return terms.append_column("prefix", pa.array([prefix or None for prefix in prefixes], pa.string()))


LOADER = NeedsVocabularyLoader()
