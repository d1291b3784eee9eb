"""Whatever file a test of a loader reads: no problem comes out of it that nobody describes."""

from collections.abc import Mapping

import pyarrow as pa
import pytest

from tpgraph.loading import load as load_module
from tpgraph.loading.codes import problem_codes
from tpgraph.loading.refusal import RefusedSourceError


def refuse_unknown(problems: pa.Table) -> None:
    """Fail the test that met a code without a description."""
    unknown = set(problems.column("code").to_pylist()) - problem_codes().keys()
    assert not unknown, f"no codes.toml describes {sorted(unknown)}"


@pytest.fixture(autouse=True)
def _every_code_is_described(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the problems of every source that is made ready, also of those that are refused."""
    run = load_module._run

    def watched(*arguments: object, **named: object) -> Mapping[str, pa.Table]:
        try:
            tables = run(*arguments, **named)  # type: ignore[arg-type]  # whatever the load passes on
        except RefusedSourceError as error:
            refuse_unknown(error.problems)
            raise
        refuse_unknown(tables["record.problem"])
        return tables

    monkeypatch.setattr(load_module, "_run", watched)
