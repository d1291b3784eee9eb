"""From JSON documents to releases: release packages, record packages, releases and records, one or many a file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import orjson

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.loader import Problem
from tpgraph.loading.readers import read_json
from tpgraph_loaders.ocds.shape import PACKAGE, Json, Pruner, inner, release_shape

_LONGEST = 500
_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")


@dataclass
class Release:
    """One release, pruned.

    Attributes
    ----------
    sheet : name of the member; empty for a single file
    line : number of the release, or of the record that holds it, in its file; in JSON Lines it is the line
    path : path inside the document, such as ``releases/0``
    data : what is read of it
    whole : true for a compiled release: nothing before it adds to it
    """

    sheet: str
    line: int
    path: str
    data: Json
    whole: bool = False

    @property
    def ocid(self) -> str:
        """Id of the process; empty where the release has none that can be kept."""
        ocid = str(self.data.get("ocid") or "")
        return ocid if len(ocid) <= _LONGEST else ""

    @property
    def moment(self) -> str:
        """Date and time in UTC, comparable as text; empty where there is none."""
        return _in_utc(str(self.data.get("date") or ""))


def _in_utc(written: str) -> str:
    # fromisoformat reads 2009-03-15T14:45:00Z and dates alone; what it cannot read is compared as it is written.
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return written
    if _ZONE.search(written):
        try:
            moment = moment.astimezone(UTC)
        except OverflowError:
            return written
    return moment.replace(tzinfo=None).isoformat()


@dataclass
class Reading:
    """What has been read of all members: releases in file order, the packages' words, problems."""

    releases: list[Release] = field(default_factory=list)
    publishers: list[Json] = field(default_factory=list)
    licences: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, documents: Iterable[object], sheet: str) -> None:
        """Read the documents of one member; their packages are emptied, so that what has been read is let go."""
        _Member(self, sheet).take(documents)


@dataclass
class _Member:
    reading: Reading
    sheet: str
    line: int = 0

    def take(self, documents: Iterable[object]) -> None:
        for document in documents:
            if isinstance(document, dict) and isinstance(document.get("records"), list):
                self._package(document)
                for place, record in _emptied(document["records"]):
                    self._record(record, f"records/{place}")
            elif isinstance(document, dict) and "ocid" not in document and isinstance(document.get("releases"), list):
                self._package(document)
                for place, release in _emptied(document["releases"]):
                    self._next_release(release, f"releases/{place}")
            elif isinstance(document, dict) and ("compiledRelease" in document or "releases" in document):
                self._record(document, "")
            else:
                self._next_release(document, "")

    def _package(self, document: dict[str, object]) -> None:
        pruner = Pruner()
        package = pruner.prune(document, PACKAGE, "")
        self._say_wrong(pruner, 0)
        if publisher := inner(package, "publisher"):
            self.reading.publishers.append(publisher)
        if isinstance(package.get("license"), str):
            self.reading.licences.append(str(package["license"]))

    def _next_release(self, value: object, path: str) -> None:
        self.line += 1
        self._release(value, path)

    def _release(self, value: object, path: str, ocid: object = None, whole: bool = False) -> None:
        pruner = Pruner()
        data = pruner.prune(value, release_shape(), path)
        if "ocid" not in data and isinstance(ocid, str):
            data["ocid"] = ocid.strip()
        self._say_wrong(pruner, self.line)
        if isinstance(value, dict):
            self.reading.releases.append(Release(self.sheet, self.line, path, data, whole))

    def _record(self, value: object, path: str) -> None:
        """Read a record: its compiled release where it has one, else the releases that it holds."""
        self.line += 1
        if not isinstance(value, dict):
            self._release(value, path)
            return
        below = f"{path}/" if path else ""
        if isinstance(value.get("compiledRelease"), dict):
            self._release(value["compiledRelease"], f"{below}compiledRelease", value.get("ocid"), whole=True)
            return
        releases = value.get("releases")
        held = list(enumerate(releases)) if isinstance(releases, list) else []
        links = [place for place, release in held if _is_link(release)]
        for place, release in held:
            if place not in links:
                self._release(release, f"{below}releases/{place}", value.get("ocid"))
        if links or not held:
            self._say(
                below + "releases", "", "warning", "releases-not-here",
                f"the record only links to {len(links):,} of its {len(held):,} releases and has no compiled release",
                "load the release package too, or a record package with compiled releases",
            )  # fmt: skip

    def _say_wrong(self, pruner: Pruner, line: int) -> None:
        for wrong in pruner.wrong:
            self._say(
                wrong.path, wrong.found, "warning", "wrong-kind",
                f"{wrong.path or 'the document'} is {wrong.found} where OCDS has {wrong.expected}",
                "ask the publisher to check the file with the OCDS Data Review Tool", line,
            )  # fmt: skip

    def _say(
        self, path: str, value: str, severity: str, code: str, sentence: str, mend: str, line: int | None = None
    ) -> None:
        where = self.line if line is None else line
        self.reading.problems.append(Problem(self.sheet, where or None, path, value, severity, code, sentence, mend))


def _emptied(items: list[object]) -> Iterator[tuple[int, object]]:
    """Give the items with their places; each is let go once it has been given."""
    for place in range(len(items)):
        item, items[place] = items[place], None
        yield place, item


def documents(data: bytes, name: str) -> Iterator[object]:
    """Give the documents of a JSON file one after the other, those of JSON Lines without reading the file twice.

    Raises
    ------
    UnreadableFileError
        If the file is not JSON.
    """
    lines = data.split(b"\n") if name.lower().endswith((".jsonl", ".ndjson")) else []
    if len(lines) > 1 and _parsed(lines[0]):
        for number, line in enumerate(lines, 1):
            yield from _of_line(line, number, name) if line.strip() else ()
    else:
        # Most files are read from their bytes, without the copy that other encodings need.
        yield from _parsed(data) or read_json(data, name)


def _parsed(data: bytes) -> list[object]:
    """The items of a document in plain UTF-8; none where it is empty or something else."""
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError:
        return []
    return document if isinstance(document, list) else [document]


def _of_line(line: bytes, number: int, name: str) -> list[object]:
    try:
        return _parsed(line) or read_json(line, name)
    except UnreadableFileError as error:
        raise UnreadableFileError(f"{name}, line {number}: {str(error).removeprefix(f'{name}: ')}") from error


def _is_link(release: object) -> bool:
    return isinstance(release, dict) and "url" in release and "ocid" not in release
