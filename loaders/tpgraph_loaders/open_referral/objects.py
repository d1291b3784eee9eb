"""JSON to rows: nested objects become rows of their own tables, with the keys that tie them together.

An organisation inside a service becomes a row of ``organizations``, and the service's row gets its `organization_id`;
an address inside a location becomes a row of ``addresses`` with the `location_id` of the object it stands in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tpgraph_loaders.open_referral.shapes import Shape, shape_named, shape_of_columns, stem_of

Cells = dict[str, str]

_PAGE_KEYS = ("contents", "content")
_DEEPEST = 12


@dataclass
class Rows:
    """Rows of one shape from JSON files.

    Attributes
    ----------
    cells : one dictionary a row, key as the file writes it -> text
    lines : ordinal of the top-level object that the row stands in
    sheets : name of its file
    """

    cells: list[Cells] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    def add(self, cells: Cells, line: int, sheet: str) -> None:
        """Add one row."""
        self.cells.append(cells)
        self.lines.append(line)
        self.sheets.append(sheet)

    def extend(self, other: "Rows") -> None:
        """Add the rows of another file."""
        self.cells += other.cells
        self.lines += other.lines
        self.sheets += other.sheets


@dataclass
class Flattened:
    """A JSON file as rows.

    Attributes
    ----------
    top : rows of the top-level objects, by name of their shape
    nested : rows of the objects inside them
    objects : how many top-level objects there are
    unknown : ordinals of those that no shape fits
    aside : reason -> ordinals of those whose shape is set aside
    listed : items that its pages speak of, 0 where it is no page
    carried : ids of the items that they carry
    """

    top: dict[str, Rows] = field(default_factory=dict)
    nested: dict[str, Rows] = field(default_factory=dict)
    objects: int = 0
    unknown: list[int] = field(default_factory=list)
    aside: dict[str, list[int]] = field(default_factory=dict)
    listed: int = 0
    carried: list[str] = field(default_factory=list)


def flatten(documents: Sequence[object], member: str) -> Flattened:
    """Turn the documents of one JSON file into rows.

    Parameters
    ----------
    documents : what `tpgraph.loading.readers.read_json` gives: pages, objects, or a table of lists by file name
    member : name of the file; its stem tells the kind of its objects
    """
    found = Flattened()
    stem = stem_of(member)
    for name, item in _top_level(documents, stem, found):
        found.objects += 1
        shape = shape_named(name, item) or shape_of_columns(item)
        if shape is None:
            found.unknown.append(found.objects)
        elif shape.aside:
            found.aside.setdefault(shape.aside, []).append(found.objects)
        else:
            _Walk(found, found.objects, member).keep(item, shape, found.top)
    return found


def _top_level(documents: Sequence[object], stem: str, found: Flattened) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield the name and the object of every item: of pages, of lists by table name, or the documents themselves."""
    for document in documents:
        if not isinstance(document, dict):
            yield stem, {}
            continue
        page = next((document[key] for key in _PAGE_KEYS if isinstance(document.get(key), list)), None)
        if page is not None:
            _note_listing(document, page, found)
            yield from ((stem, item if isinstance(item, dict) else {}) for item in page)
        elif _is_tabular(document):
            for key, items in document.items():
                name = stem_of(key) if "." in key else key
                yield from ((name, item if isinstance(item, dict) else {}) for item in items)
        else:
            yield stem, document


def _is_tabular(document: Mapping[str, object]) -> bool:
    """Whether a document is nothing but lists of rows by table name."""
    return bool(document) and all(
        isinstance(value, list) and (shape_named(stem_of(key) if "." in key else key, ()) is not None)
        for key, value in document.items()
    )


def _note_listing(document: Mapping[str, object], page: Sequence[object], found: Flattened) -> None:
    """Note how many items a listing has, and which of them this page of it carries."""
    total = document.get("total_items", document.get("totalElements"))
    if isinstance(total, int):
        found.listed = max(found.listed, total)
        found.carried += [str(item.get("id")) for item in page if isinstance(item, dict)]


@dataclass
class _Walk:
    """Walks one top-level object and keeps a row for it and for every object inside."""

    found: Flattened
    line: int
    member: str

    def keep(self, item: Mapping[str, object], shape: Shape, into: dict[str, Rows], depth: int = 0) -> Cells:
        cells = {key: text for key, value in item.items() if (text := _text(value)) is not None}
        into.setdefault(shape.name, Rows()).add(cells, self.line, self.member)
        if depth < _DEEPEST:
            for key, value in item.items():
                self._children(key, value, shape, cells, depth)
        return cells

    def _children(self, key: str, value: object, parent: Shape, cells: Cells, depth: int) -> None:
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, dict):
                continue
            shape = shape_named(key, child)
            if shape is None or shape.aside:
                continue
            linked = {**_links_to(parent, cells, shape), **child}
            kept = self.keep(linked, shape, self.found.nested, depth + 1)
            if not isinstance(value, list) and "id" in kept:
                cells.setdefault(f"{key}_id", kept["id"])


def _links_to(parent: Shape, cells: Cells, child: Shape) -> Cells:
    """Keys that tie a nested row to the object it stands in, where its table has such a field."""
    if "id" not in cells:
        return {}
    links = {f"{parent.singular}_id": cells["id"]}
    if child.into == "term_links":
        links |= {"link_id": cells["id"], "link_entity": parent.singular}
    # What a service at a location nests belongs to the service too.
    if parent.into == "service_at_locations" and "service_id" in cells:
        links["service_id"] = cells["service_id"]
    return {key: value for key, value in links.items() if child.knows(key)}


def _text(value: object) -> str | None:
    """Write a value as a cell: None for what becomes rows of its own."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and value and not any(isinstance(item, dict | list) for item in value):
        return "; ".join(text for item in value if (text := _text(item)))
    return None
