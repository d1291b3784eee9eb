"""Shapes: which file, or which key of a JSON object, is which table; read from mapping.toml."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from tpgraph.loading.mapping import Mapping as FieldMappings
from tpgraph.loading.mapping import heading_key

ENTITIES = ("services", "organizations", "locations", "service_at_locations", "terms", "vocabularies")
"""Tables whose rows a JSON document may hold at its top."""


class Shape(BaseModel):
    """One kind of file.

    Attributes
    ----------
    names : stems of file names, and keys of JSON objects
    into : landed table its rows go into; empty where the rows are set aside
    fields : table of mapping.toml whose headings it has, where not `into`
    singular : what the key of a parent is made of, such as ``service`` in ``service_id``
    constants : fields that every row has although no column says so
    aside : why every row is set aside; empty where they are landed
    telling : columns that tell the standard from any other list
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    names: tuple[str, ...]
    into: str = ""
    fields: str = ""
    singular: str = ""
    constants: dict[str, str] = {}
    aside: str = ""
    telling: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """Name of the table of mapping.toml that holds its headings."""
        return self.fields or self.into

    def known(self, headings: Iterable[str]) -> int:
        """Count the headings that it knows."""
        return len({heading_key(heading) for heading in headings} & headings_of(self.table))

    @property
    def name(self) -> str:
        """Its first name, which is its own."""
        return self.names[0]

    def told_by(self, headings: Iterable[str]) -> int:
        """Count the headings that tell the standard."""
        return len({heading_key(heading) for heading in headings} & set(map(heading_key, self.telling)))

    def knows(self, heading: str) -> bool:
        """Whether a heading is one of its fields."""
        return heading_key(heading) in headings_of(self.table)


class Role(BaseModel):
    """What terms of one kind in one vocabulary stand for, where they are not needs.

    Attributes
    ----------
    vocabulary, kind : the terms that are meant
    role : ``client_group``
    conditions : codes of branches whose terms are conditions of use instead
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    vocabulary: str
    kind: str
    role: str
    conditions: tuple[str, ...] = ()


@cache
def _document() -> dict[str, object]:
    return tomllib.loads(resources.files(__package__).joinpath("mapping.toml").read_text(encoding="utf-8"))


def _part(name: str) -> Mapping[str, Mapping[str, object]]:
    part = _document()[name]
    assert isinstance(part, dict), f"[{name}] of mapping.toml is a table"
    return part


@cache
def mapping() -> FieldMappings:
    """Give the headings of every table."""
    return FieldMappings.model_validate({"tables": _part("tables")})


@cache
def shapes() -> dict[str, Shape]:
    """Give all shapes by name."""
    return {name: Shape.model_validate(value) for name, value in _part("files").items()}


def shape_called(name: str) -> Shape:
    """Give the shape whose own name this is."""
    return next(shape for shape in shapes().values() if shape.name == name)


@cache
def roles() -> tuple[Role, ...]:
    """Give what terms stand for where they are not needs."""
    found = _document()["roles"]
    assert isinstance(found, list), "[[roles]] of mapping.toml is a list"
    return tuple(Role.model_validate(role) for role in found)


@cache
def headings_of(table: str) -> frozenset[str]:
    """Give the folded headings of one table of mapping.toml; none for a shape that is set aside."""
    if not table:
        return frozenset()
    fields = mapping().tables[table].fields
    return frozenset(heading_key(heading) for field in fields.values() for heading in field.headings)


def stem_of(member: str) -> str:
    """Give the name of a file without folder and ending, in the spelling of mapping.toml.

    >>> stem_of("csv/Service At Location.csv")
    'service_at_location'
    """
    base = member.rpartition("/")[2].rpartition(".")[0] or member
    return re.sub(r"[^a-z0-9]+", "_", base.lower()).strip("_")


def is_json(member: str) -> bool:
    """Tell whether a file is JSON, one document or a line each, by its ending."""
    return member.lower().endswith((".json", ".jsonl", ".ndjson"))


def shape_named(name: str, headings: Iterable[str]) -> Shape | None:
    """Find the shape of a file or JSON key by its name; among several, the one that knows most of its columns, and of
    equals the one that they tell."""
    written = tuple(headings)
    candidates = [shape for shape in shapes().values() if name in shape.names]
    return max(candidates, key=lambda shape: (shape.known(written), shape.told_by(written)), default=None)


def header_score(stem: str, cells: Sequence[str]) -> int:
    """Score a row as header: its headings known to the shape of the file's name, else those that are words."""
    shape = shape_named(stem, cells)
    return shape.known(cells) if shape is not None and shape.into else sum(bool(cell.strip()) for cell in cells)


def shape_of_columns(headings: Iterable[str]) -> Shape | None:
    """Find the shape of a JSON object by its keys alone; None if it knows fewer than two of them."""
    keys = tuple(headings)
    candidates = [shape for name, shape in shapes().items() if name in ENTITIES]
    best = max(candidates, key=lambda shape: _score(shape, keys))
    return best if best.known(keys) >= 2 else None


def _score(shape: Shape, keys: Sequence[str]) -> int:
    """Fields that it knows; the telling keys, such as the objects that only this kind nests, weigh more."""
    return shape.known(keys) + 3 * shape.told_by(keys)
