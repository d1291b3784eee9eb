"""A folder from which tpgraph installs where there is no network: `make wheelhouse`, one for Windows and one for Linux.

    python -m tests.wheelhouse [--out FOLDER] [--python 3.12]... [windows] [linux]

Each folder holds the wheels of tpgraph and of everything it needs, requirements.txt with the hash of every wheel,
SHA256SUMS of every file, a page for the IT department, and an installer that pip runs with --no-index. It is built on
Linux for both: pip resolves for a computer of another kind if it is told its tags and its environment markers.
"""

import argparse
import email
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "docs" / "offline-install"
PAGE = ROOT / "docs" / "for-it-departments.md"
PYTHONS = ("3.11", "3.12", "3.13")
EXTRAS = "neo4j"

# pip takes tags of another computer on its command line, but asks the one it runs on for the markers of requirements
# (colorama and tzdata are for Windows only): they are put in before it starts.
_PIP = """
import json, os, runpy, sys
from pip._vendor.packaging import markers
ours, theirs = markers.default_environment, json.loads(os.environ["TPGRAPH_MARKERS"])
markers.default_environment = lambda: {**ours(), **theirs}
sys.argv[0] = "pip"
runpy.run_module("pip", run_name="__main__")
"""


@dataclass(frozen=True)
class Target:
    """A kind of computer that a folder is for.

    Attributes
    ----------
    name : name of its folder
    platforms : tags of wheels that run there, best first
    markers : what requirements ask of it
    installer : name of its installer
    newline : how its text files end lines
    """

    name: str
    platforms: tuple[str, ...]
    markers: Mapping[str, str]
    installer: str
    newline: str

    def environment(self, python: str) -> dict[str, str]:
        """Give the environment markers under one version of Python."""
        versions = {
            "python_version": python,
            "python_full_version": f"{python}.0",
            "implementation_version": f"{python}.0",
        }
        return {
            **self.markers,
            **versions,
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }


WINDOWS = Target(
    "windows",
    ("win_amd64",),
    {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"},
    "install.bat",
    "\r\n",
)


def linux(machine: str = "x86_64") -> Target:
    """Give the target of a Linux with glibc 2.28 or newer, as of 2018."""
    return Target(
        "linux",
        (*(f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1)), f"manylinux2014_{machine}",
         *(f"manylinux_2_{minor}_{machine}" for minor in range(16, 4, -1)), f"manylinux2010_{machine}",
         f"manylinux1_{machine}", f"linux_{machine}"),
        {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": machine},
        "install.sh",
        "\n",
    )  # fmt: skip


def pip(target: Target, python: str, *arguments: str) -> None:
    """Run pip as if on a computer of the target, taking wheels only."""
    tags = [f"--platform={tag}" for tag in target.platforms]
    subprocess.run(
        [sys.executable, "-c", _PIP, *arguments, "--quiet", "--disable-pip-version-check", "--only-binary=:all:",
         f"--python-version={python}", "--implementation=cp", *tags],
        check=True,
        env={**os.environ, "TPGRAPH_MARKERS": json.dumps(target.environment(python))},
    )  # fmt: skip


def build(target: Target, out: Path, pythons: Sequence[str] = PYTHONS) -> Path:
    """Build the folder of one target, in the place of one that is there.

    Parameters
    ----------
    target : what it is for
    out : folder that it is made in
    pythons : versions of Python that it serves

    Returns
    -------
    Path of the folder

    Raises
    ------
    CalledProcessError
        If pip finds no wheel of something; it says of what.
    """
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary) / target.name
        wheels = made / "wheels"
        wheels.mkdir(parents=True)
        own = own_wheel(wheels)
        served: dict[str, set[str]] = {own.name: set(pythons)}
        for python in pythons:
            there = Path(temporary) / python
            pip(target, python, "download", f"--dest={there}", f"{own}[{EXTRAS}]")
            for wheel in there.glob("*.whl"):
                served.setdefault(wheel.name, set()).add(python)
                wheel.replace(wheels / wheel.name)
        _write(made / "requirements.txt", requirements(wheels, served, pythons), "\n")
        _write_texts(made, target, pythons)
        _write(made / "SHA256SUMS", sums(made), "\n")
        place = out / target.name
        shutil.rmtree(place, ignore_errors=True)
        out.mkdir(parents=True, exist_ok=True)
        shutil.move(made, place)
    return place


def own_wheel(folder: Path) -> Path:
    """Build the wheel of tpgraph as it stands here."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps",
         f"--wheel-dir={folder}", str(ROOT)],
        check=True,
    )  # fmt: skip
    (wheel,) = folder.glob("tpgraph-*.whl")
    return wheel


def sha256(file: Path) -> str:
    """Give the fingerprint of a file, hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def requirements(wheels: Path, served: Mapping[str, Iterable[str]], pythons: Sequence[str]) -> str:
    """Pin everything by version and hash.

    Parameters
    ----------
    wheels : folder of the wheels
    served : name of a wheel -> versions of Python that it is for
    pythons : all versions; a package of which some need another version gets a marker
    """
    pinned: dict[tuple[str, str], tuple[set[str], list[str]]] = {}
    for name in sorted(served):
        project, number, _, _ = parse_wheel_filename(name)
        versions, hashes = pinned.setdefault((str(project), str(number)), (set(), []))
        versions.update(served[name])
        hashes.append(sha256(wheels / name))
    lines = ["# pip install --no-index --find-links wheels --require-hashes -r requirements.txt"]
    for (pinned_name, pinned_version), (versions, hashes) in sorted(pinned.items()):
        only = " or ".join(f'python_version == "{python}"' for python in pythons if python in versions)
        marker = "" if versions >= set(pythons) else f" ; {only}"
        lines.append(
            " \\\n    ".join(
                [f"{pinned_name}=={pinned_version}{marker}", *(f"--hash=sha256:{found}" for found in hashes)]
            )
        )
    return "\n".join(lines) + "\n"


def packages(wheels: Path) -> list[tuple[str, str, str]]:
    """Give name, version and licence of every package, as its wheel says them."""
    found = set()
    for wheel in wheels.glob("*.whl"):
        with zipfile.ZipFile(wheel) as opened:
            inside = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
            said = email.message_from_bytes(opened.read(inside))
        found.add((str(said["Name"]), str(said["Version"]), _licence(said)))
    return sorted(found, key=lambda package: package[0].lower())


def _licence(said: "email.message.Message[str, str]") -> str:
    """Give the licence that a package states: its expression, else its classifiers, else its short text."""
    classifiers = [
        str(line).rsplit(" :: ", 1)[-1] for line in said.get_all("Classifier", []) if "License ::" in str(line)
    ]
    named = [name for name in classifiers if name != "OSI Approved"]
    text = str(said["License"] or "").strip()
    short = text if text and "\n" not in text and len(text) < 60 else ""
    return str(said["License-Expression"] or "; ".join(named) or short or "see the licence file inside the wheel")


def _write_texts(folder: Path, target: Target, pythons: Sequence[str]) -> None:
    newest_first = " ".join(sorted(pythons, key=lambda python: -int(python.split(".")[1])))
    script = (TEXTS / target.installer).read_text("utf-8").replace("@pythons_newest_first@", newest_first)
    _write(folder / target.installer, script, target.newline)
    rows = [f"| {name} | {version} | {licence} |" for name, version, licence in packages(folder / "wheels")]
    table = "\n".join(["| package | version | licence |", "| --- | --- | --- |", *rows])
    page = PAGE.read_text("utf-8").replace("<!-- packages -->", table)
    _write(folder / "for-it-departments.md", page, target.newline)


def _write(file: Path, text: str, newline: str) -> None:
    file.write_text(text, "utf-8", newline=newline)


def sums(folder: Path) -> str:
    """Give the SHA-256 of every file of a folder, as `sha256sum -c` reads them."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != "SHA256SUMS")
    return "".join(f"{sha256(file)}  {file.relative_to(folder).as_posix()}\n" for file in files)


def main() -> None:
    """Build what the command line asks for; say where it is and how large."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    parser.add_argument("targets", nargs="*", metavar="windows|linux", default=["windows", "linux"])
    parser.add_argument("--out", type=Path, default=ROOT / "wheelhouse")
    parser.add_argument("--python", action="append", metavar="3.12", help="version of Python; may be repeated")
    asked = parser.parse_args()
    known = {"windows": WINDOWS, "linux": linux(platform.machine() if sys.platform == "linux" else "x86_64")}
    if strange := set(asked.targets) - set(known):
        parser.error(f"there is no folder for {', '.join(sorted(strange))}; there are {', '.join(known)}")
    for name in asked.targets:
        folder = build(known[name], asked.out, asked.python or PYTHONS)
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        sys.stdout.write(f"{folder}: {size / 1e6:,.0f} MB; for-it-departments.md says what it is\n")


if __name__ == "__main__":
    main()
