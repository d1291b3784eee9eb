"""What a file says of itself: who publishes it and under which licence."""

from collections.abc import Mapping
from dataclasses import dataclass

from tpgraph.loading.raw import RawTable


@dataclass(frozen=True)
class Metadata:
    """Publisher and licence, empty where not stated; `where` says by what they are known."""

    publisher: str = ""
    licence: str = ""
    where: str = ""

    def __bool__(self) -> bool:
        return bool(self.publisher or self.licence)


def _text(value: object) -> str:
    return " ".join(value.split())[:300] if isinstance(value, str) else ""


def metadata_of_document(document: Mapping[str, object]) -> Metadata:
    """Read the head of a JSON file: what stands beside its list of grants."""
    publisher = document.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    licence = document.get("license") or document.get("licence")
    if isinstance(licence, dict):
        licence = licence.get("url") or licence.get("name")
    return Metadata(_text(name), _text(licence), "the head of the file")


def metadata_of_sheet(raw: RawTable) -> Metadata:
    """Read a sheet of metadata: names in its first column, values in its second."""
    if len(raw.header) < 2:
        return Metadata()
    names, values = (raw.table.column(name).to_pylist() for name in raw.table.column_names[:2])
    rows = [(raw.header[0], raw.header[1]), *zip(names, values, strict=True)]
    said = {_key(name): value for name, value in rows}
    licence = said.get("license") or said.get("licence") or said.get("licenseurl")
    return Metadata(_text(said.get("publisher:name") or said.get("publisher")), _text(licence), f"sheet {raw.name}")


def _key(name: str) -> str:
    return "".join(name.split()).lower()
