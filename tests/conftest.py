"""What every test shares: a real Neo4j server, and the last line of a run that says how many tests read real files."""

from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from tests.neo4j_server import QUICK, Neo4jServer

# A shared machine may pause for seconds: how long an example takes says nothing of the code.
settings.register_profile("tpgraph", deadline=None)
settings.load_profile("tpgraph")


@pytest.fixture(autouse=True)
def _no_store_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may touch a store that the person running it has chosen."""
    for name in ("TPGRAPH_STORE", "NEO4J_USERNAME", "NEO4J_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jServer]:
    """The one Neo4j server of this test process, started for the first test that asks; `wipe` it for an empty store."""
    with Neo4jServer(java_options=QUICK) as server:
        yield server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Mark the reports of tests that read real files, so that they can be counted in any process."""
    report = yield
    report.user_properties.append(("real_data", item.get_closest_marker("real_data") is not None))
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, None, None]:
    """Say in the last line of a run how many tests on real files ran or were skipped."""
    yield
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is None:
        # A worker of a run in several processes: the one that started it tells.
        return
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for outcome in counts:
        for report in terminal.stats.get(outcome, []):
            if ("real_data", True) in getattr(report, "user_properties", ()) and (
                report.when == "call" or report.skipped
            ):
                counts[outcome] += 1
    ran = counts["passed"] + counts["failed"]
    terminal.write_line(f"real data: {ran} tests ran, {counts['skipped']} were skipped")
