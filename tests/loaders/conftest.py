"""Whatever file a test of a loader reads: no problem comes out of it that nobody describes."""

from collections.abc import Sequence

import pyarrow as pa
import pytest

from tpgraph.loading import ahead as ahead_module
from tpgraph.loading import load as load_module
from tpgraph.loading.codes import problem_codes
from tpgraph.loading.refusal import RefusedSourceError
from tpgraph.loading.running import Source, run_together


def refuse_unknown(problems: pa.Table) -> None:
    """Fail the test that met a code without a description."""
    unknown = set(problems.column("code").to_pylist()) - problem_codes().keys()
    assert not unknown, f"no codes.toml describes {sorted(unknown)}"


@pytest.fixture(autouse=True)
def _every_code_is_described(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the problems of every source that is made ready, also of those that are refused."""

    def watched(sources: Sequence[Source]) -> list[dict[str, pa.Table]]:
        try:
            made = run_together(sources)
        except RefusedSourceError as error:
            refuse_unknown(error.problems)
            raise
        for tables in made:
            refuse_unknown(tables["record.problem"])
        return made

    for module in (load_module, ahead_module):
        monkeypatch.setattr(module, "run_together", watched)
