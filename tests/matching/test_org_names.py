"""Names of organisations as arrays of words: one form, several names in one, initials."""

import numpy as np
import pyarrow as pa

from tpgraph.matching.org_initials import fitting_initials
from tpgraph.matching.org_names import Names, read_names
from tpgraph.matching.org_slips import NOTHING, ONE_SLIP, SHORTENED, START, TWO_SLIPS, compare_words, spell


def read(*names: str) -> Names:
    return read_names(pa.array(names, pa.string()))


def words(names: Names, variant: int) -> list[str]:
    bounds = slice(names.offsets[variant], names.offsets[variant + 1])
    return [names.words.text[word] for word in names.word[bounds].tolist()]


def test_case_accents_punctuation_abbreviations_and_plurals_are_brought_to_one_form() -> None:
    names = read("THE CAFÉ & GARDENS TRUST.", "Assoc. of Café Gardens", "Prifysgol Caerdydd")
    assert words(names, 0) == ["the", "cafe", "and", "garden", "trust"]
    assert words(names, 1) == ["association", "of", "cafe", "garden"]
    assert words(names, 2) == ["university", "cardiff"]


def test_legal_forms_of_several_words_are_one_word() -> None:
    assert words(read("Weir Community Interest Company"), 0) == ["weir", "cic"]


def test_a_name_that_holds_two_names_has_two_variants_of_one_record() -> None:
    names = read("Acorn Care", "Weir Ltd trading as Blue Door", "Stag Hall (formerly known as Doe Hall)")
    assert names.record.tolist() == [0, 1, 1, 2, 2]
    assert [words(names, variant) for variant in range(5)] == [
        ["acorn", "care"],
        ["weir", "ltd"],
        ["blue", "door"],
        ["stag", "hall"],
        ["doe", "hall"],
    ]


def test_a_word_that_is_two_words_of_another_name_is_parted() -> None:
    names = read("Weir Health Care", "Oak Healthcare")
    assert words(names, 1) == ["oak", "health", "care"]


def test_initials_find_the_words_that_begin_with_their_letters() -> None:
    names = read("Weir Boating Club", "W.B.C.", "Stag WBC", "Hall")
    found = fitting_initials(names)
    pairs = {
        (int(names.record[left]), int(names.record[right])) for left, right in zip(found.left, found.right, strict=True)
    }
    assert pairs == {(1, 0), (2, 0)}


def test_initials_may_pass_over_joining_words() -> None:
    names = read("Society for the Care of Owls", "SCO")
    found = fitting_initials(names)
    assert found.left.tolist() == [1]
    assert [names.words.text[names.word[place]] for place in (found.first[0], found.last[0])] == ["society", "owl"]


def test_words_are_compared_by_slips_starts_and_shortenings() -> None:
    pairs = [
        ("harbour", "harbuor", ONE_SLIP),
        ("harbour", "harbor", ONE_SLIP),
        ("committee", "comitee", TWO_SLIPS),
        ("horti", "horticultural", START),
        ("dst", "district", SHORTENED),
        ("harbour", "meadow", NOTHING),
        ("oak", "oat", NOTHING),
    ]
    left, left_length = spell([pair[0] for pair in pairs])
    right, right_length = spell([pair[1] for pair in pairs])
    assert compare_words(left, left_length, right, right_length).tolist() == [pair[2] for pair in pairs]


def test_no_names_give_empty_arrays() -> None:
    names = read()
    assert len(names) == 0
    assert np.array_equal(names.offsets, np.zeros(1))
