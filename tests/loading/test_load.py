"""A load made ready: its sums, ids and privacy, by a loader of three lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pytest

from tpgraph.errors import InputError, ModelError
from tpgraph.loading import load as load_module
from tpgraph.loading.bench import in_file_order
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, fingerprint, prepare
from tpgraph.loading.loader import Claim, Group, Landed, Problem, SetAside

TAKE_ALL = """
INSERT INTO record.money_read SELECT sheet, line, tp_pence(amount) FROM landed.bits;
INSERT INTO record.taken SELECT sheet, line, tp_pence(amount) FROM landed.bits;
INSERT INTO record.spend BY NAME
SELECT tp_record_id('spend', CAST(line AS VARCHAR)) AS record_id, sheet, line, extra, note, 'Northmere' AS organisation,
    tp_pence(amount) AS amount_pence, 'budget' AS basis
FROM landed.bits;
"""


@dataclass
class Toy:
    """Two rows of money, and SQL that a test chooses."""

    text: str = TAKE_ALL
    set_aside: list[SetAside] = field(default_factory=list)
    rows_read: int = 2
    name: str = "toy"
    label: str = "Toy"
    about: str = "for tests"

    def recognise(self, group: Group) -> Sequence[Claim]:
        return [Claim("toy", tuple(member.name for member in group.members), "toys", 0.9, "it is a toy")]

    def land(self, _group: Group, _claim: Claim) -> Landed:
        bits = {
            "sheet": ["", ""],
            "line": pa.array([3, 2], pa.int64()),
            "amount": ["1.50", "2"],
            "note": ["ring 020 7946 0000", "fine"],
            "extra": ['{"email":"x","who":"a@example.org"}', None],
        }
        problem = Problem("", 2, "note", "a@example.org", "note", "odd", "a@example.org is odd")
        return Landed({"bits": pa.table(bits)}, {"": self.rows_read}, [problem], self.set_aside)

    def sql(self) -> Sequence[str]:
        return [self.text]


def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toy: Toy, publisher: str | None = "P") -> PreparedLoad:
    monkeypatch.setattr(load_module, "loader_named", lambda _: toy)
    folder = tmp_path / "northmere"
    folder.mkdir(exist_ok=True)
    (folder / "a.csv").write_bytes(b"toy")
    (group,) = find_groups([folder])
    (claim,) = toy.recognise(group)
    return prepare(group, claim, publisher)


def test_records_left_as_a_view_give_the_same_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_view = (
        "CREATE TEMP TABLE mine AS SELECT * FROM landed.bits; DROP TABLE record.spend; CREATE VIEW record.spend AS "
        + TAKE_ALL.partition("BY NAME")[2].replace("landed.bits", "mine")
    )
    sums = TAKE_ALL.partition("INSERT INTO record.spend")[0]
    tables = prepared(tmp_path, monkeypatch, Toy()).tables
    assert prepared(tmp_path, monkeypatch, Toy(sums + as_view)).tables == tables


def test_a_load_holds_its_rows_in_the_order_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = prepared(tmp_path, monkeypatch, Toy())
    rows = load.tables["record.spend"].select(["line", "amount_pence", "load_id"]).to_pylist()
    assert rows == [
        {"line": 2, "amount_pence": 200, "load_id": load.load_id},
        {"line": 3, "amount_pence": 150, "load_id": load.load_id},
    ]
    (file,) = load.tables["record.file"].to_pylist()
    assert (file["rows_read"], file["rows_loaded"], file["money_read_pence"]) == (2, 2, 350)


def test_contacts_are_out_of_every_text_of_a_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = prepared(tmp_path, monkeypatch, Toy()).tables
    assert tables["record.spend"].column("note").to_pylist() == ["fine", "ring [contact removed]"]
    assert tables["record.spend"].column("extra").to_pylist() == [None, '{"who":"[contact removed]"}']
    (problem,) = [row for row in tables["record.problem"].to_pylist() if row["code"] == "odd"]
    assert (problem["value"], problem["sentence"]) == ("[contact removed]", "[contact removed] is odd")


def test_rows_that_do_not_add_up_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"a\.csv: 3 rows read, but 2 loaded and 0 set aside; nothing was loaded"):
        prepared(tmp_path, monkeypatch, Toy(rows_read=3))


def test_pence_that_do_not_add_up_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lossy = TAKE_ALL.replace("taken SELECT sheet, line, tp_pence(amount)", "taken SELECT sheet, line, 150")
    with pytest.raises(InputError, match=r"a\.csv: 350 pence read, but 300 loaded and 0 set aside"):
        prepared(tmp_path, monkeypatch, Toy(lossy))


def test_rows_set_aside_while_landing_count_with_their_money(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toy = Toy(set_aside=[SetAside("", 9, "a total", 1, 350), SetAside("", None, "blank", 4)], rows_read=7)
    (file,) = prepared(tmp_path, monkeypatch, toy).tables["record.file"].to_pylist()
    assert (file["rows_set_aside"], file["money_set_aside_pence"], file["money_read_pence"]) == (5, 350, 700)


def test_two_rows_with_one_record_id_are_a_fault_of_the_loader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match=r"loader toy: 2 rows of record\.spend share 1 record ids"):
        prepared(tmp_path, monkeypatch, Toy(TAKE_ALL.replace("CAST(line AS VARCHAR)", "'same'")))


def test_the_sql_of_a_loader_cannot_read_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    toy = Toy(f"CREATE TABLE x AS SELECT * FROM read_csv('{tmp_path}/secret.csv');")
    with pytest.raises(Exception, match="disabled"):
        prepared(tmp_path, monkeypatch, toy)


def test_the_folder_names_the_publisher_where_nothing_else_does_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = prepared(tmp_path, monkeypatch, Toy(), None)
    assert (load.publisher, load.source_key) == ("northmere", "northmere/toy-toys")
    assert "publisher-from-folder" in load.tables["record.problem"].column("code").to_pylist()


def test_the_same_bytes_are_the_same_load_and_other_bytes_another(tmp_path: Path) -> None:
    prints = []
    for name, data in (("one.csv", b"a"), ("two.csv", b"a"), ("three.csv", b"b")):
        (tmp_path / name).write_bytes(data)
        (group,) = find_groups([tmp_path / name])
        prints.append(fingerprint(group, Claim("toy", (name,), "x", 1.0, "")))
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.parametrize("lines", [[3, 4, 1, 2], [2, 1, 2], [1, 2, 3], [4, 3, 2, 1], [1, 5, 2, 6], [1, 2, 5, 6, 3, 4]])
def test_rows_come_in_the_order_of_their_lines(lines: list[int]) -> None:
    ids = [f"r-{number}" for number in range(len(lines))]
    table = pa.table({"sheet": [""] * len(lines), "line": pa.array(lines, pa.int64()), "record_id": ids})
    rows = in_file_order(table).select(["line", "record_id"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == sorted(zip(lines, ids, strict=True))
