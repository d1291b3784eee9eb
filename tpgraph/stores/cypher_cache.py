"""The user's private folder of built graphs: one file a published graph, the newest few kept.

The files hold what the stores hold, so the folder is readable by its owner only. A file is named by the version of its
graph and by the store it was built from: a store that was sent by somebody else and claims the same version never meets
a file that was built from another.
"""

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path

import kglite

KEPT = 3

# Raise it when `cypher_graph.build` makes another graph from the same tables.
SHAPE = 1


def folder() -> Path:
    """Give the user's cache folder of tpgraph by the rule of the platform; it may not exist yet."""
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    if chosen and Path(chosen).is_absolute():
        return Path(chosen) / "tpgraph"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "tpgraph" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "tpgraph"
    return Path.home() / ".cache" / "tpgraph"


def file_of(graph_version: str, store: Path) -> Path:
    """Give the cache file of one published graph of one store."""
    version = graph_version if graph_version.isalnum() and len(graph_version) <= 64 else _digest(graph_version)
    return folder() / f"{version}-{_digest(f'{store.resolve()} {kglite.__version__} {SHAPE}')}.kgl"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def load(file: Path) -> kglite.KnowledgeGraph | None:
    """Load a built graph; None where there is none, it is damaged, or the folder is not private."""
    if not file.exists() or not _private(file.parent):
        return None
    try:
        graph = kglite.load(str(file), verify="eager")
    except (kglite.KgError, OSError, ValueError):
        with suppress(OSError):
            file.unlink()
        return None
    with suppress(OSError):
        os.utime(file)  # it counts as new: it was used
    graph.read_only(True)
    return graph


def keep(graph: kglite.KnowledgeGraph, file: Path) -> None:
    """Keep a built graph and delete all but the newest few. Where the folder cannot be written nothing is kept."""
    scratch = file.with_name(f".{os.getpid()}-{file.name}")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _private(file.parent):
            return
        graph.save(str(scratch), fsync=False)
        scratch.replace(file)
        others = sorted(file.parent.glob("*.kgl"), key=lambda other: other.stat().st_mtime_ns, reverse=True)
        for old in others[KEPT:]:
            old.unlink(missing_ok=True)
    except (kglite.KgError, OSError, ValueError):
        return
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def _private(found: Path) -> bool:
    """Tell whether the folder belongs to this user and nobody else may write to it."""
    if sys.platform == "win32":
        return True  # the profile folder is private by its access list
    with suppress(OSError):
        found.chmod(0o700)
    state = found.stat()
    return state.st_uid == os.getuid() and not state.st_mode & 0o077
