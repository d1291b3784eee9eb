"""The plain baseline: cosine of TF-IDF character 3-grams, the nearest of every record by sparse_dot_topn.

`tfidf` compares services within one place only, `tfidf-all` the whole list, as is usual where nobody knows of places;
other tables are compared whole in both. No labels, no tuning; texts are in lower case, places are cut as
`matching_sets.PLACE` says.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

from benchmarks.matching_sets import PLACE

LEAST = 0.2
NEAREST = 20
_IDS = {"id", "kind", "identifier", "venue", "place", "nation"}


def _text(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    filled = [frame[name].fillna("").astype(str) for name in columns]
    joined = filled[0]
    for other in filled[1:]:
        joined = joined + " " + other
    return joined.str.lower()


def _vectors(texts: pd.Series) -> sparse.csr_matrix:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32).fit_transform(texts)


def _nearest(left: sparse.csr_matrix, right: sparse.csr_matrix) -> tuple[NDArray, NDArray, NDArray]:
    # One more than asked for: of one table, every record is nearest to itself.
    found = sp_matmul_topn(left, right.T.tocsr(), top_n=NEAREST + 1, threshold=LEAST).tocoo()
    return found.row, found.col, found.data


def _within(frame: pd.DataFrame, vectors: sparse.csr_matrix, by: str) -> tuple[NDArray, NDArray, NDArray]:
    parts = []
    for rows in frame.groupby(by).indices.values():
        here, there, scores = _nearest(vectors[rows], vectors[rows])
        parts.append((rows[here], rows[there], scores))
    here, there, scores = (np.concatenate(part) for part in zip(*parts, strict=True))
    return here, there, scores


def _write(path: Path, left: NDArray, right: NDArray, scores: NDArray) -> None:
    columns = {"left_id": left, "right_id": right, "score": np.clip(scores, 0, 1)}
    pyarrow.csv.write_csv(pa.table(columns), path)


def _one_table(frame: pd.DataFrame, columns: list[str], by: str, path: Path) -> None:
    vectors = _vectors(_text(frame, columns))
    here, there, scores = _within(frame, vectors, by) if by else _nearest(vectors, vectors)
    once = here < there
    ids = frame["id"].to_numpy()
    _write(path, ids[here[once]], ids[there[once]], scores[once])


def _two_tables(folder: Path, path: Path) -> None:
    left, right = (pd.read_csv(folder / f"records_{side}.csv", dtype=str) for side in ("left", "right"))
    columns = [name for name in left.columns if name not in _IDS]
    vectors = _vectors(pd.concat([_text(left, columns), _text(right, columns)], ignore_index=True))
    here, there, scores = _nearest(vectors[: len(left)], vectors[len(left) :])
    _write(path, left["id"].to_numpy()[here], right["id"].to_numpy()[there], scores)


def run(folder: Path, name: str) -> Iterator[str]:
    """Match what the folder holds; give the name of each task as its pairs stand in the folder."""
    if (folder / "organisations.csv").exists():
        organisations = pd.read_csv(folder / "organisations.csv", dtype=str)
        _one_table(organisations, ["name"], "", folder / "organisation.pairs.csv")
        yield "organisation"
        services = pd.read_csv(next(folder.glob("services.csv*")), dtype=str)
        columns = ["name", "description", "needs", "client_group"]
        services["where"] = services["place"].fillna("").str.lower().str.replace(PLACE, "", regex=True).str.strip()
        if name == "tfidf":
            _one_table(services, columns, "where", folder / "service.pairs.csv")
        else:
            _one_table(services, [*columns, "place"], "", folder / "service.pairs.csv")
        yield "service"
    elif (folder / "records.csv").exists():
        records = pd.read_csv(folder / "records.csv", dtype=str)
        _one_table(records, ["name"], "", folder / "records.pairs.csv")
        yield "records"
    else:
        _two_tables(folder, folder / "records.pairs.csv")
        yield "records"
