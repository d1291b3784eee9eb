"""The real files, where they are: by TPGRAPH_REAL_DATA, else the folder ``../shared/real-data`` beside the project."""

import os
from pathlib import Path

import pytest

_BESIDE_PROJECT = Path(__file__).resolve().parents[2] / "shared" / "real-data"


def real_data(*parts: str) -> Path:
    """Give the path of a real file or folder; without it the test is skipped, or fails where it must not be absent.

    Parameters
    ----------
    parts : path below the folder of real data, such as ``"spend", "manchester-2022-05.csv"``
    """
    folder = Path(os.environ.get("TPGRAPH_REAL_DATA") or _BESIDE_PROJECT)
    path = folder.joinpath(*parts)
    if not path.exists():
        message = f"real data: not found at {path}; set TPGRAPH_REAL_DATA"
        if os.environ.get("TPGRAPH_REQUIRE_REAL_DATA") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return path
