"""What the shipped lists of public bodies say of pairs of names."""

import numpy as np
import pyarrow as pa

from tpgraph.matching.org_features import Records
from tpgraph.matching.org_names import Ints
from tpgraph.matching.org_words import Floats
from tpgraph.reference import public_body

# Log odds of one body where the lists know both names as one body, or as two.
SAME_LISTED, OTHER_LISTED = 6.0, -6.0


def listed_bodies(records: Records, organisations: pa.Table, left: Ints, right: Ints) -> Floats:
    """The weight of the lists for each pair; 0 where they do not know both names."""
    names = records.names
    councils = names.words.council | (names.words.tier > 0)
    of_word = np.repeat(np.arange(len(names)), np.diff(names.offsets))
    asked = np.unique(names.record[of_word[councils[names.word]]]) if len(of_word) else np.zeros(0, np.int64)
    body = np.zeros(len(records), np.int64)
    number: dict[str, int] = {}
    texts = organisations["name"].combine_chunks().take(pa.array(asked)).to_pylist()
    for row, text in zip(asked.tolist(), texts, strict=True):
        known = public_body(str(text or ""))
        if known is not None:
            key = known.identifier or f"{known.nation}: {known.name}"
            body[row] = number.setdefault(key, len(number) + 1)
    both = (body[left] > 0) & (body[right] > 0)
    return np.where(both, np.where(body[left] == body[right], SAME_LISTED, OTHER_LISTED), 0.0)
