"""The place that the charities are wanted for, where a place.toml beside the extract says it."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from tpgraph.loading.loader import Member
from tpgraph.reference import ReferencePlace, place_by_gss, place_by_name

FILE = "place.toml"

_CITY = re.compile(r"\s+city$|^city\s+of\s+", re.IGNORECASE)
_LOCAL = "local authority"


@dataclass(frozen=True)
class WantedPlace:
    """A place of the reference list."""

    name: str
    gss: str

    def holds(self, kind: str, area: str) -> bool:
        """Tell whether an area of operation is a local authority in the place, or one that the place lies in.

        Parameters
        ----------
        kind : type of the area; only `Local Authority` is asked
        area : its name in the Commission's words, such as `Leeds City`
        """
        return kind.strip().lower() == _LOCAL and _overlaps(self.gss, area)


def _chain(place: ReferencePlace) -> set[str]:
    """The codes of a place and of all that it lies in."""
    found: set[str] = set()
    todo = [place.gss]
    while todo:
        gss = todo.pop()
        entry = place_by_gss(gss) if gss and gss not in found else None
        if entry is not None:
            found.add(gss)
            todo += [entry.parent, entry.combined]
    return found


@lru_cache(maxsize=4096)
def _overlaps(gss: str, area: str) -> bool:
    wanted = place_by_gss(gss)
    if wanted is None:
        return False
    found = place_by_name(area) or place_by_name(_CITY.sub("", area))
    # A region has the name of a combined authority: only the authorities count.
    return any(
        gss in _chain(place) or place.gss in _chain(wanted)
        for place in found
        if place.level not in ("region", "nation")
    )


def wanted_place(member: Member | None) -> WantedPlace | None:
    """Read the place of a place.toml; None where there is none, or none that the reference list knows.

    Parameters
    ----------
    member : the file
    """
    if member is None:
        return None
    try:
        said = tomllib.loads(member.read().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None
    code, name = str(said.get("gss") or "").strip().upper(), str(said.get("name") or "").strip()
    found = place_by_gss(code) if code else None
    if found is None and not code:
        named = place_by_name(name)
        found = named[0] if len(named) == 1 else None
    return None if found is None else WantedPlace(name or found.name, found.gss)
