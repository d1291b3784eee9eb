"""The folder that installs where there is no network: built, checked, installed without an index, and put to work."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from tests.wheelhouse import PYTHONS, ROOT, WINDOWS, build, linux, packages, pip, requirements, sha256
from tpgraph import __version__

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
TARGET = linux(os.uname().machine if sys.platform != "win32" else "x86_64")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="the folders are built on Linux")]


@pytest.fixture(scope="module")
def linux_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Linux folder, for the Python that runs the tests."""
    return build(TARGET, tmp_path_factory.mktemp("linux"), [HERE])


@pytest.fixture(scope="module")
def windows_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Windows folder, for one Python."""
    return build(WINDOWS, tmp_path_factory.mktemp("windows"), ["3.12"])


def names(folder: Path) -> list[str]:
    return sorted(wheel.name for wheel in (folder / "wheels").glob("*"))


def needs(folder: Path, environment: Mapping[str, str]) -> set[str]:
    """Walk from tpgraph through what each wheel says it requires on a computer of that kind."""
    stated: dict[str, list[Requirement]] = {}
    for wheel in (folder / "wheels").glob("*.whl"):
        with zipfile.ZipFile(wheel) as opened:
            inside = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
            said = message_from_bytes(opened.read(inside))
        stated[canonicalize_name(said["Name"])] = [Requirement(line) for line in said.get_all("Requires-Dist", [])]
    reached = {("tpgraph", extra) for extra in ("", "neo4j")}
    waiting = list(reached)
    while waiting:
        name, extra = waiting.pop()
        for wanted in stated.get(name, []):
            if wanted.marker is None or wanted.marker.evaluate({**environment, "extra": extra}):
                new = {(canonicalize_name(wanted.name), each) for each in ("", *wanted.extras)} - reached
                reached |= new
                waiting += new
    return {name for name, _ in reached}


def dry_run(folder: Path, python: str) -> None:
    pip(WINDOWS, python, "install", "--dry-run", "--no-index", f"--find-links={folder / 'wheels'}", "--require-hashes",
        f"--target={folder / 'nowhere'}", f"--requirement={folder / 'requirements.txt'}")  # fmt: skip


def test_the_linux_folder_installs_without_an_index_and_does_the_main_job(linux_folder: Path, tmp_path: Path) -> None:
    programs = Path(sys.executable).parent
    alone = {
        "PATH": f"{programs}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "PIP_NO_INDEX": "1",
        "PIP_NO_CACHE_DIR": "1",
        **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"),
    }
    # Where the kernel lets us, there is no network at all.
    cut_off = ["unshare", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*cut_off, "true"], check=False, capture_output=True).returncode:
        cut_off = []

    def run(*command: str) -> str:
        ended = subprocess.run(
            [*cut_off, *command], cwd=tmp_path, env=alone, check=False, capture_output=True, text=True
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    installed = run("sh", str(linux_folder / "install.sh"), "place")
    assert installed.startswith("tpgraph ")
    program = str(tmp_path / "place" / "bin" / "tpgraph")
    assert "map of the public money" in run(program, "--help").lower() or "Map the public money" in run(
        program, "--help"
    )
    run(program, "run", str(ROOT / "examples" / "northmere"), "--out", "pages")
    written = {file.name for file in (tmp_path / "pages").iterdir()}
    assert written >= {"index.html", "map.html", "report.html", "findings.xlsx", "brief.docx", "place.tpgraph"}
    assert run(program, "--store", "pages/place.tpgraph", "query", "largest-payees", "--csv", "-").count("\n") > 1


def test_every_wheel_of_the_windows_folder_runs_on_windows_and_nothing_is_missing(windows_folder: Path) -> None:
    tags = {str(tag) for name in names(windows_folder) for tag in parse_wheel_filename(name)[3]}
    assert {tag.split("-", 1)[1] for tag in tags} <= {"none-any", "abi3-win_amd64", "cp312-win_amd64"}
    dry_run(windows_folder, "3.12")
    there = {canonicalize_name(name) for name, _, _ in packages(windows_folder / "wheels")}
    assert needs(windows_folder, WINDOWS.environment("3.12")) == there
    assert {"colorama", "tzdata", "neo4j", "duckdb"} <= there  # the first two on Windows only


def test_a_windows_folder_that_lacks_a_package_is_told(windows_folder: Path, tmp_path: Path) -> None:
    lacking = tmp_path / "windows"
    shutil.copytree(windows_folder, lacking, copy_function=os.link)
    (lost,) = (lacking / "wheels").glob("colorama-*")
    lost.unlink()
    with pytest.raises(subprocess.CalledProcessError):
        dry_run(lacking, "3.12")


def test_a_wheel_that_was_changed_on_the_way_is_refused(windows_folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "windows"
    shutil.copytree(windows_folder, other, copy_function=os.link)
    (wheel,) = (other / "wheels").glob("mdurl-*")
    changed = wheel.read_bytes() + b" "
    wheel.unlink()
    wheel.write_bytes(changed)
    with pytest.raises(subprocess.CalledProcessError):
        dry_run(other, "3.12")
    assert f"{sha256(wheel)}  wheels/{wheel.name}" not in (other / "SHA256SUMS").read_text("utf-8")


@pytest.mark.parametrize("which", ["linux_folder", "windows_folder"])
def test_every_file_has_its_hash_and_the_page_names_every_package_with_its_licence(
    which: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(which)
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    stated = {file: found for found, file in (line.split("  ", 1) for line in lines)}
    files = [file for file in folder.rglob("*") if file.is_file() and file.name != "SHA256SUMS"]
    assert stated == {file.relative_to(folder).as_posix(): sha256(file) for file in files}
    installer = "install.sh" if which == "linux_folder" else "install.bat"
    assert {name for name in stated if "/" not in name} == {"for-it-departments.md", "requirements.txt", installer}
    page = (folder / "for-it-departments.md").read_text("utf-8")
    assert "<!-- packages -->" not in page
    for name, version, licence in packages(folder / "wheels"):
        assert f"| {name} | {version} | {licence} |" in page
        assert licence
    assert f"| tpgraph | {__version__} | MIT |" in page
    script = (folder / installer).read_bytes()
    assert b"@" not in script.replace(b"@echo off", b"")
    assert script.count(b"\r\n") == (script.count(b"\n") if installer == "install.bat" else 0)


def test_a_package_of_which_pythons_need_other_versions_is_told_apart(tmp_path: Path) -> None:
    served = {
        "one-1.0-py3-none-any.whl": PYTHONS,
        "two-1.0-cp311-cp311-win_amd64.whl": ["3.11"],
        "two-2.0-cp312-cp312-win_amd64.whl": ["3.12"],
        "two-2.0-cp313-cp313-win_amd64.whl": ["3.13"],
    }
    for name in served:
        (tmp_path / name).write_text(name, "utf-8")
    lines = requirements(tmp_path, served, PYTHONS).splitlines()[1:]
    assert [line for line in lines if not line.startswith("    --hash=sha256:")] == [
        "one==1.0 \\",
        'two==1.0 ; python_version == "3.11" \\',
        'two==2.0 ; python_version == "3.12" or python_version == "3.13" \\',
    ]
    assert len(lines) == 3 + 4
    assert sum(sha256(tmp_path / name) in "".join(lines) for name in served) == 4
