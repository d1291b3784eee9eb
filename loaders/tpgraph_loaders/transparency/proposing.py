"""Whether an agreement looks like a service to people, and by what: rules of `services_to_people.toml`."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, ValidationError

from tpgraph.errors import ModelError

_FILE = "services_to_people.toml"


class _Codes(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    people: tuple[str, ...]
    things: tuple[str, ...]


class _Kinds(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    things: tuple[str, ...]


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    surely: tuple[str, ...]
    never: tuple[str, ...]
    likely: tuple[str, ...]


class ServiceRules(BaseModel):
    """The whole file: CPV codes, kinds of contract and words that speak for or against a service to people."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cpv: _Codes
    kinds: _Kinds
    words: _Words


@cache
def rules() -> ServiceRules:
    """Read the rules.

    Raises
    ------
    ModelError
        If the file is not a list of rules, naming the entry.
    """
    text = resources.files(__package__).joinpath(_FILE).read_text("utf-8")
    try:
        return ServiceRules.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ModelError(f"{__package__}/{_FILE} is not a list of rules: {error}") from error


@cache
def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    # Longer words first, so that the reason names the most that fits.
    listed = sorted(words, key=lambda word: (-len(word), word))
    joined = "|".join(
        re.escape(word).replace(r"\*", r"\w*").replace(r"\?", r"\w").replace(r"\ ", r"[\s-]+") for word in listed
    )
    return re.compile(rf"(?<![\w-])(?:{joined})(?!\w)", re.IGNORECASE)


def _word(words: Sequence[str], text: str) -> str:
    found = _pattern(words).search(text)
    return " ".join(found[0].split()).lower() if found else ""


def _codes(cpv: str) -> list[str]:
    return re.findall(r"(?<!\d)\d{8}(?!\d)", cpv)


def _by_code(cpv: str) -> tuple[str, bool] | None:
    """The first CPV code that says what is bought, and whether it is a service to people."""
    for code in _codes(cpv):
        if code.startswith(rules().cpv.people):
            return code, True
        if code.startswith(rules().cpv.things):
            return code, False
    return None


@lru_cache(maxsize=1 << 14)
def why_a_service(title: str, description: str = "", category: str = "", cpv: str = "", kind: str = "") -> str:
    """Say by what an agreement looks like a service to people; empty where it does not.

    Parameters
    ----------
    title, description : what the agreement is about
    category : label of a classification, such as ProClass
    cpv : text with CPV codes
    kind : kind of the contract, such as Works

    >>> why_a_service("Carers support service"), why_a_service("Housing software support")
    ("its title says 'carers'", '')
    >>> why_a_service("Lot 3", cpv="85312000")
    'its CPV code is 85312000'
    """
    words = rules().words
    if sure := _word(words.surely, title):
        return f"its title says '{sure}'"
    if (coded := _by_code(cpv)) is not None:
        return f"its CPV code is {coded[0]}" if coded[1] else ""
    if kind.strip().lower() in rules().kinds.things:
        return ""
    if _word(words.never, title) or _word(words.never, category):
        return ""
    if likely := _word(words.likely, title):
        return f"its title says '{likely}'"
    if likely := _word(words.surely + words.likely, category):
        return f"its category says '{likely}'"
    if not _word(words.never, description) and (likely := _word(words.surely + words.likely, description)):
        return f"its description says '{likely}'"
    return ""
