"""A list of services as the matcher reads it: numbers for places, groups and needs, days for dates, texts as given."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp

from tpgraph.errors import InputError
from tpgraph.matching.pairs import texts
from tpgraph.matching.place_names import NATIONWIDE, place_keys
from tpgraph.matching.terms import Ints, incidence

Days = npt.NDArray[np.int64]

# Days since 1970 that stand for "not stated".
NO_START, NO_END = -1_000_000, 1_000_000
# Most client groups of one service that are compared.
MOST_GROUPS = 6
# Wordings looked for in the text of services that state no group: the commonest, said so often, so long.
_MOST_SOUGHT, _FEWEST_TIMES, _SHORTEST = 500, 3, 5


@dataclass(frozen=True)
class ServiceList:
    """Services, one a row.

    Attributes
    ----------
    ids, names, descriptions : Arrow arrays of text
    bodies : number of the body that runs it, -1 unknown
    at_service, at_place : rows of "this service is available in that place"
    places : key of every place number
    written_places : place as a source writes it -> its key
    body_names : key of every body number
    groups : services x MOST_GROUPS, numbers of wordings, -1 = none; those read out of the text among them
    wordings : every wording, as first written, by number
    read_from_text : services whose group was found in their text only
    needs : services x needs, ones and zeros; `need_names` by column, as first written
    start, end : days since 1970, NO_START and NO_END where not stated
    """

    ids: pa.Array
    names: pa.Array
    descriptions: pa.Array
    bodies: Ints
    body_names: list[str]
    at_service: Ints
    at_place: Ints
    places: list[str]
    written_places: Mapping[str, str]
    groups: Ints
    wordings: list[str]
    read_from_text: npt.NDArray[np.bool_]
    needs: sp.csr_matrix
    need_names: list[str]
    start: Days
    end: Days

    def __len__(self) -> int:
        return len(self.ids)


def read_services(
    table: pa.Table,
    bodies: Mapping[str, str] | None = None,
    *,
    places_are_keys: bool = False,
    known: ServiceList | None = None,
) -> ServiceList:
    """Read a table of services.

    Parameters
    ----------
    table : columns id, name; where there: organisation_id, description, needs, client_group, place, start, end. Needs,
        client groups and places may be several: a list, or `;` between them.
    bodies : organisation id -> id of the body it was resolved to; those left out stand for themselves
    places_are_keys : whether `place` holds codes or ids, to be taken as they are
    known : a list read before: what it numbers keeps its number, new places, groups and needs come after
    """
    names, descriptions = texts(table, "name"), texts(table, "description")
    at_service, at_place, places, written = _places(table, places_are_keys, known)
    groups, wordings = _groups(texts(table, "client_group"), known.wordings if known else [])
    groups, read = _groups_in_text(groups, wordings, names, descriptions, known)
    need_rows, need_columns, need_names = _several(texts(table, "needs"), plain, known.need_names if known else [])
    body_numbers, body_names = _bodies(texts(table, "organisation_id"), bodies or {}, known.body_names if known else [])
    return ServiceList(
        ids=texts(table, "id"),
        names=names,
        descriptions=descriptions,
        bodies=body_numbers,
        body_names=body_names,
        at_service=at_service,
        at_place=at_place,
        places=places,
        written_places=written,
        groups=groups,
        wordings=wordings,
        read_from_text=read,
        needs=incidence(need_rows, need_columns, (table.num_rows, max(len(need_names), 1))),
        need_names=need_names,
        start=_days(texts(table, "start"), NO_START),
        end=_days(texts(table, "end"), NO_END),
    )


def plain(text: str) -> str:
    """Words in lower case, one space between them."""
    return " ".join(text.lower().split())


def _several(column: pa.Array, key: Callable[[str], str], known: list[str]) -> tuple[Ints, Ints, list[str]]:
    """Rows, columns and names of a column that may hold several values, `;` between them."""
    lists = pc.split_pattern(column, ";")
    rows = np.asarray(pc.list_parent_indices(lists)).astype(np.int64)
    coded = pc.list_flatten(lists).dictionary_encode()
    names = list(known)
    numbers = {key(name): number for number, name in enumerate(names)}
    columns = np.full(len(coded.dictionary) + 1, -1, np.int64)
    for code, text in enumerate(coded.dictionary.to_pylist()):
        if value := key(text):
            if value not in numbers:
                numbers[value] = len(names)
                names.append(text.strip())
            columns[code] = numbers[value]
    found = columns[np.asarray(coded.indices)]
    return rows[found >= 0], found[found >= 0], names


def _places(
    table: pa.Table, are_keys: bool, known: ServiceList | None
) -> tuple[Ints, Ints, list[str], Mapping[str, str]]:
    column = texts(table, "place")
    before = known.places if known else []
    if are_keys:
        return *_several(column, str.strip, before), {}
    lists = pc.split_pattern(column, ";")
    rows = np.asarray(pc.list_parent_indices(lists)).astype(np.int64)
    coded = pc.list_flatten(lists).dictionary_encode()
    times = np.bincount(np.asarray(coded.indices), minlength=len(coded.dictionary))
    said = coded.dictionary.to_pylist()
    keys = place_keys(said, times.tolist(), known.written_places if known else {})
    names = list(before)
    numbers = {name: number for number, name in enumerate(names)}
    of_text = np.full(len(said) + 1, -1, np.int64)
    for code, place in enumerate(keys):
        if place:
            of_text[code] = numbers.setdefault(place, len(numbers))
    found = of_text[np.asarray(coded.indices)]
    return rows[found >= 0], found[found >= 0], list(numbers), dict(zip(said, keys, strict=True))


def _groups(column: pa.Array, known: list[str]) -> tuple[Ints, list[str]]:
    rows, columns, names = _several(column, plain, known)
    groups = np.full((len(column), MOST_GROUPS), -1, np.int64)
    place = np.arange(len(rows)) - np.searchsorted(rows, rows, side="left")
    kept = place < MOST_GROUPS
    groups[rows[kept], place[kept]] = columns[kept]
    return groups, names


def _groups_in_text(
    groups: Ints, wordings: list[str], names: pa.Array, descriptions: pa.Array, known: ServiceList | None
) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """For services that state no group, the longest wording of the list that stands in their text."""
    silent = np.flatnonzero(groups[:, 0] < 0)
    read = np.zeros(len(groups), bool)
    times = Counter(groups[groups >= 0].tolist())
    if known is not None:
        times.update(known.groups[known.groups >= 0].tolist())
    sought = [number for number, count in times.most_common(_MOST_SOUGHT) if count >= _FEWEST_TIMES]
    sought = [number for number in sought if len(wordings[number]) >= _SHORTEST]
    if not len(silent) or not sought:
        return groups, read
    text = spaced(pc.binary_join_element_wise(names.take(silent), descriptions.take(silent), " "))
    spoken = dict(zip(sought, spaced(pa.array([wordings[number] for number in sought])).to_pylist(), strict=True))
    groups = groups.copy()
    for number in sorted(sought, key=lambda number: (len(wordings[number]), wordings[number])):
        found = silent[np.asarray(pc.match_substring(text, spoken[number]))]
        groups[found, 0] = number
        read[found] = True
    return groups, read


def spaced(text: pa.Array) -> pa.Array:
    """Words in lower case with one space between them and at both ends."""
    plain = pc.replace_substring_regex(pc.utf8_lower(text), pattern=r"[^\p{L}\p{N}]+", replacement=" ")
    return pc.binary_join_element_wise("", pc.utf8_trim(plain, " "), "", " ")


def _bodies(organisation: pa.Array, bodies: Mapping[str, str], known: list[str]) -> tuple[Ints, list[str]]:
    coded = organisation.dictionary_encode()
    numbers = {name: number for number, name in enumerate(known)}
    of_key = [
        numbers.setdefault(bodies.get(key, key), len(numbers)) if key else -1 for key in coded.dictionary.to_pylist()
    ]
    return np.array([*of_key, -1], np.int64)[np.asarray(coded.indices)], list(numbers)


def _days(column: pa.Array, unknown: int) -> Days:
    day = pc.utf8_slice_codeunits(column, 0, 10)
    parsed = pc.strptime(day, format="%Y-%m-%d", unit="s", error_is_null=True)
    # The 30th of February is read as the 2nd of March: a day that does not come back as it was written is none.
    padded = pc.replace_substring_regex(day, pattern=r"-(\d)\b", replacement=r"-0\1")
    real = pc.equal(pc.strftime(parsed, format="%Y-%m-%d"), padded)
    found = pc.cast(pc.cast(pc.if_else(real, parsed, None), pa.date32()), pa.int32())
    return np.asarray(pc.fill_null(found, unknown)).astype(np.int64)


def widened(matrix: sp.csr_matrix, columns: int) -> sp.csr_matrix:
    """The same rows with empty columns after the others."""
    return sp.csr_matrix((matrix.data, matrix.indices, matrix.indptr), (matrix.shape[0], columns))


def joined_lists(first: ServiceList, second: ServiceList) -> ServiceList:
    """Two lists as one; the second was read with `known=first`.

    Raises
    ------
    InputError
        If an id stands in both.
    """
    twice = pc.filter(second.ids, pc.is_in(second.ids, value_set=first.ids))
    if len(twice):
        raise InputError(f"the id '{twice[0].as_py()}' is in the list already: give new services ids of their own")
    return ServiceList(
        ids=pa.concat_arrays([first.ids, second.ids]),
        names=pa.concat_arrays([first.names, second.names]),
        descriptions=pa.concat_arrays([first.descriptions, second.descriptions]),
        bodies=np.concatenate([first.bodies, second.bodies]),
        body_names=second.body_names,
        at_service=np.concatenate([first.at_service, second.at_service + len(first)]),
        at_place=np.concatenate([first.at_place, second.at_place]),
        places=second.places,
        written_places={**first.written_places, **second.written_places},
        groups=np.concatenate([first.groups, second.groups]),
        wordings=second.wordings,
        read_from_text=np.concatenate([first.read_from_text, second.read_from_text]),
        needs=sp.vstack([widened(first.needs, second.needs.shape[1]), second.needs], format="csr"),
        need_names=second.need_names,
        start=np.concatenate([first.start, second.start]),
        end=np.concatenate([first.end, second.end]),
    )


def is_nationwide_place(services: ServiceList) -> npt.NDArray[np.bool_]:
    """Which place numbers mean the whole country."""
    return np.array([key == NATIONWIDE for key in services.places] or [False])
