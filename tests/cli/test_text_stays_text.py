"""What a source writes is text in every output: never markup, a formula or a command to the terminal."""

import re
from html.parser import HTMLParser
from pathlib import Path

import openpyxl

from tests.cli.conftest import HEADER, Run


class Tags(HTMLParser):
    """Counts the scripts of a page and gathers attributes that run."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.running: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.running += [name for name, _ in attrs if name.startswith("on")]


def tags(page: Path) -> Tags:
    found = Tags()
    found.feed(page.read_text("utf-8"))
    return found


NAMES = ["<script>alert(1)</script> Ltd", "=cmd|'/c calc'!A1", "+1+1", "@SUM(1)", '" onload="alert(1)']


def test_markup_and_formulas_in_cells_stay_text_in_every_output(run: Run, place: Path) -> None:
    assert run("run", "files", "--out", "plain").code == 0
    lines = "".join(
        f'{payer},0{day}/05/2009,"{name.replace(chr(34), chr(34) * 2)}",{day}00.00,T{day}{payer[0]}\n'
        for payer in ("Northmere Borough Council", "Northmere Primary Care Trust")
        for day, name in enumerate(NAMES, 1)
    )
    for payer in ("Northmere Borough Council", "Northmere Primary Care Trust"):
        mine = "".join(line for line in lines.splitlines(keepends=True) if line.startswith(payer))
        (place / "files" / f"{payer.split()[1]}.csv").write_text(f"{HEADER}\n{mine}", "utf-8")
    ended = run("run", "files", "--out", "pages")
    assert ended.code == 0, ended.err
    for page in ("index.html", "report.html", "map.html"):
        assert tags(place / "pages" / page).scripts == tags(place / "plain" / page).scripts
        assert tags(place / "pages" / page).running == []
        assert "<script>alert" not in (place / "pages" / page).read_text("utf-8")
    book = openpyxl.load_workbook(place / "pages" / "findings.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert all(re.fullmatch(r"=(SUM|SUBTOTAL)\([\w,.$:! ']+\)", formula) for formula in formulas)
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert any("=cmd|'/c calc'!A1" in str(text) for text in texts)
    written = run("--store", "pages/place.tpgraph", "query", "largest-payees", "--csv", "-").out
    assert ",'=cmd|'/c calc'!A1," in written
    assert ",=cmd" not in written
    exact = run("--store", "pages/place.tpgraph", "query", "largest-payees", "--json").out
    assert "\"=cmd|'/c calc'!A1\"" in exact


def test_a_source_text_cannot_steer_the_terminal(run: Run, place: Path) -> None:
    name = "Evil\x1b[2J\x07 \u202eLtd"
    (place / "more.csv").write_text(f"{HEADER}\nHill Council,07/05/2009,{name},7.00,T7\n", "utf-8")
    assert run("load", "more.csv").code == 0
    out = run("query", "largest-payees", "--param", "payer=Hill Council").out
    assert "Evil" in out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)
