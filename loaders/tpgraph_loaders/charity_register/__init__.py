"""The register of charities in England and Wales: the public extract of the Charity Commission."""

from collections.abc import Sequence

from tpgraph.loading.loader import Claim, Group, Landed, Member
from tpgraph.loading.mapping import heading_key
from tpgraph.loading.sql_files import sql_files
from tpgraph_loaders.registers import Register

PUBLISHER = "Charity Commission for England and Wales"
TABLES = {kind: Register(__name__, kind) for kind in ("charity", "area", "classification", "other_name")}
_ENDINGS = (".json", ".txt", ".tsv", ".csv")


def kind_by(headings: Sequence[str]) -> str:
    """Tell which table of the extract has some headings; empty where it is none that is read.

    A table that names trustees is none.
    """
    keys = {heading_key(heading) for heading in headings}
    if "organisationnumber" not in keys or keys & TABLES["charity"].headings_of("persons"):
        return ""
    return next((kind for kind, register in TABLES.items() if register.fits(headings)), "")


def _kind_of(member: Member) -> str:
    from tpgraph_loaders.charity_register.extract import headings_of

    if not member.name.lower().endswith(_ENDINGS):
        return ""
    return kind_by(headings_of(member.read(), member.name))


class CharityRegisterLoader:
    """Registered main charities become organisations, their other names too; removed ones are set aside."""

    name = "charity_register"
    label = "Charity register"
    about = "Charity Commission public extract: publicextract.charity with areas, classification and other names"

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim the tables of the extract together, with the place.toml beside them."""
        found: dict[str, str] = {}
        for member in group.members:
            if kind := _kind_of(member):
                found.setdefault(kind, member.name)
        if not found:
            return []
        place = [member.name for member in group.members if member.name == "place.toml" and "charity" in found]
        why = f"tables {', '.join(found)} of the Charity Commission's extract"
        return [Claim(self.name, (*found.values(), *place), "publicextract", 0.97, why)]

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the rows of the charities that are kept."""
        from tpgraph_loaders.charity_register.land import land

        return land(group, claim)

    def sql(self) -> Sequence[str]:
        """Give the texts of the SQL files, in order."""
        return [*sql_files(__name__), *sql_files("tpgraph_loaders", ("doubts.sql",))]


LOADER = CharityRegisterLoader()
