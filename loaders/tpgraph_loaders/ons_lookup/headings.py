"""How the look-ups of the Office for National Statistics head their columns: an area, a year, codes or names.

``LSOA21CD`` holds codes and ``LSOA21NM`` names of the LSOAs of 2021; ``ICB23CDH`` the NHS's own codes; ``LADCD_ACTIVE``
the codes in force now; ``areacode`` codes of any kind.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from tpgraph.loading.mapping import TableMapping, heading_key, load_mapping

_HEADING = re.compile(r"(?P<stem>[A-Z]{2,10}?)(?P<year>\d\d)?(?P<part>CDH|CDO|CD|NMW|NM)(?P<active>_?ACTIVE)?")
_LISTED = re.compile(r"(?P<stem>AREA|GEOGRAPHY)[ _]?(?P<part>CODE|NAME)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)|(?<=\D)(\d\d)$")
_PARTS = {"CD": "code", "CODE": "code", "NM": "name", "NAME": "name", "CDH": "other", "CDO": "former", "NMW": "welsh"}
MOST_AREAS = 24
"""Kinds and years of area in one table: those of the ONS have fifteen at most; every pair of them is looked at."""
ACTIVE, UNDATED = 9999, 9998
"""Years that stand for codes in force now, and for codes whose year the heading does not say."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of area; see areas.toml."""

    name: str
    stems: tuple[str, ...]
    level: str
    rank: int
    plural: str
    basis: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of an area: `part` is code, name, other (the NHS's), former or welsh; `year` may be `UNDATED`."""

    stem: str
    kind: str
    year: int
    part: str


@dataclass(frozen=True, slots=True)
class AreaColumn:
    """The columns of one kind of area and one year in a table, by their headings; empty where there is none."""

    stem: str
    kind: str
    year: int
    code: str
    name: str
    other: str


@cache
def kinds() -> MappingProxyType[str, Kind]:
    """Give the kinds of area by name, as areas.toml lists them."""
    text = resources.files(__package__).joinpath("areas.toml").read_text("utf-8")
    found = {
        name: Kind(name, **{**entry, "stems": tuple(entry["stems"])}) for name, entry in tomllib.loads(text).items()
    }
    return MappingProxyType(found)


@cache
def _kind_of_stem() -> MappingProxyType[str, str]:
    return MappingProxyType({stem: kind.name for kind in kinds().values() for stem in kind.stems})


@cache
def read_heading(text: str) -> Heading | None:
    """Read the heading of a column of areas; None for any other.

    >>> read_heading("lsoa21cd"), read_heading("ICB23CDH").part, read_heading("Supplier")
    (Heading(stem='LSOA', kind='lsoa', year=2021, part='code'), 'other', None)
    """
    plain = text.strip().removeprefix("\ufeff").removeprefix("ï»¿").strip()
    if listed := _LISTED.fullmatch(plain):
        return Heading("AREA", "listed", UNDATED, _PARTS[listed["part"].upper()])
    found = _HEADING.fullmatch(plain.upper())
    if found is None:
        return None
    kind = _kind_of_stem().get(found["stem"])
    if kind is None and not found["year"]:
        # Without a year only a stem that is listed makes a heading: a column SPCD may be anything.
        return None
    year = ACTIVE if found["active"] else _century(found["year"]) if found["year"] else UNDATED
    return Heading(found["stem"], kind or "area", year, _PARTS[found["part"]])


def _century(digits: str) -> int:
    return int(digits) + (1900 if int(digits) >= 70 else 2000)


def area_columns(header: Sequence[str]) -> list[AreaColumn]:
    """Find the areas of a table: every kind and year that has a column of codes, in the order of the columns."""
    parts: dict[tuple[str, str, int], dict[str, str]] = {}
    for text in header:
        if read := read_heading(text):
            parts.setdefault((read.stem, read.kind, read.year), {}).setdefault(read.part, text)
    return [
        AreaColumn(*key, headings["code"], headings.get("name", ""), headings.get("other", ""))
        for key, headings in parts.items()
        if "code" in headings
    ]


def _plain_fields() -> TableMapping:
    return load_mapping(__package__).tables["lookup"]


def _without_year(heading: str) -> str:
    return heading_key(_YEAR.sub("", heading.strip().replace("mid-", "").replace("Mid-", "")))


def plain_field(heading: str) -> str:
    """Give the field of mapping.toml that a heading means, its year left out of account; empty for any other.

    >>> plain_field("Population 2021"), plain_field("CHGIND"), plain_field("Service")
    ('population', 'change', '')
    """
    for key in (heading_key(heading), _without_year(heading)):
        for name, field in _plain_fields().fields.items():
            if key in map(heading_key, field.headings):
                return name
    return ""


def year_in(heading: str) -> str:
    """Give the year that a heading names in digits, empty where it names none.

    >>> year_in("Population 2021"), year_in("mid-2019 population"), year_in("POP")
    ('2021', '2019', '')
    """
    found = _YEAR.search(heading.strip())
    return "" if found is None else found[1] or str(_century(found[2]))


def known(cells: Iterable[str]) -> int:
    """Count the cells of a row that are headings of a look-up: the score of the row as header."""
    return sum(bool(read_heading(cell) or plain_field(cell)) for cell in cells if cell.strip())


def fits(header: Sequence[str]) -> bool:
    """Tell whether a header is a look-up's.

    Two kinds of area or two years of one, names or a column of changes beside the codes, and little else: half of the
    headings are known.
    """
    filled = [cell for cell in header if cell.strip()]
    areas = area_columns(filled)
    spoken = any(area.name for area in areas) or any(plain_field(cell) == "change" for cell in filled)
    return 1 < len(areas) <= MOST_AREAS and spoken and known(filled) * 2 >= len(filled)
