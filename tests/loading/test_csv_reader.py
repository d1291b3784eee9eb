"""CSV files as people publish them: encodings, line ends, preambles, headers, exact lines."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tpgraph.errors import UnreadableFileError
from tpgraph.loading import csv_reader
from tpgraph.loading.decoding import in_utf8
from tpgraph.loading.readers import RawTable, read_csv

HEADER = "Date,Supplier,Amount\n"


def cells(raw: RawTable) -> list[list[str]]:
    rows = raw.table.drop_columns(["line"]).to_pylist()
    return [list(row.values()) for row in rows]


def lines(raw: RawTable) -> list[int]:
    found: list[int] = raw.table.column("line").to_pylist()
    return found


def test_a_plain_file_keeps_every_cell_as_text_with_its_line() -> None:
    raw = read_csv(b"Date,Supplier,Amount\n2016-04-05,Acme Ltd,1.50\n2016-04-06, Zenith ,007\n", "a.csv")
    assert raw.header == ("Date", "Supplier", "Amount")
    assert cells(raw) == [["2016-04-05", "Acme Ltd", "1.50"], ["2016-04-06", " Zenith ", "007"]]
    assert lines(raw) == [2, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "end"])
def test_every_kind_of_line_end_gives_the_same_rows(end: str, last: str) -> None:
    text = end.join(["Date,Supplier,Amount", "2016-04-05,Acme,1", "2016-04-06,Zenith,2"]) + (end if last else "")
    raw = read_csv(text.encode(), "a.csv")
    assert cells(raw) == [["2016-04-05", "Acme", "1"], ["2016-04-06", "Zenith", "2"]]
    assert lines(raw) == [2, 3]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Supplier,Amount\nCafé £,1\n".encode(), "UTF-8"),
        ("Supplier,Amount\nCafé £,1\n".encode("utf-8-sig"), "UTF-8 with a byte order mark"),
        ("ï»¿Supplier,Amount\nCafé £,1\n".encode(), "UTF-8 with a decoded byte order mark"),
        ("Supplier,Amount\nCafé £,1\n".encode("cp1252"), "cp1252"),
        ("Supplier,Amount\nCafé £,1\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes, encoding: str) -> None:
    raw = read_csv(data, "a.csv")
    assert (raw.header, cells(raw), raw.encoding) == (("Supplier", "Amount"), [["Café £", "1"]], encoding)


@pytest.mark.parametrize("block", range(40, 120))
def test_cells_and_lines_are_exact_wherever_a_block_of_the_fast_reader_ends(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_reader, "_BLOCK", block)
    body = [["2016-04-05", "Acme", "1"], ["x", 'two\nlines, "and" commas,,', "2"], ["", "Zenith\n,\n", "3"]] * 9
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([["Date", "Supplier", "Amount"], *body])
    raw = read_csv(text.getvalue().encode(), "a.csv")
    assert cells(raw) == body
    assert lines(raw) == [2 + 6 * turn + step for turn in range(9) for step in (0, 1, 3)]


def test_a_file_without_a_line_break_in_a_cell_is_read_at_speed_quotes_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("the slow reader was asked")

    monkeypatch.setattr(csv_reader, "_rough", refused)
    raw = read_csv(b'Date,Supplier,Amount\r\n2016-04-05,"Acme, Ltd",1\r\n2016-04-06,"say ""so""",2\r\n', "a.csv")
    assert cells(raw) == [["2016-04-05", "Acme, Ltd", "1"], ["2016-04-06", 'say "so"', "2"]]
    assert lines(raw) == [2, 3]


@given(st.binary(max_size=12) | st.lists(st.sampled_from([b"\xed\xa0\x80", b"\xc3", b"\xa9", b"a"])).map(b"".join))
def test_a_file_is_utf8_for_the_reader_just_when_it_is_for_python(data: bytes) -> None:
    def python_reads() -> bool:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    data = b"x\n" + data.replace(b"\0", b"")
    assert (in_utf8(data, "a.csv")[2] == "UTF-8") == python_reads()


def test_the_line_of_a_record_is_where_it_starts_though_cells_hold_line_breaks() -> None:
    data = b'Supplier,Note,Amount\n"Acme","two\nlines",1\nZenith,"three\r\nlines\nhere",2\nLast,"",3\n'
    assert lines(read_csv(data, "a.csv")) == [2, 4, 7]


def test_blank_rows_are_dropped_and_counted_and_keep_the_lines_below_exact() -> None:
    data = b"Supplier,Amount\nAcme,1\n\n,\n  ,\nZenith,2\n,\n\n\n"
    raw = read_csv(data, "a.csv")
    assert lines(raw) == [2, 6]
    assert raw.notes == ("5 blank rows skipped",) or "blank rows skipped" in raw.notes[-1]


def test_a_header_is_found_under_a_preamble() -> None:
    data = b'Payments over 500\n"SELECT a,\n b FROM ledger"\n\nDate,Supplier,Amount\n2016-04-05,Acme,1\n'
    raw = read_csv(data, "a.csv")
    assert (raw.header, raw.header_line, lines(raw)) == (("Date", "Supplier", "Amount"), 5, [6])
    assert raw.notes == ("preamble of 4 lines skipped",)


def test_the_known_headings_decide_where_the_header_stands() -> None:
    data = b"Report,by,the,council\nDate,Supplier,Amount,Note\n2016-04-05,Acme,1,\n"
    known = {"date", "supplier", "amount"}
    raw = read_csv(data, "a.csv", expected=lambda row: sum(cell.lower() in known for cell in row))
    assert raw.header_line == 2


def test_a_header_on_two_lines_is_joined() -> None:
    raw = read_csv(b"Date,Amount,,,Supplier\n,Gross,VAT,Net,\n2016-04-05,12,2,10,Acme\n", "a.csv")
    assert raw.header == ("Date", "Amount Gross", "Amount VAT", "Amount Net", "Supplier")
    assert (raw.header_line, lines(raw)) == (1, [3])


def test_rows_of_text_under_the_header_are_not_taken_for_a_second_header_line() -> None:
    raw = read_csv(b"Name,Colour\nharbour,blue\nhill,green\n", "a.csv")
    assert (raw.header, len(cells(raw))) == (("Name", "Colour"), 2)


def test_ragged_rows_are_kept() -> None:
    raw = read_csv(b"Date,Supplier,Amount\n2016-04-05,Acme\n2016-04-06,Zenith,2,more\n", "a.csv")
    assert raw.header == ("Date", "Supplier", "Amount", "")
    assert cells(raw) == [["2016-04-05", "Acme", "", ""], ["2016-04-06", "Zenith", "2", "more"]]


def test_trailing_blank_columns_are_dropped() -> None:
    assert read_csv(b"Supplier,Amount,,\nAcme,1,,\n", "a.csv").header == ("Supplier", "Amount")


def test_a_file_of_one_column_is_read() -> None:
    raw = read_csv(b"Colour\nblue\ngreen\n", "a.csv")
    assert (raw.header, cells(raw), lines(raw)) == (("Colour",), [["blue"], ["green"]], [2, 3])


def test_a_file_of_three_hundred_columns_is_read() -> None:
    header = ",".join(f"heading {index}" for index in range(300))
    raw = read_csv(f"{header}\n{','.join(map(str, range(300)))}\n".encode(), "a.csv")
    assert (len(raw.header), cells(raw)[0][299]) == (300, "299")


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_found(delimiter: str) -> None:
    text = HEADER.replace(",", delimiter) + f'2016-04-05{delimiter}"Acme, Ltd"{delimiter}1,50\n' * 3
    assert cells(read_csv(text.encode(), "a.csv"))[0] == ["2016-04-05", "Acme, Ltd", "1,50"]


def test_long_texts_with_semicolons_do_not_make_a_semicolon_the_delimiter() -> None:
    rows = "".join(f'{index},"one; two; three; four; five; six"\n' for index in range(5))
    assert read_csv(f"id,text\n{rows}".encode(), "a.csv").header == ("id", "text")


@pytest.mark.parametrize("data", [b"", b" \n\r\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.csv is empty"):
        read_csv(data, "a.csv")


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFileError, match="line 3: a quotation mark is opened and never closed"):
        read_csv(b'Supplier,Amount\nAcme,1\n"Zenith,2\nLast,3\n', "a.csv")


def test_a_binary_file_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="not a text file"):
        read_csv(b"Supplier,Amount\n\0\1\2,3\n", "a.csv")


CELL = st.lists(st.sampled_from([*'ab1,;" ', "\n", "\r\n", "é"]), max_size=5).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_what_the_csv_module_writes_is_read_back_with_exact_lines(rows: list[list[str]], end: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end)
    writer.writerow(["Date", "Supplier", "Amount"])
    starts, kept = [], []
    for row in rows:
        line = len(io.StringIO(out.getvalue(), newline="").readlines()) + 1
        writer.writerow(row)
        if any(cell.strip() for cell in row):
            starts.append(line)
            kept.append(row)
    raw = read_csv(out.getvalue().encode(), "a.csv", expected=lambda row: int(row[:1] == ["Date"]))
    assert (cells(raw), lines(raw)) == (kept, starts)
