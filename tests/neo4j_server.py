"""A real Neo4j 5 Community server: for the tests, and for a person to try (`make neo4j`).

    with Neo4jServer() as server:
        driver = neo4j.GraphDatabase.driver(server.uri, auth=server.auth)

No Docker, no installer: the jars come from Maven Central (see neo4j_jars.py). The server listens on the loopback
address only, in a folder of its own, asks for a password, and goes with the process that started it.
"""

import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import neo4j
import psutil
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from tests.neo4j_jars import NoServerError, jars, java

USER = "neo4j"
_MAIN = "org.neo4j.server.CommunityEntryPoint"
_JVM = (
    "-XX:+UseSerialGC",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+ExitOnOutOfMemoryError",
    "-Dlog4j2.disable.jmx=true",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch")),
)
_SETTINGS: Mapping[str, str] = {
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "server.memory.pagecache.size": "256m",
    "server.directories.import": "import",  # unset, LOAD CSV reads any file of the machine
    "db.tx_log.preallocate": "false",
    "dbms.usage_report.enabled": "false",
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",  # LOAD CSV reaches no address
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # it stops in half a second, not in ten
}
# Java that compiles once: it starts in two thirds of the time and suits tests; what is measured runs without it.
QUICK = ("-XX:TieredStopAtLevel=1",)
_WAIT = 120  # seconds for a start: a busy machine may take a minute


class Neo4jServer:
    """One server: started, stopped and killed by the id of its process.

    Parameters
    ----------
    home : Path, optional
        The folder of its data, which stays, with its password. Unless told: a temporary folder that goes with `close`.
    heap : str
        Java's heap, fixed, e.g. `512m`.
    settings : Mapping of str to str, optional
        Lines of neo4j.conf that come over ours.
    port : int, optional
        The port for Bolt on 127.0.0.1; a free one unless told.
    java_options : tuple of str
        More options of Java's, e.g. `QUICK`.
    """

    def __init__(
        self,
        home: Path | None = None,
        *,
        heap: str = "512m",
        settings: Mapping[str, str] | None = None,
        port: int | None = None,
        java_options: tuple[str, ...] = (),
    ) -> None:
        self.temporary = home is None
        self.home = (home or Path(tempfile.mkdtemp(prefix="tpgraph-neo4j-"))).resolve()
        self.java_options = (f"-Xms{heap}", f"-Xmx{heap}", *_JVM, *java_options)
        self.port = port or free_port()
        self.settings = {
            **_SETTINGS,
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            # A driver that is told neo4j:// asks the server where to go: it must name the address it was reached by.
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            **(settings or {}),
        }
        self.password = _kept_password(self.home)
        self.process: subprocess.Popen[bytes] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """The address for the driver."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def location(self) -> str:
        """The address that `tpgraph --store` takes."""
        return f"neo4j://127.0.0.1:{self.port}/neo4j"

    @property
    def auth(self) -> tuple[str, str]:
        """User and password."""
        return USER, self.password

    @property
    def pid(self) -> int | None:
        """The id of the running server's process; None where it does not run."""
        return self.process.pid if self.process and self.process.poll() is None else None

    def memory(self) -> int:
        """Measure the memory that the running server holds now, in bytes (resident set)."""
        if self.pid is None:
            raise NoServerError("the server does not run, so it holds no memory")
        return int(psutil.Process(self.pid).memory_info().rss)

    def start(self) -> Self:
        """Start it and wait until it answers a query.

        Raises
        ------
        NoServerError
            If there is no Java, there are no jars, or it ends before it answers; then nothing of it runs on.
        """
        if self.pid is not None:
            return self
        self._write_folder()
        logs = self.home / "logs"
        path = os.pathsep.join([str(self.home / "plugins" / "*"), str(jars() / "*")])
        command = [str(java()), *self.java_options, "-cp", path, _MAIN, f"--home-dir={self.home}"]
        with (logs / "stdout.log").open("ab") as out:
            # Its own session: Ctrl-C in a terminal reaches us, and we stop the server when we have done.
            self.process = subprocess.Popen(
                [*command, f"--config-dir={self.home / 'conf'}"],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self._watcher = _watch(self.process.pid)
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop it as an administrator would; it has written everything when this returns."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL); `start` finds the data as the cut left them."""
        self._end(signal.SIGKILL)

    def restart(self) -> Self:
        """Stop it and start it again, on the same port with the same data."""
        self.stop()
        return self.start()

    def close(self) -> None:
        """Stop it, and take its folder away where that was a temporary one."""
        self.stop()
        if self.temporary:
            shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write_folder(self) -> None:
        for name in ("conf", "logs", "plugins", "import", "data/dbms"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        lines = [f"{name}={value}\n" for name, value in self.settings.items()]
        (self.home / "conf" / "neo4j.conf").write_text("".join(lines), "utf-8")
        # The server reads this file once, when it makes its system database.
        if not (self.home / "data" / "databases" / "system").exists():
            (self.home / "data" / "dbms" / "auth.ini").write_text(_credential(self.password), "utf-8")

    def _wait(self) -> None:
        limit = time.monotonic() + _WAIT
        with neo4j.GraphDatabase.driver(self.uri, auth=self.auth) as driver:
            while not _answers(driver):
                if self.pid is None or time.monotonic() > limit:
                    log = (self.home / "logs" / "stdout.log").read_text("utf-8", "replace")[-2000:]
                    raise NoServerError(f"Neo4j did not start on port {self.port}; the end of its log:\n{log}")
                time.sleep(0.1)

    def _end(self, how: signal.Signals) -> None:
        if self._watcher:
            # First, so that it never ends a stranger that was given the id of our server.
            self._watcher.kill()
            self._watcher.communicate()
            self._watcher = None
        if self.process:
            self.process.send_signal(how)  # nothing, where it has ended by itself
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None


def free_port() -> int:
    """Find a free port below those that the system gives to outgoing connections, so that none of them takes it."""
    while True:
        port = 20000 + secrets.randbelow(12000)
        with socket.socket() as attempt, suppress(OSError):
            attempt.bind(("127.0.0.1", port))
            return port


def wipe(server: Neo4jServer) -> None:
    """Empty the database: every constraint, every index but the two that every database has, every node.

    Parameters
    ----------
    server : Neo4jServer
        A running one. Community has one database, so a test that wants an empty store wipes it.
    """
    with neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver, driver.session() as session:
        for name in session.run("SHOW CONSTRAINTS YIELD name").value():
            session.run("DROP CONSTRAINT $name", name=name).consume()
        for name in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").value():
            session.run("DROP INDEX $name", name=name).consume()
        # First the relationships: a node with a million of them would go in one transaction with all of them.
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()


def _answers(driver: neo4j.Driver) -> bool:
    """Tell whether a query is answered: a connection alone proves too little while the server starts."""
    try:
        driver.verify_connectivity()
        with driver.session() as session:
            return session.run("RETURN 1").single() is not None
    except AuthError:
        raise
    except (DriverError, Neo4jError):
        return False


def _watch(pid: int) -> subprocess.Popen[bytes] | None:
    """Have the server stopped when our own process ends, however it ends: then the pipe to this shell is closed."""
    if sys.platform == "win32":
        return None
    command = ["sh", "-c", f"read -r nothing; kill -TERM {pid}"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)


def _credential(password: str) -> str:
    """Write a user as the server's first start reads it: salted SHA-256, 1024 rounds."""
    salt = secrets.token_bytes(32)
    digest = salt + password.encode()
    for _ in range(1024):
        digest = hashlib.sha256(digest).digest()
    return f"{USER}:SHA-256,{digest.hex()},{salt.hex()},1024:\n"


def _kept_password(home: Path) -> str:
    """Give the password of a folder, made at random and kept there, readable by its owner only."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / "password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(12), "utf-8")
    return file.read_text("utf-8").strip()
