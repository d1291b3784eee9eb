"""Which place a written place means."""

import pytest

from tpgraph.matching.place_names import NATIONWIDE, is_nationwide, place_keys, place_parts


def keys(times: dict[str, int], known: dict[str, str] | None = None) -> dict[str, str]:
    return dict(zip(times, place_keys(list(times), list(times.values()), known), strict=True))


@pytest.mark.parametrize(
    "written",
    [
        "Ambleford",
        "AMBLEFORD",
        "  ambleford. ",
        "AM4 Ambleford",
        "Ambleford, AM4 2XY",
        "Ambleford and surrounding villages",
        "Ambleford & the surrounding area",
        "Ambleford and district",
        "Ambleford area",
        "around Ambleford",
    ],
)
def test_one_place_is_one_part_however_it_is_written(written: str) -> None:
    assert place_parts(written) == ["ambleford"]


def test_a_place_and_its_county_are_two_parts() -> None:
    assert place_parts("Ambleford - Eastmarch") == ["ambleford", "eastmarch"]
    assert place_parts("Ambleford (Eastmarch)") == ["ambleford", "eastmarch"]


def test_a_hyphen_within_a_name_parts_nothing() -> None:
    assert place_parts("Stoke-on-Amble") == ["stoke on amble"]


@pytest.mark.parametrize("written", ["", "  ", "-", ";", "AM4 2XY", "\x00", "..."])
def test_what_names_no_place_has_no_key(written: str) -> None:
    assert place_keys([written], [3]) == [""]


@pytest.mark.parametrize(
    "written", ["Nationwide", "the whole of the UK", "England & Wales", "no boundary", "Across GB"]
)
def test_the_whole_country_is_one_place(written: str) -> None:
    assert place_keys([written], [1]) == [NATIONWIDE]


def test_a_place_that_only_sounds_like_the_country_is_a_place() -> None:
    assert not is_nationwide("englefield")
    assert keys({"Great Amble": 1, "Ambleford, England": 1}) == {
        "Great Amble": "great amble",
        "Ambleford, England": "ambleford",
    }


def test_of_a_town_and_its_county_the_town_is_the_place() -> None:
    times = {
        "Ambleford - Eastmarch": 4,
        "Brackwell - Eastmarch": 3,
        "Eastmarch, Cotterby": 2,
        "Ambleford": 5,
        "EASTMARCH": 1,
    }
    assert keys(times) == {
        "Ambleford - Eastmarch": "ambleford",
        "Brackwell - Eastmarch": "brackwell",
        "Eastmarch, Cotterby": "cotterby",
        "Ambleford": "ambleford",
        "EASTMARCH": "eastmarch",
    }


@pytest.mark.parametrize("slip", ["Amblefrod", "Amblford", "Amblefford", "Ambleforl", "Amble ford"])
def test_a_rare_slip_of_a_common_place_is_that_place(slip: str) -> None:
    assert keys({"Ambleford": 40, slip: 1, "Brackwell": 40})[slip] == "ambleford"


def test_a_slip_of_two_characters_stays_a_place_of_its_own() -> None:
    assert keys({"Ambleford": 40, "Amblfrd": 1})["Amblfrd"] == "amblfrd"


def test_a_rare_place_that_is_not_much_rarer_is_not_swallowed() -> None:
    assert keys({"Barton": 20, "Burton": 4}) == {"Barton": "barton", "Burton": "burton"}
    assert keys({"Ambleford": 400, "Barton": 20, "Burton": 4})["Burton"] == "burton"


def test_a_short_name_is_no_slip() -> None:
    assert keys({"Ware": 400, "Wade": 1})["Wade"] == "wade"


def test_a_rare_place_unlike_all_others_keeps_its_key() -> None:
    assert keys({"Ambleford": 400, "Cotterby": 1})["Cotterby"] == "cotterby"


def test_a_list_read_later_takes_the_keys_known_before() -> None:
    known = keys({"Ambleford - Eastmarch": 4, "Brackwell - Eastmarch": 3, "Amblefrod": 1, "AMBLEFORD": 30})
    assert known["Amblefrod"] == "ambleford"
    assert keys({"AM4 Ambleford": 1, "Amblefrod": 1, "Cotterby": 1, "uk": 1, "": 1}, known) == {
        "AM4 Ambleford": "ambleford",
        "Amblefrod": "ambleford",
        "Cotterby": "cotterby",
        "uk": NATIONWIDE,
        "": "",
    }


def test_a_list_read_before_that_named_no_place_teaches_none() -> None:
    times = {"Eastmarch - Yarrow": 1, "Eastmarch - Zeal": 1}
    assert keys(times, {"": ""}) == {"Eastmarch - Yarrow": "yarrow", "Eastmarch - Zeal": "zeal"}
