"""The page "Files to fetch" names every loader that there is, and nothing that there is not."""

import re
from pathlib import Path

from tpgraph.analysis import analyses
from tpgraph.cli.reference import commands
from tpgraph.loading.recognise import loaders

PROJECT = Path(__file__).resolve().parents[1]
PAGE = (PROJECT / "docs" / "files-to-fetch.md").read_text("utf-8")
SECTIONS = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
_LABELS = ("Who has it", "Format, licence", "Answers", "Loader", "Watch for")


def named(section: str) -> list[str]:
    """Give the loaders that a section names."""
    (line,) = re.findall(r"^- \*\*Loader:\*\* (.*?)(?=^- )", section, re.MULTILINE | re.DOTALL)
    return re.findall(r"`([a-z_]+)`", line)


def test_every_loader_named_on_the_page_is_installed_and_every_installed_loader_is_named() -> None:
    assert {name for section in SECTIONS for name in named(section)} == set(loaders())


def test_every_section_says_who_has_the_file_what_it_answers_which_loader_and_what_to_watch_for() -> None:
    for section in SECTIONS:
        assert tuple(re.findall(r"^- \*\*([^:*]+):\*\*", section, re.MULTILINE)) == _LABELS, section[:40]


def test_the_table_at_the_top_lists_the_sections_in_their_order_with_their_loaders() -> None:
    rows = re.findall(r"^\| (\d+) \| \[(.+?)\]\(#(.+?)\) \| [^|]+ \| (.+?) \|$", PAGE, re.MULTILINE)
    titles = [section.splitlines()[0] for section in SECTIONS]
    assert [f"{number}. {name}" for number, name, _, _ in rows] == titles
    anchors = [re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles]
    assert [anchor for _, _, anchor, _ in rows] == anchors
    assert [re.findall(r"`(\w+)`", listed) for _, _, _, listed in rows] == [named(section) for section in SECTIONS]


def test_every_question_and_command_on_the_page_exists() -> None:
    questions = set(re.findall(r"`find (\w+)`", PAGE))
    assert questions <= set(analyses())
    assert len(questions) > 5
    known = {page.name for page in commands()}
    for command in re.findall(r"`(tpgraph \w+)", PAGE):
        assert command in known


def test_every_address_is_one_of_a_publisher() -> None:
    publishers = (
        *("gov.uk", "nhs.uk", "phe.org.uk", "cqc.org.uk", "nomisweb.co.uk"),
        *("threesixtygiving.org", "openreferraluk.org", "esd.org.uk"),
    )
    addresses = re.findall(r"<(https?://[^>]+)>", PAGE)
    assert len(addresses) > 10
    for address in addresses:
        host = address.removeprefix("https://").split("/")[0]
        assert any(host == one or host.endswith(f".{one}") for one in publishers), address
