"""Identifiers of many organisations compared at once: equal, one slip apart, different, or of other registers."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.matching.org_names import Bools, Ints

UNKNOWN, EQUAL, SLIP, DIFFERENT, OTHER_REGISTER, NO_REGISTER = range(6)

_DIGITS = 16
# What people write before a code in place of the prefix of its register.
_REGISTERS = (
    (r"COH|COMPAN|^CO\b|COREG|CRN", "COH"),
    (r"CHC|CHARIT|CCEW", "CHC"),
    (r"OSCR", "SC"),
    (r"CCNI", "NIC"),
)


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes by record: `value` a number (0 unknown) of letters and digits without leading zeros, `register` 0 unknown,
    `digits` (records by places) the digits right-aligned, -1 before the first."""

    value: Ints
    register: Ints
    digits: np.ndarray[tuple[int, int], np.dtype[np.int8]]


def read_codes(identifiers: pa.Array | None, records: int) -> Codes:
    """Read identifiers; placeholders, and texts with fewer than four digits, are unknown."""
    if identifiers is None:
        zero = np.zeros(records, np.int64)
        return Codes(zero, zero, np.full((records, _DIGITS), -1, np.int8))
    upper = pc.utf8_upper(pc.fill_null(identifiers.cast(pa.string()), ""))
    joined = pc.replace_substring_regex(upper, r"[^A-Z0-9]+", " ")
    parts = pc.extract_regex(pc.utf8_trim(joined, " "), r"^(?P<register>.*?)(?P<code>[A-Z]{0,3}(?:[0-9] ?){4,})$")
    code = pc.fill_null(pc.replace_substring_regex(pc.struct_field(parts, "code"), " ", ""), "")
    letters = pc.replace_substring_regex(code, "[0-9]", "")
    number = pc.replace_substring_regex(pc.replace_substring_regex(code, "[A-Z]", ""), "^0+", "")
    number = pc.utf8_slice_codeunits(number, 0, _DIGITS)
    void = pc.match_substring_regex(number, r"^(|1+|2+|3+|4+|5+|6+|7+|8+|9+|1?23456789?0?|9?87654321|.{1,2})$")
    known = ~void.to_numpy(zero_copy_only=False)
    register = _register(pc.fill_null(pc.struct_field(parts, "register"), ""), letters)
    text = pc.binary_join_element_wise(letters, number, "-")
    value = pc.dictionary_encode(text).indices.to_numpy().astype(np.int64) + 1
    return Codes(np.where(known, value, 0), np.where(known, register, 0), _digits(number))


def _register(written: pa.Array, letters: pa.Array) -> Ints:
    """Number the registers: names of well-known ones brought to one form; a bare code with letters is its own."""
    plain = pc.utf8_trim(pc.replace_substring_regex(written, r"^(GB|UK)\b ?|^GB", ""), " ")
    for pattern, name in _REGISTERS:
        found = pc.match_substring_regex(plain, pattern)
        plain = pc.if_else(found, name, plain)
    plain = pc.if_else(
        pc.match_substring_regex(plain, r"^(NO|NUMBER|REG|REGISTERED|REF|ID)?( (NO|NUMBER))?$"), "", plain
    )
    scottish = pc.equal(letters, "SC")
    plain = pc.if_else(pc.and_(scottish, pc.equal(plain, "CHC")), "SC", plain)
    coded = pc.dictionary_encode(plain)
    number = coded.indices.to_numpy().astype(np.int64) + 1
    empty = pc.equal(plain, "").to_numpy(zero_copy_only=False)
    return np.where(empty, 0, number)


def _digits(number: pa.Array) -> "np.ndarray[tuple[int, int], np.dtype[np.int8]]":
    padded = pc.utf8_lpad(number, _DIGITS, "/")
    flat = np.frombuffer("".join(padded.to_pylist()).encode(), np.uint8)
    return (flat.reshape(len(number), _DIGITS).astype(np.int16) - 48).astype(np.int8)


def compare_codes(codes: Codes, left: Ints, right: Ints) -> Ints:
    """Compare the codes of pairs: one of the numbers above for each."""
    value_left, value_right = codes.value[left], codes.value[right]
    register_left, register_right = codes.register[left], codes.register[right]
    known = (value_left > 0) & (value_right > 0)
    one = (register_left == register_right) | (register_left == 0) | (register_right == 0)
    sure = (register_left == register_right) & (register_left > 0)
    result = np.full(len(left), UNKNOWN)
    result[known & ~one] = OTHER_REGISTER
    result[known & one] = NO_REGISTER
    result[known & sure] = DIFFERENT
    near = np.flatnonzero(known & one)
    result[near[_one_slip(codes.digits[left[near]], codes.digits[right[near]])]] = SLIP
    result[known & one & (value_left == value_right)] = EQUAL
    return result


def _one_slip(
    left: "np.ndarray[tuple[int, int], np.dtype[np.int8]]", right: "np.ndarray[tuple[int, int], np.dtype[np.int8]]"
) -> Bools:
    """One digit differs, or two that stand side by side are swapped."""
    differs = left != right
    count = differs.sum(axis=1)
    swapped = (differs[:, 1:] & differs[:, :-1] & (left[:, 1:] == right[:, :-1]) & (left[:, :-1] == right[:, 1:])).any(
        axis=1
    )
    result: Bools = (count == 1) | ((count == 2) & swapped)
    return result
