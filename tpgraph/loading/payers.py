"""Who publishes a source, and who pays where no column of it says so.

A publisher of payments publishes its own, so the two are one body unless the user tells them apart. The payer is never
guessed: a file or folder name must be that of exactly one body, in the reference list of public bodies or among the
bodies that are loaded; a folder that reads like a body's name is taken with a warning.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tpgraph.loading.loader import Claim, Group, Landed, Problem
from tpgraph.loading.packages import PackageWord
from tpgraph.reference import public_body, simplify

KnownBodies = Callable[[], Iterable[str]]
"""Gives the names of the bodies that are loaded; asked only where nothing else tells the payer."""

FROM_FOLDER = "the name of the folder"

_MONTHS = "january february march april may june july august september october november december"
# Words of files and folders that are no part of a body's name.
_BESIDE_A_NAME = (
    "spend spending spends expenditure expenditures payment payments paid invoice invoices supplier suppliers "
    "transaction transactions transparency publication published publish report reports list listing data dataset open "
    "over above more than gbp pounds k 25k file files csv final version v copy new amended revised redacted "
    "month monthly quarter quarterly qtr year yearly annual annually fy financial to for the by with all of in and "
    "p card cards purchase purchasing gpc procurement download downloads export our main "
    "contract contracts register registers grant grants award awards awarded"
)
_NO_NAME = frozenset((*_BESIDE_A_NAME.split(), *_MONTHS.split(), *(month[:3] for month in _MONTHS.split()), "sept"))
_DATE = re.compile(r"\d+(?:st|nd|rd|th|k|q)?|(?:q|p|m|fy|v|qtr)\d+")
_JOIN = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z]{2})(?=\d)|(?<=\d)(?=[A-Za-z]{3})")
_COUNCIL = re.compile(
    r"(?:(?:london borough|royal borough|city|borough|county|district|metropolitan|council|corporation) of )?(.+?)"
    r"(?: (?:city|borough|county|district|metropolitan|unitary|town|parish|community))* council"
)
_KINDS_OF_BODY = (
    "council authority nhs trust police constabulary fire ambulance icb ccg pct university college borough "
    "department ministry commissioner corporation parish"
)
_BESIDE_A_KIND = "and of the rescue crime local city county district town service services trusts councils"
_WORDS_OF_A_BODY = frozenset(_KINDS_OF_BODY.split())
_BESIDE_A_BODY = frozenset(_BESIDE_A_KIND.split())


@dataclass(frozen=True)
class Whose:
    """Who publishes a source and by what that is known; `payer` is None where nothing tells who pays.

    `problems` says what a person should know of how the two were found.
    """

    publisher: str
    why: str
    payer: str | None
    problems: tuple[Problem, ...] = ()


def words_of_a_name(text: str) -> str:
    """Give what a file or folder name says beside dates and the words that every such file has; simplified.

    >>> words_of_a_name("Oxford-City-Council_spend-over-500_May2018"), words_of_a_name("2022-05 payments")
    ('oxford city council', '')
    """
    words = simplify(_JOIN.sub(" ", text.replace("_", " "))).split()
    while words and (words[-1] in _NO_NAME or _DATE.fullmatch(words[-1])):
        del words[-1]
    while words and (words[0] in _NO_NAME or _DATE.fullmatch(words[0])):
        del words[0]
    return " ".join(words)


def _names_of(body: str) -> Iterator[str]:
    """The simplified names that a body goes by: its own, and of a council that of its place."""
    name = simplify(body)
    yield name
    council = _COUNCIL.fullmatch(name)
    if council:
        yield council[1]


class Bodies:
    """Bodies by the names that a file or folder may have: those that are loaded, and the reference list.

    Parameters
    ----------
    loaded : names of the bodies that are loaded
    """

    def __init__(self, loaded: Iterable[str] = ()) -> None:
        self._by_name: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for body in sorted(loaded):
            for name in _names_of(body):
                self._by_name[name].setdefault(simplify(body), body)

    def named(self, text: str, *, bare_place_names: bool = True) -> str | None:
        """Find the one body that a file or folder name names.

        Parameters
        ----------
        text : the name, of a file without its ending
        bare_place_names : whether `manchester` is Manchester City Council

        Returns
        -------
        str or None
            The body's name: as loaded, else as the reference list has it. None where no body or several fit, and where
            the name holds a year in which the body was no more.
        """
        words = words_of_a_name(text)
        fitting = self._by_name.get(words, {}) if words else {}
        if not bare_place_names:
            fitting = {key: body for key, body in fitting.items() if key == words}
        if fitting:
            return next(iter(fitting.values())) if len(fitting) == 1 else None
        listed = public_body(words, bare_place_names=bare_place_names) if words else None
        if listed is None or (listed.end and max(_years(text), default="") > listed.end[:4]):
            return None
        return listed.name


def _years(text: str) -> list[str]:
    return re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)


def _places(group: Group, claim: Claim) -> tuple[str, list[str]]:
    """The stem of the source's file, and the folders around it, the nearest first."""
    inside = claim.members[0].split("/")
    stem = inside[-1].rsplit(".", 1)[0] if len(claim.members) == 1 else claim.stem
    around = [part for part in group.shown.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    if group.shown.endswith(claim.members[0]):
        around = around[: len(around) - len(inside)]
    folders = [*reversed(inside[:-1]), group.name, *(part.rsplit(".zip", 1)[0] for part in reversed(around))]
    return stem, list(dict.fromkeys(folders))


def _payer_of_names(group: Group, claim: Claim, bodies: Bodies) -> tuple[str, str, Problem | None] | None:
    """The payer that the names of file and folders tell, by what, and what to say of it."""
    stem, folders = _places(group, claim)
    if body := bodies.named(stem):
        return body, "the name of the file", None
    # Folders further out may be anyone's: there a bare place name is not enough.
    for index, folder in enumerate(folders):
        if body := bodies.named(folder, bare_place_names=index == 0):
            return body, FROM_FOLDER, None
    words = frozenset(words_of_a_name(group.name).split())
    if words & _WORDS_OF_A_BODY and words - _WORDS_OF_A_BODY - _BESIDE_A_BODY:
        sentence = f"the payer is taken from the folder's name, '{group.name}', which no list of bodies holds"
        problem = Problem(
            "", None, "", group.name, "warning", "payer-from-folder", sentence, "say who pays with --payer"
        )
        return group.name, FROM_FOLDER, problem
    return None


def _is_initials(written: str, name: str) -> bool:
    """Tell whether a text is only the initials of a name, as tp_is_initials of macros.sql does."""
    letters = "".join(letter for letter in written if letter.isalpha()).upper()
    words = re.findall(r"[A-Za-z]+", name)
    small = {"of", "and", "the", "for"}
    initials = {
        "".join(word[0] for word in kept).upper() for kept in (words, [w for w in words if w.lower() not in small])
    }
    return len(letters) > 1 and letters in initials


def _publisher_from_folder(group: Group) -> Problem:
    sentence = f"no publisher is stated: the folder's name '{group.name}' is taken"
    mend = "say who publishes with --publisher"
    return Problem("", None, "", group.name, "warning", "publisher-from-folder", sentence, mend)


def _of_itself(landed: Landed, named: tuple[str, str, Problem | None] | None) -> tuple[str, str]:
    """The publisher that the file itself states; initials of the body that the names tell are that body."""
    if named and landed.publisher and _is_initials(landed.publisher, named[0]):
        return named[0], f"{named[1]}, whose initials stand in the file"
    return landed.publisher, landed.publisher_why


def whose(
    group: Group, claim: Claim, landed: Landed, word: PackageWord, publisher: str | None, payer: str | None,
    known: KnownBodies,
) -> Whose:  # fmt: skip
    """Find out who publishes a source and who pays.

    Parameters
    ----------
    group, claim, landed : the source
    word : what a data package says of it
    publisher, payer : the user's words
    known : see `KnownBodies`

    Returns
    -------
    Whose
        Publisher: the user's word, a data package, what the file itself says; then, for payments, the payer; then the
        folder's name. Payer: the user's word for it, else for the publisher; a data package; the one body in the payer
        column; the name of the file, then of the folders.
    """
    publisher, payer = (publisher or "").strip(), (payer or "").strip()
    named = None
    if (
        landed.pays
        and not (publisher or payer or word.publisher)
        and (not landed.publisher or landed.publisher.isupper())
    ):
        named = _payer_of_names(group, claim, Bodies(known()))
    own, own_why = _of_itself(landed, named)
    candidates = [
        (publisher, "you said so"),
        (word.publisher, f"the data package {word.file} lists the file"),
        (own, own_why),
    ]
    if landed.pays:
        candidates += [(payer, "you said who pays"), *([(named[0], named[1])] if named else [])]
    who, why = next(((who, why) for who, why in candidates if who), ("", ""))
    problems = [named[2]] if named and named[2] and who == named[0] else []
    if not who:
        problems.append(_publisher_from_folder(group))
    return Whose(who or group.name, why or FROM_FOLDER, payer or who or None, tuple(problems))
