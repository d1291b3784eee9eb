"""What a data package (datapackage.json) says of a file: who publishes it and under which licence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.grouping import is_data_package
from tpgraph.loading.json_reader import read_json
from tpgraph.loading.loader import Group, Member


@dataclass(frozen=True)
class PackageWord:
    """What a data package says: publisher and licence, empty where it does not; `file` is the package's own name."""

    publisher: str = ""
    licence: str = ""
    file: str = ""


def _base(path: object) -> str:
    return str(path).replace("\\", "/").rsplit("/", 1)[-1].lower()


def _objects(value: object) -> list[Mapping[str, object]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _listed(package: Mapping[str, object]) -> set[str]:
    """Base names of the files that a package lists."""
    found: set[str] = set()
    for resource in _objects(package.get("resources")):
        path = resource.get("path")
        found |= {_base(part) for part in (path if isinstance(path, list) else [path]) if part}
    return found


def _publisher(package: Mapping[str, object]) -> str:
    named = _objects(package.get("publishers")) + [
        entry for entry in _objects(package.get("contributors")) if entry.get("role") == "publisher"
    ]
    names = (entry.get("name") or entry.get("title") for entry in named)
    return next((str(name).strip() for name in names if name), "")


def _licence(package: Mapping[str, object]) -> str:
    for entry in _objects(package.get("licenses")):
        return str(entry.get("title") or entry.get("name") or entry.get("url") or entry.get("path") or "")
    return str(package.get("license") or "")


def _documents(packages: Iterable[Member]) -> Iterable[tuple[str, Mapping[str, object]]]:
    for member in packages:
        try:
            documents = read_json(member.read(), member.name)
        except UnreadableFileError:
            # A broken package tells nothing; the file itself may still be sound.
            continue
        for document in documents:
            if isinstance(document, Mapping):
                yield member.name, document


def package_word(group: Group, members: Iterable[str]) -> PackageWord:
    """Find what a data package of the group, or beside it, says of some of its members.

    Only a package that lists one of the members by its base name is heard; the first that names a publisher wins.
    """
    wanted = {_base(name) for name in members}
    own = [member for member in group.members if is_data_package(member.name)]
    said = PackageWord()
    for name, package in _documents([*own, *group.beside]):
        if wanted & _listed(package):
            word = PackageWord(_publisher(package), _licence(package), name)
            if word.publisher:
                return word
            said = said if said.licence else word
    return said
