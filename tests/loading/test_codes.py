"""Every problem that can be told is described: what it breaks, why it matters, how to mend it."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from types import ModuleType

import pytest

import tpgraph.loading
import tpgraph.resolution
from tests.real_data import real_data
from tpgraph.errors import InputError, ModelError
from tpgraph.loading.code_pages import problem_page, schema_text
from tpgraph.loading.codes import (
    FRAMEWORK,
    LEVELS,
    code_named,
    codes_of,
    described,
    framework_codes,
    graph_codes,
    merged,
    parse_codes,
    problem_codes,
)
from tpgraph.loading.loader import Loader
from tpgraph.loading.recognise import loaders
from tpgraph.map.checking import check_files

DOCS = Path(__file__).parents[2] / "docs" / "reference"
SEVERITY = "'(?:error|warning|note)'"
CODE = "'([a-z0-9]+(?:[-_][a-z0-9]+)*)'"
IN_SQL = (
    re.compile(rf"{CODE}\s+AS\s+code\b", re.IGNORECASE),
    re.compile(rf"\bcode\s*=\s*{CODE}"),
    re.compile(rf"{SEVERITY}(?:\s+AS\s+severity)?\s*,\s*{CODE}", re.IGNORECASE),
    re.compile(rf"'([a-z0-9]+(?:-[a-z0-9]+)+)'\s*,\s*{SEVERITY}"),
)
ENTRY = '[{code}]\nlevel = "valid"\nseverity = "warning"\ntitle = "{title}"\nwhy = "w"\nmend = "m"\n'


def text_of(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def places_of_code(tree: ast.Module) -> dict[str, int]:
    """Functions and classes of a module that take a code: their name -> its place among the arguments of a call."""
    places = {"Problem": 5}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg not in ("self", "cls")]
            if "code" in names and "sentence" in names:
                places[node.name] = names.index("code")
        if isinstance(node, ast.ClassDef):
            fields = [
                line.target.id
                for line in node.body
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
            ]
            if "code" in fields:
                places.setdefault(node.name, fields.index("code"))
    return places


def code_of_call(call: ast.Call, place: int) -> str | None:
    """The code that a call is given: by its name, in its place, or behind a severity where others are unpacked."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    if named:
        return text_of(named[0])
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        texts = [text_of(argument) for argument in call.args]
        severities = [number for number, text in enumerate(texts) if text in ("error", "warning", "note")]
        return texts[severities[0] + 1] if severities else None
    return text_of(call.args[place]) if place < len(call.args) else None


def codes_in_python(path: Path) -> Iterator[str]:
    """Codes that are written where a problem is made, and those in SQL texts of the module."""
    tree = ast.parse(path.read_text("utf-8"))
    places = places_of_code(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "severity" in node.value:
            yield from codes_in_sql(node.value)
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            code = code_of_call(node, places[name]) if name in places else None
            if code is not None:
                yield code


def codes_in_sql(text: str) -> Iterator[str]:
    plain = re.sub(r"--[^\n]*", "", text)
    for pattern in IN_SQL:
        yield from pattern.findall(plain)


def written_codes(folder: Path) -> dict[str, Path]:
    """Every code literal of a package -> one file in which it stands."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".sql"):
            codes = codes_in_python(path) if path.suffix == ".py" else codes_in_sql(path.read_text("utf-8"))
            found |= dict.fromkeys(codes, path)
    return found


def folder_of(loader: Loader) -> Path:
    return Path(str(sys.modules[type(loader).__module__].__file__)).parent


@pytest.mark.parametrize("name", loaders())
def test_every_code_that_a_loader_writes_is_described(name: str) -> None:
    loader = loaders()[name]
    known = codes_of(loader).keys() | framework_codes().keys()
    written = written_codes(folder_of(loader))
    assert {code: path.name for code, path in written.items() if code not in known} == {}


def test_every_code_that_the_framework_writes_is_described() -> None:
    folder = Path(str(resources.files(tpgraph.loading)))
    written = written_codes(folder)
    assert {code: path.name for code, path in written.items() if code not in framework_codes()} == {}
    assert {"reading", "contacts-dropped", "paid-twice", "money-without-payee"} <= written.keys()


def test_every_code_that_is_told_of_the_graph_is_described_and_stands_on_the_page() -> None:
    folder = Path(str(resources.files(tpgraph.resolution)))
    written = {
        code for path in folder.glob("*.py") for code in re.findall(r'"code": "([a-z-]+)"', path.read_text("utf-8"))
    }
    assert written == graph_codes().keys()
    assert "indicator-not-mapped" in written
    page = problem_page().partition("## Of the graph")[2]
    assert [code for code in graph_codes() if f"### {code}\n" not in page] == []
    assert code_named("place not known").title == "A name of a place that no list has exactly once"


def test_the_search_for_codes_finds_them_in_calls_and_in_sql(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "def _say(self, where, severity, code, sentence): ...\n"
        "def f(s):\n"
        '    s._say("here", "note", "said-so", "x")\n'
        '    return [Problem("", None, "", "", "note", "made-so", "x"), Problem(sheet="", code="named-so"),\n'
        '            Problem(*where, "path", "", "note", "starred-so", "x")]\n'
        "SQL = \"SELECT 1 AS severity, 'typed-so' AS code\"\n",
        "utf-8",
    )
    (tmp_path / "b.sql").write_text(
        "SELECT 'note' AS severity, 'first-so' AS code UNION ALL SELECT 'warning', 'then-so'; -- 'error', 'never-so'\n"
        "SET severity = 'note', code = 'set-so'; VALUES ('id', 'listed-so', 'error')",
        "utf-8",
    )
    assert set(written_codes(tmp_path)) == {
        "said-so", "made-so", "named-so", "typed-so", "first-so", "then-so", "set-so", "listed-so", "starred-so",
    }  # fmt: skip


def test_codes_of_all_loaders_are_one_list_in_alphabetical_order() -> None:
    codes = problem_codes()
    assert list(codes) == sorted(codes)
    assert codes["bad-amount"].loader == FRAMEWORK
    assert codes["tenfold-slip"].loader == "ocds"
    assert {code.level for code in codes.values()} == set(LEVELS)
    for code in codes.values():
        assert not code.mend.endswith("."), code.code
        assert code.why.endswith("."), code.code
        assert code.title[0].isupper(), code.code


def test_one_code_with_two_meanings_is_a_fault_of_the_model() -> None:
    one = parse_codes(ENTRY.format(code="odd", title="One"), "one", "first")
    same = parse_codes(ENTRY.format(code="odd", title="One"), "two", "second")
    other = parse_codes(ENTRY.format(code="odd", title="Other"), "two", "second")
    assert merged({"first": one, "second": same})["odd"].loader == "first"
    with pytest.raises(ModelError, match="'odd' is described differently by first and second"):
        merged({"first": one, "second": other})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[odd]\nlevel = 'valid'", "Field required"),
        (ENTRY.format(code="Odd_One", title="x"), "Odd_One"),
        (ENTRY.format(code="odd", title="x").replace("valid", "nice"), "level"),
        (ENTRY.format(code="odd", title="x") + "wy = 'x'", "wy"),
        ("[odd", "is not a list of problem codes"),
    ],
)
def test_a_list_of_codes_with_a_fault_names_it(text: str, said: str) -> None:
    with pytest.raises(ModelError, match=r"a/codes.toml is not a list of problem codes") as caught:
        parse_codes(text, "a/codes.toml", "a")
    assert said in str(caught.value)


def test_notes_keep_a_file_from_no_rung_unless_they_say_so() -> None:
    codes = problem_codes()
    assert not codes["reading"].blocks
    assert codes["bad-amount"].blocks
    assert codes["money-without-purpose"].blocks


def test_a_guest_without_codes_gets_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    class Guest:
        name = "guest"

    module = ModuleType("guest_module")
    monkeypatch.setitem(sys.modules, "guest_module", module)
    Guest.__module__ = "guest_module"
    assert codes_of(Guest()) == {}  # type: ignore[arg-type]  # nothing but its name is asked of it
    code = described("too_blue-by-far", "guest", "warning")
    assert (code.title, code.level, code.blocks) == ("Too blue by far", "valid", True)
    assert not described("too-blue", "guest", "note").blocks
    assert described("bad-amount", "guest", "error").title == "A cell is not an amount"


def test_a_code_is_found_however_it_is_typed_and_a_wrong_one_gets_the_nearest() -> None:
    assert code_named("Bad Amount").code == code_named("bad_amount").code == "bad-amount"
    with pytest.raises(InputError, match="no problem has the code 'bad-amnt'; did you mean bad-amount or"):
        code_named("bad-amnt")
    with pytest.raises(InputError, match=r"docs/reference/problems\.md lists them all"):
        code_named("qqqqqqqq")


def test_the_page_of_problems_is_made_from_the_codes() -> None:
    page = DOCS / "problems.md"
    assert page.read_text("utf-8") == problem_page(), (
        "run: python -m tpgraph.loading.code_pages > docs/reference/problems.md"
    )


def test_the_schema_of_a_check_is_made_from_its_types() -> None:
    page = DOCS / "check.schema.json"
    assert page.read_text("utf-8") == schema_text(), (
        "run: python -m tpgraph.loading.code_pages schema > docs/reference/check.schema.json"
    )


@pytest.mark.real_data
@pytest.mark.parametrize("folder", ["spend", "open-referral", "360giving", "ocds"])
def test_no_real_file_tells_of_a_problem_that_is_not_described(folder: str) -> None:
    checked = check_files([real_data(folder)])
    assert checked.report.sources
    told = {problem.code for source in checked.report.sources for problem in source.problems}
    assert told - problem_codes().keys() == set()
