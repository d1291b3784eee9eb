"""Which place a plain text means, where no codes are given: `Northmere - Westshire`, `NM4 Northmere`, `NORTHMERE`.

A place is brought to a key that is equal for its ways of writing. Nothing is looked up: what a county is, and which
spelling is a slip, is told by how often the list says what together with what.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

# The key of what has no boundary within the country.
NATIONWIDE = "*nationwide*"

_POSTCODE = re.compile(r"\b[a-z]{1,2}\d{1,2}[a-z]?\b(\s*\d[a-z]{2}\b)?")
_BETWEEN = re.compile(r"\s+[-\u2013\u2014]\s+|[,;/()|]")
_AROUND = re.compile(
    r"\s+(and|&) (the )?(surrounding|neighbouring|nearby|outlying|local) \w+$|\s+(and|&) (the )?"
    r"(district|environs|area|surrounds|villages)$|\s+area$|^(in and )?around "
)
_NATION_WRITTEN = """
    uk gb united kingdom great britain england wales scotland northern ireland english welsh scottish british nation
    national nationally nationwide country countrywide wide anywhere everywhere no boundary boundaries limit limits
    across whole of the throughout all over in and within online"""
_NATION_WORDS = frozenset(_NATION_WRITTEN.split())
# A slip is that much rarer than what it is a slip of, which itself stands there so often.
_TIMES_RARER, _FEWEST = 8, 5
_SHORTEST_WITH_SLIP = 5


def place_parts(text: str) -> list[str]:
    """The parts of a written place, without postcode, "and surrounding villages" and punctuation.

    >>> place_parts("NM4 Northmere and surrounding villages - Westshire")
    ['northmere', 'westshire']
    """
    parts = []
    for part in _BETWEEN.split(_POSTCODE.sub(" ", text.lower())):
        plain = " ".join(re.sub(r"[^\w\s&']", " ", part).split())
        plain = _AROUND.sub("", plain).strip()
        if plain:
            parts.append(plain)
    return parts


def is_nationwide(part: str) -> bool:
    """Whether a part says the whole country, or that there is no boundary.

    >>> [is_nationwide(part) for part in ("across england", "the uk", "new england road", "northern")]
    [True, True, False, True]
    """
    return all(word in _NATION_WORDS for word in part.replace("&", " ").split())


def place_keys(written: list[str], times: list[int], known: Mapping[str, str] | None = None) -> list[str]:
    """Give every written place the key of the place that it means.

    Of several parts the place is the one that stands beside the fewest others: a town stands beside its county alone, a
    county beside all its towns. A rare spelling within one slip of a common one (one character more, less or other,
    two exchanged, spaces) is that one.

    Parameters
    ----------
    written : different texts
    times : how often each is said
    known : text -> key of a list read before: its keys are kept

    Returns
    -------
    list of keys, empty where no place is stated
    """
    if not known or not any(known.values()):
        return _keys_of([place_parts(text) for text in written], times)
    keys = set(known.values())
    found = []
    for text in written:
        parts = place_parts(text)
        said = next((part for part in parts if part in keys), None)
        found.append(known.get(text) or said or _key(parts, defaultdict(set), Counter()))
    return found


def _keys_of(written: list[list[str]], times: list[int]) -> list[str]:
    beside: defaultdict[str, set[str]] = defaultdict(set)
    alone: Counter[str] = Counter()
    for parts, count in zip(written, times, strict=True):
        for part in parts:
            beside[part].update(other for other in parts if other != part)
        if len(parts) == 1:
            alone[parts[0]] += count
    keys = [_key(parts, beside, alone) for parts in written]
    common: Counter[str] = Counter()
    for key, count in zip(keys, times, strict=True):
        common[key] += count
    slips = _slips(common)
    return [slips.get(key, key) for key in keys]


def _key(parts: list[str], beside: defaultdict[str, set[str]], alone: Counter[str]) -> str:
    if not parts:
        return ""
    inside = [part for part in parts if not is_nationwide(part)]
    return min(inside, key=lambda part: (len(beside[part]), -alone[part], part)) if inside else NATIONWIDE


def _slips(common: Counter[str]) -> dict[str, str]:
    """Rare key -> the common one it is a slip of."""
    near: defaultdict[str, list[str]] = defaultdict(list)
    for key, count in common.items():
        if count >= _FEWEST and key != NATIONWIDE:
            for form in _shortened(key):
                near[form].append(key)
    rarest = max(common.values(), default=0) / _TIMES_RARER
    found = {}
    for key, count in common.items():
        if len(key) >= _SHORTEST_WITH_SLIP and count <= rarest and key != NATIONWIDE:
            others = {other for form in _shortened(key) for other in near.get(form, ()) if other != key}
            meant = [other for other in others if common[other] >= _TIMES_RARER * count]
            if meant:
                found[key] = max(meant, key=lambda other: (common[other], other))
    return found


def _shortened(key: str) -> Collection[str]:
    """The key without spaces, and with each one of its characters left out."""
    plain = key.replace(" ", "")
    return {plain, *(plain[:place] + plain[place + 1 :] for place in range(len(plain)))}
