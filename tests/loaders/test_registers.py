"""Whose file is whose: the registers against every other loader's headings, and hostile files against the registers."""

import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from tpgraph_loaders import charity_register, cqc, gp_practices, schools

from tests.loaders.charity_register.made_charities import FERRY, HARBOUR, as_json, as_text
from tests.loaders.cqc.made_cqc import HARBOUR_HOUSE, workbook
from tests.loaders.gp_practices.made_practices import ALIASES, LEGACY, epraccur, practice
from tests.loaders.made_registers import claims_on, write_csv
from tests.loaders.schools.made_schools import PRIMARY, links
from tests.loaders.schools.made_schools import schools as written_schools
from tests.real_data import real_data
from tpgraph.errors import TpgraphError
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import prepare
from tpgraph.loading.loader import Loader
from tpgraph.loading.recognise import loaders, recognise

REGISTERS: tuple[Loader, ...] = (charity_register.LOADER, cqc.LOADER, gp_practices.LOADER, schools.LOADER)
WRITTEN: dict[str, Callable[[Path], Path]] = {
    "charity_register": lambda folder: as_json(folder / "cc", charity=[HARBOUR, FERRY]),
    "charity_register as text": lambda folder: as_text(folder / "cc", charity=[HARBOUR, FERRY]),
    "cqc": lambda folder: workbook(folder, HARBOUR_HOUSE),
    "gp_practices": lambda folder: epraccur(folder, practice()),
    "gp_practices with headings": lambda folder: epraccur(folder, practice(), header=LEGACY),
    "gp_practices with other headings": lambda folder: epraccur(folder, practice(), header=ALIASES),
    "schools": lambda folder: written_schools(folder, PRIMARY),
}


def _their_tables() -> list[tuple[str, str, tuple[str, ...]]]:
    """Package, table and the best heading of each field, for every other loader that has a mapping."""
    found = []
    for folder in sorted(resources.files("tpgraph_loaders").iterdir(), key=lambda folder: folder.name):
        file = folder / "mapping.toml"
        if folder.name in {register.name for register in REGISTERS} or not file.is_file():
            continue
        for table, mapping in tomllib.loads(file.read_text("utf-8")).get("tables", {}).items():
            headings = [entry.get("headings") for entry in mapping.get("fields", {}).values()]
            found.append((folder.name, table, tuple(listed[0] for listed in headings if listed)))
    return found


@pytest.mark.parametrize("what", WRITTEN)
def test_each_register_is_claimed_by_its_own_loader_alone(tmp_path: Path, what: str) -> None:
    path = WRITTEN[what](tmp_path)
    (group,) = find_groups([path])
    claimed = {name for name, loader in loaders().items() for _ in loader.recognise(group)}
    assert claimed == {what.split()[0]}


def test_no_register_claims_the_headings_of_another_loader(tmp_path: Path) -> None:
    tables = _their_tables()
    assert {"spend", "open_referral", "threesixtygiving"} <= {name for name, _, _ in tables}
    for name, table, headings in filter(all, tables):
        path = write_csv(tmp_path / f"{name}-{table}.csv", [headings, ["1"] * len(headings)])
        (group,) = find_groups([path])
        for register in REGISTERS:
            assert list(register.recognise(group)) == [], (register.name, name, table)


@pytest.mark.real_data
@pytest.mark.parametrize("folder", ["spend", "open-referral", "360giving", "ocds", "codelists"])
def test_no_register_claims_a_real_file_of_another_kind(folder: str) -> None:
    for group in find_groups([real_data(folder)]):
        for register in REGISTERS:
            assert list(register.recognise(group)) == []


def test_the_links_of_schools_alone_are_nobodys(tmp_path: Path) -> None:
    path = links(tmp_path, ("1", "2", "", "Successor", ""))
    (group,) = find_groups([path])
    assert list(schools.LOADER.recognise(group)) == []


def test_registers_that_lie_in_one_folder_are_each_their_own_source(tmp_path: Path) -> None:
    for written in ("cqc", "gp_practices", "schools"):
        WRITTEN[written](tmp_path)
    assert sorted(claim.loader for claim in claims_on(tmp_path)) == ["cqc", "gp_practices", "schools"]


@pytest.mark.parametrize("what", WRITTEN)
@pytest.mark.parametrize("damage", ["cut", "shuffled", "zeros", "latin", "endless"])
def test_a_damaged_register_loads_or_is_refused_in_one_sentence(tmp_path: Path, what: str, damage: str) -> None:
    path = WRITTEN[what](tmp_path)
    file = next(iter(path.iterdir())) if path.is_dir() else path
    data = file.read_bytes()
    file.write_bytes(
        {
            "cut": data[: len(data) * 2 // 3],
            "shuffled": data[len(data) // 2 :] + data[: len(data) // 2],
            "zeros": data[:200] + b"\0" * 50 + data[250:],
            "latin": data.replace(b"Quay", b"Qu\xe4y").replace(b"HARBOUR", b"H\xc4RBOUR"),
            "endless": data + b'"' + b"x" * 2_000_000,
        }[damage]
    )
    assert "\n" not in _said_of(path)


def _said_of(path: Path) -> str:
    """Load a file that may be damaged, and give the sentence by which it is refused; empty where it loads."""
    try:
        for group, claim in recognise(find_groups([path]))[0]:
            prepare(group, claim)
    except TpgraphError as error:
        return str(error)
    return ""
