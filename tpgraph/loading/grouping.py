"""From paths to groups: the files of one folder or of one zip, and files given by themselves.

A folder called csv, json, data, files or download belongs to the folder above it, so that the CSV and JSON of one
package are one group. Nothing is read here but zips, whose lists of members are checked.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.guard import check_known_kind, open_zip, read_safely
from tpgraph.loading.loader import Group, Member

_JSON = (".json", ".jsonl", ".ndjson")
_INSIDE = frozenset({"csv", "json", "data", "files", "download"})


def is_data_package(name: str) -> bool:
    """Tell whether a file is a data package by its name, such as ``oxford-datapackage.json``."""
    base = name.rsplit("/", 1)[-1].lower()
    return "datapackage" in base and base.endswith(".json")


def _read_file(path: Path) -> bytes:
    try:
        return read_safely(path)
    except PermissionError as error:
        raise UnreadableFileError(f"{path} may not be read: no permission; ask whoever owns the file") from error
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read ({error.strerror}); copy it to your own disk") from error


def _written(name: str) -> str:
    """Give a name as it can be kept: bytes of a file's name that are no UTF-8 become question marks."""
    return name.encode("utf-8", errors="replace").decode("utf-8")


def _member(path: Path, below: Path) -> Member:
    return Member(_written(path.relative_to(below).as_posix()), path.stat().st_size, partial(_read_file, path))


def _is_hidden(name: str) -> bool:
    # Excel keeps a ~$ file beside an open workbook; Windows and the Mac leave lists of thumbnails.
    return name.startswith((".", "~$")) or name.lower() in ("thumbs.db", "desktop.ini", "__macosx")


def _home(folder: Path) -> Path:
    """The nearest folder at or above that is not called csv, json, data, files or download."""
    while folder.name.lower() in _INSIDE and folder.parent != folder:
        folder = folder.parent
    return folder


def _packages(*folders: Path) -> list[Member]:
    found = []
    for folder in folders:
        try:
            inside = sorted(folder.iterdir())
        except OSError:
            # The folder above may be closed to us: then it has no package for us.
            continue
        found += [_member(path, folder) for path in inside if is_data_package(path.name) and path.is_file()]
    return found


def _zip_read(path: Path, name: str) -> bytes:
    with open_zip(_read_file(path), str(path)) as archive:
        return archive.read(next(info for info in archive.members() if info.filename == name))


def _zip_group(path: Path) -> Group:
    with open_zip(_read_file(path), str(path)) as archive:
        infos = [info for info in archive.members() if not _is_hidden(info.filename.rsplit("/", 1)[-1])]
    if not infos:
        raise UnreadableFileError(f"{path} is an empty zip; give the file as it was published")
    members = [Member(info.filename, info.file_size, partial(_zip_read, path, info.filename)) for info in infos]
    members.sort(key=lambda member: member.name)
    return Group(_written(path.stem), _written(str(path)), tuple(members), tuple(_packages(path.parent)))


def _zip_among_others(path: Path) -> Group:
    """A zip of a folder; one that cannot be opened must not hide the files beside it, and is told when it is read."""
    try:
        return _zip_group(path)
    except UnreadableFileError as error:
        member = Member(_written(path.name), path.stat().st_size, partial(_refuse, error))
        return Group(_written(path.stem), _written(str(path.parent)), (member,), ())


def _refuse(error: UnreadableFileError) -> bytes:
    raise error


def _is_plain_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


def _file_group(path: Path) -> Group:
    if _is_plain_zip(path):
        return _zip_group(path)
    member = _member(path, path.parent)
    if not member.size:
        check_known_kind(b"", str(path))
    folder = path.resolve().parent
    home = _home(folder)
    beside = _packages(*dict.fromkeys((folder, home, home.parent)))
    return Group(_written(home.name), _written(str(path)), (member,), tuple(beside))


def _files(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise UnreadableFileError(
            f"{error.filename} may not be read ({error.strerror}); ask whoever owns the folder"
        ) from error

    for here, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        yield from (Path(here, name) for name in sorted(names) if not _is_hidden(name))


def _folder_groups(folder: Path) -> list[Group]:
    homes: dict[Path, list[Path]] = {}
    groups = []
    for path in _files(folder):
        if _is_plain_zip(path):
            groups.append(_zip_among_others(path))
        elif path.is_file():
            homes.setdefault(_home(path.parent.resolve()), []).append(path)
    if not homes and not groups:
        raise UnreadableFileError(f"{folder} holds no file; give a folder with spreadsheets, CSV or JSON files")
    top = folder.resolve()
    for home, paths in homes.items():
        # A folder called csv may be all that was given: then its name comes from above, its members from inside.
        below = folder / home.relative_to(top) if home.is_relative_to(top) else folder
        members = sorted((_member(path, below) for path in paths), key=lambda member: member.name)
        groups.append(Group(_written(home.name), _written(str(below)), tuple(members), tuple(_packages(home.parent))))
    return sorted(groups, key=lambda group: group.shown)


def _pages_together(groups: Iterable[Group]) -> list[Group]:
    """Make one group of the JSON files of one folder that were given one by one: they may be pages of one listing."""
    found: dict[object, Group] = {}
    for number, group in enumerate(groups):
        name = group.members[0].name
        is_page = len(group.members) == 1 and group.shown.endswith(name) and name.lower().endswith(_JSON)
        key = ("folder", group.shown[: -len(name)]) if is_page else number
        if key in found:
            first = found[key]
            members = {member.name: member for member in (*first.members, *group.members)}
            shown = group.shown[: -len(name)].rstrip("/\\") or "." if len(members) > 1 else group.shown
            found[key] = replace(first, shown=shown, members=tuple(members[name] for name in sorted(members)))
        else:
            found[key] = group
    return list(found.values())


def find_groups(paths: Iterable[Path]) -> list[Group]:
    """Find the groups of files that some paths hold.

    Parameters
    ----------
    paths : files, folders and zips

    Returns
    -------
    list of Group, in the order of the paths; the groups of a folder sorted by where they are; JSON files of one folder
    that are given one by one are one group

    Raises
    ------
    UnreadableFileError
        If a path is missing, empty, not to be read, or a zip that is unsafe to open.
    """
    groups: list[Group] = []
    for path in paths:
        if not path.exists():
            raise UnreadableFileError(f"there is no file or folder '{path}'; look at the spelling")
        groups += _folder_groups(path) if path.is_dir() else [_file_group(path)]
    return _pages_together(groups)
