"""The mapping file of any table: which column is which field, what holds for every row, how cells are written.

A person writes and edits it as TOML; see `tpgraph.loading.any_table.writing` for one with its comments.

    kind = "flows"
    [columns]
    "Net Amount" = "amount_gbp"      # heading = field; or "keep" (beside the row, in no field) or "drop" (not loaded)
    [constants]
    basis = "payment"
    [amounts]
    unit = "thousands"
    [dates]
    order = "day first"
    [lists]
    needs = ","
    [values.capital]
    "C" = "true"
"""

import datetime
import json
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from tpgraph.errors import InputError, UnreadableFileError
from tpgraph.loading.any_table.fields import KEEP, kind_named
from tpgraph.loading.any_table.mistakes import Mistake, nearest, one_sentence
from tpgraph.loading.any_table.words import word_mistakes

MAPPED = "mapped"
"""Name of the loader that reads a table by a mapping file."""

UNITS = ("pounds", "pence", "thousands", "millions")
ORDERS = ("day first", "month first", "year first", "spreadsheet numbers")


def _as_text(value: object) -> object:
    """Write a plain value of TOML as a cell would hold it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


Text = Annotated[str, BeforeValidator(_as_text)]


class Amounts(BaseModel):
    """How amounts are written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: Literal["pounds", "pence", "thousands", "millions"] = "pounds"


class Dates(BaseModel):
    """How dates are written; ISO dates and dates with the month's name are read whatever stands here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    order: Literal["day first", "month first", "year first", "spreadsheet numbers"] = "day first"


class MapFile(BaseModel):
    """A mapping file.

    Attributes
    ----------
    kind : sheet name of one record kind of the model: what a row of the table is
    sheet : sheet of a workbook; None = every sheet that has the columns
    header : False where the first row is data already; columns are then called ``column 1``, ``column 2``
    columns : column, as `column_keys` calls it -> field, ``keep`` or ``drop``
    constants : field -> what it is in every row, and in the blank cells of a column
    lists : list field -> what stands between its entries, where it is not ``;``
    values : field with a list of allowed values -> the file's word -> the allowed one
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    sheet: str | None = None
    header: bool = True
    columns: dict[str, str] = {}
    constants: dict[str, Text] = {}
    amounts: Amounts = Amounts()
    dates: Dates = Dates()
    lists: dict[str, str] = {}
    values: dict[str, dict[str, Text]] = {}

    def canonical(self) -> str:
        """Give the same text for files that say the same, whatever their comments and the order of their parts."""
        return json.dumps(self.model_dump(exclude_defaults=True), ensure_ascii=False, sort_keys=True)

    def settings(self) -> dict[str, str]:
        """Give all that is not a column, a line each, as it is kept with a load."""
        found = {"kind": self.kind}
        found |= {"sheet": self.sheet} if self.sheet else {}
        found |= {} if self.header else {"header": "false"}
        found |= {f"constants.{name}": text for name, text in self.constants.items()}
        found |= {"amounts.unit": self.amounts.unit, "dates.order": self.dates.order}
        found |= {f"lists.{name}": text for name, text in self.lists.items()}
        for name, words in self.values.items():
            found |= {f"values.{name}.{word}": value for word, value in words.items()}
        return found


_PARTS = (*MapFile.model_fields, "unit", "order")


def read_map_file(path: Path) -> MapFile:
    """Read a mapping file from disk.

    Raises
    ------
    UnreadableFileError
        If there is none, or it is no text.
    InputError
        If it is not a mapping file: the line, the word and the nearest right one.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableFileError(
            f"the mapping file {path} cannot be read ({error.strerror}); `tpgraph map FILE` writes one"
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"the mapping file {path} is not text in UTF-8; save it as UTF-8") from error
    return parse_map_file(text, path.name)


def parse_map_file(text: str, where: str) -> MapFile:
    """Read the text of a mapping file; `where` names it in messages. Raises InputError, see `read_map_file`."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{where} is not TOML: {error}; a heading stands in double quotes, as does a text") from error
    except RecursionError as error:
        raise InputError(f"{where} is nested too deeply to be a mapping file") from error
    try:
        made = MapFile.model_validate(document)
    except ValidationError as error:
        # A word that is not known comes first: what is missing may be that word, written wrongly.
        found = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        mistakes = [_in_words(tuple(map(str, one["loc"])), one["type"], one["msg"]) for one in found]
        raise InputError(one_sentence(mistakes, text, where)) from error
    mistakes = word_mistakes(made.kind, made.columns, made.constants, made.lists, made.values)
    if mistakes:
        raise InputError(one_sentence(mistakes, text, where))
    kind = kind_named(made.kind)
    return made.model_copy(update={"kind": kind.sheet}) if kind else made


def _in_words(where: tuple[str, ...], kind: str, said: str) -> Mistake:
    """Say what pydantic found in the words of the file."""
    key = where[-1]
    if kind == "missing":
        return Mistake(where[:-1], f"'{key}' is missing; add {key} = \"flows\" or what else a row of the table is")
    if kind == "extra_forbidden":
        return Mistake(where, f"'{key}' is no part of a mapping file{nearest(key, _PARTS)}")
    if kind == "literal_error":
        allowed = {"unit": UNITS, "order": ORDERS}.get(key, ())
        return Mistake(where, f"{key} is one of {', '.join(allowed)}")
    if kind == "string_type":
        return Mistake(where, f'\'{key}\' needs a text in double quotes, such as "{key}" = "{KEEP}"')
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return Mistake(
            where, f"'{key}' is a part of its own: write [{'.'.join(where)}] on a line by itself, its entries below"
        )
    return Mistake(where, f"'{key}': {said[:1].lower()}{said[1:]}")
