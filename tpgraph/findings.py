"""The common shape of a finding and of a figure's id.

A finding is a question for a meeting, with reasons in words. Its id is made from the kind, the parameters that define
its subject and the smallest record id of each subject: never from amounts, probabilities or entity ids, so it survives
a re-load and a new matcher.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tpgraph.identifiers import base32_id


@dataclass(frozen=True)
class Finding:
    """One question for a meeting.

    Attributes
    ----------
    id : such as OV-K4QTM7RA
    kind : name of the analysis, such as overlaps
    question : the question in one sentence
    reasons : why the question is put, in words
    why_both : the best reason why things may be right as they are
    grade : strong, likely, possible, or empty
    probability : 0 to 1, or None
    subjects : entity ids of what it speaks of
    records : one record id a subject (the smallest)
    people_to_ask : names of the bodies who should be in the room
    amount_pence : money at stake, None = unknown
    people : people at stake, None = unknown
    place, theme : names, or empty
    parameters : what defines the subject, such as the year
    """

    id: str
    kind: str
    question: str
    reasons: tuple[str, ...] = ()
    why_both: str = ""
    grade: str = ""
    probability: float | None = None
    subjects: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    people_to_ask: tuple[str, ...] = ()
    amount_pence: int | None = None
    people: int | None = None
    place: str = ""
    theme: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


def finding_id(letters: str, parameters: Mapping[str, str], records: Iterable[str]) -> str:
    """Make a finding's id.

    Parameters
    ----------
    letters : two capital letters for the kind
    parameters : what defines the subject; order plays no part
    records : the smallest record id of each subject; order plays no part

    Returns
    -------
    str, such as ``OV-K4QTM7RA``
    """
    said = [f"{name}={value}" for name, value in sorted(parameters.items())]
    return base32_id(letters, letters, *said, *sorted(records))


def figure_id(letters: str, analysis: str, parameters: Mapping[str, str], key: Mapping[str, str]) -> str:
    """Make the id of one row of figures: analysis, its subject-defining parameters and the row's key columns."""
    said = [f"{name}={value}" for name, value in sorted(parameters.items())]
    keys = [f"{name}={value}" for name, value in sorted(key.items())]
    return base32_id(letters, analysis, *said, "|", *keys)
