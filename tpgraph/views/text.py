"""Text that is safe to show: what sources write, without the characters that hide, reorder or end things."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass

from tpgraph.errors import OutputError

# Zero-width joiner and non-joiner belong to the spelling of some languages; every other format character can deceive.
_KEPT_FORMAT_CHARACTERS = frozenset("\u200c\u200d")
_LINE_ENDS = re.compile("\r\n?|[\v\f\u0085\u2028\u2029]")
_HARMLESS = re.compile(r"[\n\t\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff]*")


def clean_text(value: object) -> str:
    r"""Turn a value into text without control, direction-changing, invisible or broken characters.

    Line ends of every kind become a line feed; tabs stay. What is dropped: the Unicode categories control, format
    (except the two joiners), surrogate, private use and unassigned. None becomes the empty text.

    Parameters
    ----------
    value : object
        Usually text; anything else is passed through ``str``.

    Returns
    -------
    str
        Text that can be shown, but not yet escaped for HTML.

    Examples
    --------
    >>> clean_text("Age\u202eKU\x00 Northmere")
    'AgeKU Northmere'
    """
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    if _HARMLESS.fullmatch(text):
        return text
    return "".join(character for character in _LINE_ENDS.sub("\n", text) if _may_be_shown(character))


def _may_be_shown(character: str) -> bool:
    if character in "\n\t" or character in _KEPT_FORMAT_CHARACTERS:
        return True
    return not unicodedata.category(character).startswith("C")


def clean_data(value: object) -> object:
    """Copy nested data with every text cleaned, ready to be written as JSON.

    Parameters
    ----------
    value : None, bool, int, float, str, or a mapping, sequence or dataclass instance of these
        Keys of mappings are cleaned like values.

    Returns
    -------
    object
        The same shape in dicts and lists.

    Raises
    ------
    OutputError
        If something is of another type, or a number is not finite.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float):
        return _finite(value)
    if isinstance(value, Mapping):
        return {clean_text(key): clean_data(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [clean_data(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: clean_data(getattr(value, field.name)) for field in fields(value)}
    raise OutputError(f"a page cannot hold a value of type {type(value).__name__}; expected text, numbers or lists")


def _finite(value: float) -> float:
    if value - value != 0:  # true of the infinities and of not-a-number, for which JSON has no spelling
        raise OutputError(f"a page cannot hold the number {value}; leave an unknown value out instead")
    return value
