"""Get Information about Schools: schools, colleges and children's centres of England, and who followed whom."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tpgraph.loading.loader import Claim, Group, Landed, Member
from tpgraph.loading.sql_files import sql_files
from tpgraph_loaders.registers import Register, claim_on, date_in, recognised_by

PUBLISHER = "Department for Education"
SCHOOLS = Register(__name__, "schools")
LINKS = Register(__name__, "links")


def _day(name: str) -> str:
    """The day in a file's name, by which a list of schools and its links belong together."""
    return date_in(name.rsplit("/", 1)[-1])


def _links_of(name: str, links: Iterable[Member], lists: int) -> list[str]:
    """The links that belong to a list of schools: those of the same day, or the only ones beside the only list."""
    found = [member.name for member in links]
    if lists == 1 and len(found) == 1:
        return found
    return [other for other in found if _day(name) and _day(other) == _day(name)]


class SchoolsLoader:
    """Establishments become organisations; those that are open become sites and services too."""

    name = "schools"
    label = "Schools register"
    about = "Get Information about Schools: edubasealldata CSV, with links_edubasealldata where it lies beside it"

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every list of schools, each with the links of its day."""
        lists = [(member, why) for member in group.members if (why := recognised_by(member, SCHOOLS))]
        links = [member for member in group.members if recognised_by(member, LINKS)]
        claims = []
        for member, why in lists:
            claim = claim_on(member, self.name, why)
            beside = _links_of(member.name, links, len(lists))
            claims.append(replace(claim, members=(*claim.members, *beside), why=_with_links(why, beside)))
        return claims

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the list of schools and the links."""
        from tpgraph_loaders.schools.land import land

        return land(group, claim)

    def sql(self) -> Sequence[str]:
        """Give the texts of the SQL files, in order."""
        return [*sql_files(__name__), *sql_files("tpgraph_loaders", ("doubts.sql", "remarks.sql"))]


def _with_links(why: str, beside: Sequence[str]) -> str:
    return f"{why}; {beside[0]} links them" if beside else why


LOADER = SchoolsLoader()
