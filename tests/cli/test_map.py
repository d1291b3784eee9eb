"""`tpgraph map` and `--mapping`: from a table that nobody knows to flows in a store, with one edit in between."""

import re
from pathlib import Path

from tests.cli.conftest import Run

TABLE = """Grantee,Sum awarded (£),Awarded on,What for,Tel,Contact
Acme Ltd,"1,200.50",04/05/2010,Toys,020 7946 0000,Jo Bloggs
Mrs Jane Smith,50,16/05/2010,Lunch,020 7946 0001,Al Smith
Total,"1,250.50",,,,
"""


def written(place: Path) -> Path:
    (place / "grants.csv").write_text(TABLE, "utf-8")
    return place / "grants.toml"


def test_a_table_is_mapped_edited_checked_and_loaded(place: Path, run: Run) -> None:
    file = written(place)
    mapped = run("map", "grants.csv")
    assert mapped.code == 0, mapped.err
    assert "each row is read as one of flows" in mapped.out
    assert "needed: nothing is payer yet" in mapped.out
    assert "Next: tpgraph check grants.csv --mapping grants.toml" in mapped.err
    refused = run("load", "grants.csv", "--mapping", "grants.toml")
    assert "nothing is 'payer'" in refused.sentence()
    file.write_text(file.read_text("utf-8").replace('# payer = "Northmere Council"', 'payer = "Northmere Council"'))
    assert run("check", "grants.csv", "--mapping", "grants.toml").code == 0
    loaded = run("load", "grants.csv", "--mapping", "grants.toml")
    assert loaded.code == 0, loaded.err
    assert "grants: loaded as mapped (2 rows, " in loaded.err
    assert "£1,250.50" in loaded.err
    assert "nothing changed" in run("load", "grants.csv", "--mapping", "grants.toml").err


def test_sources_show_the_mapping_that_was_used(place: Path, run: Run) -> None:
    written(place).write_text(
        'kind = "flows"\n[columns]\n"Grantee" = "payee"\n"Sum awarded (£)" = "amount_gbp"\n'
        '[constants]\nbasis = "award"\npayer = "Northmere Council"\n'
    )
    assert run("load", "grants.csv", "--mapping", "grants.toml").code == 0
    (load_id,) = re.findall(r"(l-[0-9a-f]{16}), read as mapped", run("sources").out)
    shown = run("sources", load_id).out
    assert "Grantee -> payee, Sum awarded (£) -> amount_pence" in shown
    assert "constants.basis -> award" in shown


def test_the_screen_and_the_file_name_no_person_and_no_contact(place: Path, run: Run) -> None:
    file = written(place)
    mapped = run("map", "grants.csv")
    for text in (mapped.out, mapped.err, file.read_text("utf-8")):
        assert not any(word in text for word in ("Smith", "Bloggs", "7946"))


def test_the_screen_shows_each_column_with_its_field_its_evidence_and_first_values(place: Path, run: Run) -> None:
    written(place)
    (line,) = [line for line in run("map", "grants.csv").out.splitlines() if line.startswith("Sum awarded")]
    for part in ("amount_gbp", "100 % are amounts", "1,200.50 | 50"):
        assert part in line


def test_a_mapping_file_that_was_edited_is_not_replaced_unasked(place: Path, run: Run) -> None:
    file = written(place)
    file.write_text("mine")
    assert "'grants.toml' is there already" in run("map", "grants.csv").sentence()
    assert file.read_text() == "mine"
    assert run("map", "grants.csv", "--out", "other.toml").code == 0
    assert run("map", "grants.csv", "--force").code == 0
    assert "kind = " in file.read_text("utf-8")


def test_the_table_itself_is_never_written_over(place: Path, run: Run) -> None:
    written(place)
    assert "is the table itself" in run("map", "grants.csv", "--out", "grants.csv", "--force").sentence()
    assert (place / "grants.csv").read_text("utf-8") == TABLE


def test_what_a_row_is_can_be_said(place: Path, run: Run) -> None:
    written(place)
    assert "one of spend (you said so)" in run("map", "grants.csv", "--as-kind", "spend").out
    assert "'spent' is no kind" in run("map", "grants.csv", "--force", "--as-kind", "spent").sentence()


def test_a_mistake_in_the_file_is_said_with_its_line(place: Path, run: Run) -> None:
    written(place).write_text('kind = "flows"\n[columns]\n"Grantee" = "payeee"\n')
    said = run("check", "grants.csv", "--mapping", "grants.toml").sentence()
    assert said == "grants.toml, line 3: 'payeee' is no field of flows; did you mean 'payee'?"


def test_a_mapping_file_that_is_not_there_says_how_to_get_one(place: Path, run: Run) -> None:
    written(place)
    assert "`tpgraph map FILE` writes one" in run("load", "grants.csv", "--mapping", "none.toml").sentence()


def test_run_reads_tables_by_a_mapping_file(place: Path, run: Run) -> None:
    written(place).write_text(
        'kind = "flows"\n[columns]\n"Grantee" = "payee"\n"Sum awarded (£)" = "amount_gbp"\n"Awarded on" = "date"\n'
        '"Tel" = "drop"\n"Contact" = "drop"\n[constants]\nbasis = "award"\npayer = "Northmere Council"\n'
    )
    done = run("run", "grants.csv", "--mapping", "grants.toml", "--out", "pages")
    assert done.code == 0, done.err
    assert (place / "pages" / "index.html").is_file()


def test_formats_say_how_any_other_table_is_read(run: Run) -> None:
    assert "tpgraph map FILE" in run("formats").out


def test_a_folder_a_missing_file_and_no_table_are_refused(place: Path, run: Run) -> None:
    assert "is a folder" in run("map", "files").sentence()
    assert "there is no file or folder 'none.csv'" in run("map", "none.csv").sentence()
    (place / "page.pdf").write_bytes(b"%PDF-1.4")
    assert "a PDF" in run("map", "page.pdf").sentence()


def mapped(place: Path) -> None:
    written(place).write_text(
        'kind = "flows"\n[columns]\n"Grantee" = "payee"\n"Sum awarded (£)" = "amount_gbp"\n'
        '[constants]\nbasis = "award"\npayer = "Northmere Council"\n'
    )


def test_a_mapped_file_is_compared_by_its_name_while_its_bytes_are_those_loaded(place: Path, run: Run) -> None:
    mapped(place)
    assert run("load", "grants.csv", "--mapping", "grants.toml").code == 0
    same = run("diff", "grants.csv")
    assert (same.code, "No row is new, gone or changed." in same.out) == (0, True), same.err
    (place / "grants.csv").write_text(TABLE.replace("16/05/2010", "17/05/2010"), "utf-8")
    said = run("diff", "grants.csv").sentence()
    assert said.startswith("grants.csv is loaded by a mapping file, as Northmere Council/mapped-grants, and changed")
    assert "say --mapping FILE.toml" in said


def test_the_next_command_repeats_what_was_said_of_the_file(place: Path, run: Run) -> None:
    mapped(place)
    said = ("--publisher", "Hill Council", "--payer", "Vale Council", "--mapping", "grants.toml")
    named = 'load grants.csv --publisher "Hill Council" --payer "Vale Council" --mapping grants.toml'
    assert f"Next: tpgraph {named}\n" in run("check", "grants.csv", *said).err
    assert f"Next: tpgraph {named}\n" in run("load", "grants.csv", "--dry-run", *said).err
    assert run("load", "grants.csv", *said).code == 0
    (place / "grants.csv").write_text(TABLE.replace("Toys", "Books").replace("50,16", "51,16"), "utf-8")
    compared = run("--store", "place.tpgraph", "diff", "grants.csv", *said)
    assert f"Next: tpgraph --store place.tpgraph {named}\n" in compared.err


def test_run_ends_with_1_where_a_file_failed_and_writes_the_pages_of_the_others(place: Path, run: Run) -> None:
    (place / "files" / "bad.json").write_text('{"grants": [{"id": null, "amountAwarded": null}]}', "utf-8")
    ended = run("run", "files", "--out", "pages")
    said = ended.sentence()
    assert said.startswith("1 of 4 sources could not be loaded, and the pages are written without it; mend and run")
    assert "bad" in said
    assert (place / "pages" / "index.html").is_file()
