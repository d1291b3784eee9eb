"""Everything made from graph.toml agrees with it: Arrow schemas, store, template, column reference, exports.

The expected columns are read from the file itself, not through `tpgraph.model`.
"""

import csv
import tomllib
from importlib import resources
from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa
import pytest

from tpgraph.errors import ModelError
from tpgraph.loading.template_workbook import write_template
from tpgraph.map.exports import export
from tpgraph.model import model, parse
from tpgraph.model.document import column_reference
from tpgraph.stores import open_store
from tpgraph.tables import empty, graph_table_names, schemas

TOML = tomllib.loads(resources.files("tpgraph.model").joinpath("graph.toml").read_text("utf-8"))
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "columns.md"
ARROW = {
    "text": "string",
    "id": "string",
    "integer": "int64",
    "number": "double",
    "pence": "int64",
    "boolean": "bool",
    "date": "string",
    "year": "string",
    "list": "list<item: string>",
    "json": "string",
}
SQL = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN", "list<item: string>": "VARCHAR[]"}

Columns = list[tuple[str, str]]


def named(entries: list[dict[str, str]]) -> Columns:
    return [(entry["name"], ARROW[entry["type"]]) for entry in entries]


def expected_tables() -> dict[str, Columns]:
    found: dict[str, Columns] = {}
    for name, kind in TOML["record"].items():
        found[f"record.{name}"] = named(TOML["common"]["columns"] + kind["columns"] + kind.get("kept", []))
    for schema, tables in TOML["table"].items():
        for name, table in tables.items():
            found[f"{schema}.{name}"] = named(table["columns"])
    for label, node in TOML["node"].items():
        name = "".join("_" + letter.lower() if letter.isupper() else letter for letter in label).lstrip("_")
        found[f"graph.{name}"] = [("id", "string"), ("name", "string"), *named(node["properties"])]
    for kind, relationship in TOML["relationship"].items():
        ends = [("source_id", "string"), ("target_id", "string")]
        found[f"graph.rel_{kind.lower()}"] = ends + named(relationship["properties"])
    return found


def test_the_arrow_schema_of_every_table_is_that_of_the_model() -> None:
    made = {name: [(field.name, str(field.type)) for field in schema] for name, schema in schemas().items()}
    assert made == expected_tables()


def test_the_embedded_store_has_the_tables_of_the_model(tmp_path: Path) -> None:
    path = tmp_path / "place.tpgraph"
    open_store(str(path), create=True)
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            "SELECT table_schema || '.' || table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema IN ('record', 'judgement', 'graph') ORDER BY table_schema, table_name, ordinal_position"
        ).fetchall()
    found: dict[str, Columns] = {}
    for table, column, kind in rows:
        found.setdefault(table, []).append((column, kind))
    assert found == {
        name: [(column, SQL[kind]) for column, kind in columns] for name, columns in expected_tables().items()
    }


def test_every_sheet_of_the_template_has_the_columns_of_its_record_kind(tmp_path: Path) -> None:
    write_template(tmp_path / "place.xlsx")
    book = openpyxl.load_workbook(tmp_path / "place.xlsx")
    found = {
        name: [cell.value for cell in book[name][1]] for name in book.sheetnames if name not in ("Read me", "lists")
    }
    headings = {
        kind["sheet"]: [
            column["name"].replace("_pence", "_gbp") if column["type"] == "pence" else column["name"]
            for column in kind["columns"]
        ]
        for kind in TOML["record"].values()
    }
    assert found == headings


def test_the_column_reference_is_the_one_made_from_the_model() -> None:
    assert PAGE.read_text("utf-8") == column_reference(), "run: python -m tpgraph.model.document"


def test_the_column_reference_names_every_column_of_every_table() -> None:
    page = column_reference()
    for name, table in TOML["record"].items():
        part = page.split(f"`record.{name}`", 1)[1].split("\n### ", 1)[0]
        for column in table["columns"] + table.get("kept", []):
            heading = column["name"].replace("_pence", "_gbp") if column["type"] == "pence" else column["name"]
            assert f"| `{heading}` |" in part
            assert column["about"] in part
    for label in TOML["node"]:
        assert f"\n### {label}\n" in page
    for kind in TOML["relationship"]:
        assert f"-{kind}->" in page
    for schema, tables in TOML["table"].items():
        for name in tables:
            assert f"\n### {schema}.{name}\n" in page


def test_the_headers_of_a_csv_export_are_the_columns_of_the_model(tmp_path: Path) -> None:
    written = export({name: empty(f"graph.{name}") for name in graph_table_names()}, tmp_path / "out", "csv")
    found = {}
    for path in written:
        with path.open(newline="", encoding="utf-8") as file:
            found[f"graph.{path.stem}"] = next(csv.reader(file))
    tables = {name: columns for name, columns in expected_tables().items() if name.startswith("graph.")}
    assert found == {name: [column for column, _ in columns] for name, columns in tables.items()}


def test_every_example_of_a_listed_value_is_on_its_list() -> None:
    for kind in model().records.values():
        for column in kind.columns:
            assert not column.values or column.example in ("", *column.values), (kind.name, column.name)


def test_every_record_column_that_is_kept_for_a_reference_names_a_column_of_the_sheet() -> None:
    for kind in model().records.values():
        columns = {column.name for column in kind.columns} | {"inspected_service"}
        for kept in kind.kept:
            base = kept.name.removesuffix("_records").removesuffix("_record")
            assert base == kept.name or base in columns, (kind.name, kept.name)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('{ name = "kind", type = "text"', '{ name = "kind", type = "words"', "needs a name and a type of text"),
        ('values = "sector"', 'values = "colour"', "no list of values is called 'colour'"),
        ('between = [["Organisation", "Service"]]', 'between = [["Body", "Service"]]', "no node is called Body"),
    ],
)
def test_a_model_that_contradicts_itself_is_refused(old: str, new: str, message: str) -> None:
    text = resources.files("tpgraph.model").joinpath("graph.toml").read_text("utf-8")
    with pytest.raises(ModelError, match=message):
        parse(text.replace(old, new, 1))


def test_empty_tables_have_the_schema_of_the_model() -> None:
    assert empty("record.flow").schema.field("amount_pence").type == pa.int64()
    with pytest.raises(ModelError, match=r"no table is called 'record\.colour'"):
        empty("record.colour")
