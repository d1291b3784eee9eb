"""An HTML page taken apart for the tests, with the standard library's parser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = {"meta", "link", "img", "br", "input", "hr"}


@dataclass
class Element:
    """One element: its name, attributes, and all text inside it."""

    name: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Parsed(HTMLParser):
    """All elements of a page in the order they begin."""

    html: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, name: str) -> list[Element]:
        """Elements of one name."""
        return [element for element in self.elements if element.name == name]


def outside_references(parsed: Parsed) -> list[str]:
    """Every address in the page that a browser could ask for or run: none is expected."""
    found = []
    for element in parsed.elements:
        for name, value in element.attributes.items():
            inside = value.startswith(("#", "data:,")) or (element.name == "a" and ":" not in value)
            if name in {"src", "href", "action", "data", "poster", "srcset", "xlink:href"} and not inside:
                found.append(f"{element.name} {name}={value}")
            if name.startswith("on") or name == "style":
                found.append(f"{element.name} {name}={value}")
        if element.name == "style" and ("url(" in element.text or "@import" in element.text):
            found.append("style with url( or @import")
    return found
