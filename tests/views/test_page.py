"""The page shell: nothing leaves it, nothing a source wrote can run in it."""

import json
from pathlib import Path

import pytest

from tests.views.parsed import Parsed, outside_references
from tpgraph.errors import OutputError
from tpgraph.views.page import content_hash, json_for_page, render_page
from tpgraph.views.text import clean_data, clean_text

HOSTILE = "</script><script>alert(1)</script>"


def page(folder: Path, body: str, **rest: object) -> Parsed:
    template = '{% extends "base.html" %}{% block content %}' + body + "{% endblock %}"
    (folder / "own.html").write_text(template, "utf-8")
    context = {"title": "Northmere", **rest}
    return Parsed(render_page("own.html", context, {"name": HOSTILE}, ["let a = 1;\r\n"], ["p{}"], folder=folder))


def test_control_direction_and_invisible_characters_are_taken_out_of_text() -> None:
    assert clean_text("a\x00b\u202ec\u2066d\u200be\ufefff\ud800g\U000e0041h") == "abcdefgh"


def test_line_ends_of_every_kind_become_line_feeds_and_joiners_stay() -> None:
    assert clean_text("a\r\nb\u2028c\u200dd\te") == "a\nb\nc\u200dd\te"


def test_names_in_other_languages_are_left_as_they_are() -> None:
    assert clean_text("Canolfan Dŵr, Ωμέγα, 東京, £5") == "Canolfan Dŵr, Ωμέγα, 東京, £5"


def test_data_is_cleaned_to_its_last_text_and_key() -> None:
    assert clean_data({"a\x00": ["b\u202e", {"c": ("d\x07", 1, None)}]}) == {"a": ["b", {"c": ["d", 1, None]}]}


def test_a_number_without_a_json_form_is_refused() -> None:
    with pytest.raises(OutputError, match="cannot hold the number nan"):
        json_for_page({"a": float("nan")})


def test_a_value_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(OutputError, match=r"hold a value of type .*Path; expected"):
        json_for_page({"a": Path("x")})


def test_json_in_a_page_holds_no_character_that_could_begin_a_tag_and_reads_back_the_same() -> None:
    written = json_for_page({"name": HOSTILE + " & <!--"})
    assert not set("<>&") & set(written)
    assert json.loads(written) == {"name": HOSTILE + " & <!--"}


def test_text_in_a_template_is_cleaned_and_escaped(tmp_path: Path) -> None:
    parsed = page(tmp_path, "<p>{{ text }}</p>", text=HOSTILE + "\u202e\x00")
    assert [element.text for element in parsed.all("p")] == [HOSTILE]


def test_every_script_and_stylesheet_is_named_by_its_hash_and_nothing_else_is_allowed(tmp_path: Path) -> None:
    parsed = page(tmp_path, "<p>x</p>")
    policy = next(e.attributes["content"] for e in parsed.all("meta") if "http-equiv" in e.attributes)
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    scripts = [e.text for e in parsed.all("script") if e.attributes.get("type") != "application/json"]
    assert scripts == ["let a = 1;\n"]
    assert parts["default-src"] == "'none'"
    assert parts["script-src"] == f"'{content_hash(scripts[0])}'"
    assert parts["style-src"].split() == [f"'{content_hash(e.text)}'" for e in parsed.all("style")]
    assert len(parsed.all("style")) == 2
    assert parts["img-src"] == "data:"
    assert "connect-src" not in parts


def test_the_hash_is_the_one_browsers_compute() -> None:
    # printf 'alert(1)' | openssl dgst -sha256 -binary | openssl base64
    assert content_hash("alert(1)") == "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI="


def test_a_page_refers_to_nothing_outside_itself(tmp_path: Path) -> None:
    parsed = page(tmp_path, "<p>x</p>", pages=[("Report", "report.html")])
    assert outside_references(parsed) == []
    assert [e.attributes["href"] for e in parsed.all("a")] == ["#content", "report.html"]


def test_a_page_has_its_language_title_skip_link_and_main_part(tmp_path: Path) -> None:
    parsed = page(tmp_path, "<p>x</p>")
    assert parsed.all("html")[0].attributes["lang"] == "en-GB"
    assert parsed.all("title")[0].text == "Northmere"
    assert parsed.all("main")[0].attributes["id"] == "content"


@pytest.mark.parametrize("script", ["'</SCRIPT>'", "'<!--'", "'</style>'"])
def test_a_script_that_would_end_its_own_element_is_refused(script: str) -> None:
    with pytest.raises(OutputError, match="would end its element"):
        render_page("base.html", {"title": "x"}, None, [script])


def test_a_template_that_asks_for_what_it_was_not_given_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"'own\.html' cannot be used.*'missing' is undefined"):
        page(tmp_path, "{{ missing }}")


def test_a_template_that_is_not_there_is_refused() -> None:
    with pytest.raises(OutputError, match=r"'none\.html' cannot be used"):
        render_page("none.html", {"title": "x"})
