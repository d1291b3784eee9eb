"""The loader of a register: it knows its sheets by their headings, lands them and runs the SQL of all registers."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tpgraph.errors import UnknownFormatError
from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.mapping import TableMapping, heading_key, load_mapping
from tpgraph.loading.opened import opened_heads
from tpgraph.loading.raw import RawTable
from tpgraph.loading.sql_files import sql_files
from tpgraph.loading.tabular import stem_of, whole
from tpgraph_loaders.transparency.reading import is_table_file, mapped
from tpgraph_loaders.transparency.rows import landed_register

_PAYMENTS = frozenset(
    map(
        heading_key,
        (
            *(
                "Payment Date",
                "Date Paid",
                "Paid Date",
                "Date of Payment",
                "Pay Date",
                "Transaction Date",
                "Clearing Date",
            ),
            *("Invoice Date", "Invoice Number", "Invoice No", "Invoice Payment Date", "Posting Date", "GL Date"),
            *(
                "Transaction Number",
                "Transaction No",
                "Trans No",
                "Transaction ID",
                "Payment Reference",
                "Document Number",
            ),
        ),
    )
)
"""Headings of payments that were made: a file that has one is a spend file, whatever else it says."""

_GRANTS_STANDARD = re.compile(
    r"\W*(?:recipient|funding|beneficiary)\W*(?:org(?:ani[sz]ation)?|location|ind(?:ividual)?)\W*[:/]", re.IGNORECASE
)


def speaks_of_payments(header: Sequence[str]) -> bool:
    """Tell whether a header is that of a list of payments made."""
    return any(heading_key(cell) in _PAYMENTS for cell in header)


def is_other_standard(header: Sequence[str]) -> bool:
    """Tell whether a header is that of 360Giving or of flattened OCDS, which have loaders of their own."""
    return any(_GRANTS_STANDARD.match(cell) or heading_key(cell.rsplit("/", 1)[-1]) == "ocid" for cell in header)


@dataclass(frozen=True)
class Kind:
    """What sets one kind of register apart.

    Attributes
    ----------
    name, label, about : of the loader
    package : where its mapping.toml stands
    basis : basis of its flows
    noun, nouns : what one of its rows is called
    voluntary : whether all who are paid are voluntary bodies
    sure : how sure its loader is of a sheet, from its fields, its headings and the name of the file; 0 = it is none
    """

    name: str
    label: str
    about: str
    package: str
    basis: str
    noun: str
    nouns: str
    voluntary: bool
    sure: Callable[[set[str], Sequence[str], str], float]


class RegisterLoader:
    """Reads one kind of register; see `tpgraph.loading.loader.Loader`."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.name, self.label, self.about = kind.name, kind.label, kind.about

    def fields(self) -> TableMapping:
        """Give the mapping of its rows."""
        return load_mapping(self.kind.package).tables["rows"]

    def _named(self, raw: RawTable) -> dict[str, str]:
        """Field -> heading, by the headings alone."""
        known = {heading_key(heading): heading for heading in reversed(raw.header) if heading}
        taken: dict[str, str] = {}
        for field, entry in self.fields().fields.items():
            keys = (heading_key(heading) for heading in entry.headings)
            found = next((known[key] for key in keys if key in known and known[key] not in taken.values()), None)
            if found is not None:
                taken[field] = found
        return taken

    def sure_of(self, raw: RawTable, name: str) -> float:
        """Tell how sure it is that a table is such a register; 0 where it is none."""
        if speaks_of_payments(raw.header) or is_other_standard(raw.header):
            return 0.0
        return self.kind.sure(set(self._named(raw)), raw.header, name)

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every file of the group with a sheet that has the headings of such a register."""
        claims = []
        for member in group.members:
            raws = [opened.raw for opened in opened_heads(member, self.fields().known)]
            found = [(self.sure_of(raw, member.name), raw) for raw in raws]
            sure, raw = max(found, key=lambda one: one[0], default=(0.0, None))
            if raw is not None and sure > 0:
                claims.append(self._claim(member.name, raw, sure))
        return claims

    def _claim(self, name: str, raw: RawTable, sure: float) -> Claim:
        said = ", ".join(f"'{heading}'" for heading in list(self._named(raw).values())[:4])
        why = f"its columns are those of a register of {self.kind.nouns}: {said}"
        return Claim(self.name, (name,), stem_of(name), sure, why)

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the sheets that are such a register; a file of one table has the sheet name ''.

        Raises
        ------
        UnknownFormatError
            If no sheet names who is paid and what is agreed.
        """
        member = group.member(claim.members[0])
        if not is_table_file(member.name):
            raise UnknownFormatError(f"{member.name}: a register is read from CSV, xlsx, xls or ods; save it as one")
        raws = whole(member, self.fields().known)
        fitting = [raw for raw in raws if self.sure_of(raw, member.name) > 0] or [
            raw for raw in raws if self._may_do(raw)
        ]
        if not fitting:
            header = ", ".join(heading for heading in raws[0].header if heading)[:200]
            raise UnknownFormatError(
                f"{member.name}: no columns are known as who is paid and how much, among: {header}; make a mapping "
                "with `tpgraph map`, or see `tpgraph formats`"
            )
        return landed_register(mapped(fitting, self.fields(), member.name), voluntary=self.kind.voluntary)

    def _may_do(self, raw: RawTable) -> bool:
        """Whether a sheet that the user gave to this loader can be read by it: who is paid, and how much."""
        named = self._named(raw)
        return "supplier" in named and bool({"total", "either", "annual"} & named.keys())

    def sql(self) -> Sequence[str]:
        """Give the words of this kind, then the SQL of all registers."""
        words = {"basis": self.kind.basis, "noun": self.kind.noun, "nouns": self.kind.nouns}
        said = "".join(f"SET VARIABLE {name} = '{word}';\n" for name, word in words.items())
        return [said, *sql_files(str(__package__))]
