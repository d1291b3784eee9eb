"""A Neo4j server for a person to try: what `make neo4j` runs.

It keeps its data in a folder, prints how to reach it from tpgraph, Neo4j Browser and Bloom, and stops with Ctrl-C.
"""

import argparse
import signal
import socket
import sys
import threading
from pathlib import Path

from tests.neo4j_jars import VERSION, NoServerError, jars
from tests.neo4j_server import USER, Neo4jServer, free_port

_USUAL_BOLT, _USUAL_HTTP = 7687, 7474  # those that Browser, Bloom and every tutorial start from


def port_or_free(usual: int) -> int:
    """Give the usual port where it is free, else a free one."""
    with socket.socket() as attempt:
        # As the server does it: a port whose last visitor has just left is free.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", usual))
        except OSError:
            return free_port()
    return usual


def text(server: Neo4jServer, http_port: int) -> str:
    """Write what a person needs to reach the server.

    Parameters
    ----------
    server : Neo4jServer
        A running one.
    http_port : int
        Where Browser is served on 127.0.0.1.

    Returns
    -------
    str: lines; those to paste into a shell stand alone and whole.
    """
    return f"""
Neo4j {VERSION} runs on this machine only; its data and its password are kept in {server.home}

  address    {server.uri}
  user       {USER}
  password   {server.password}
  Browser    {_browser(http_port)}
             (Neo4j Bloom and Desktop connect to the address above)

In another terminal, for tpgraph:

export NEO4J_USERNAME={USER}
export NEO4J_PASSWORD={server.password}
export TPGRAPH_STORE={server.location}
.venv/bin/tpgraph load examples/northmere
.venv/bin/tpgraph query largest-payees --param year=2009-10

Ctrl-C stops it.
"""


def _browser(http_port: int) -> str:
    if not any(jars().glob("neo4j-browser-*.jar")):
        return "not among the jars that NEO4J_LIB names; one of yours connects to the address above"
    return f"http://127.0.0.1:{http_port}/browser/"


def main() -> int:
    """Start the server, say how to reach it, and stop it when the person asks.

    Returns
    -------
    int: 0 when it was stopped, 1 when it did not start or ended by itself, 130 when stopped before it started.
    """
    parser = argparse.ArgumentParser(prog="make neo4j", description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("neo4j-data"), help="folder of the data [%(default)s]")
    parser.add_argument("--heap", default="512m", help="Java's heap [%(default)s]")
    choice = parser.parse_args()
    http_port = port_or_free(_USUAL_HTTP)
    settings = {
        "server.http.enabled": "true",
        "server.http.listen_address": f"127.0.0.1:{http_port}",
        "server.http.advertised_address": f"127.0.0.1:{http_port}",
    }
    server = Neo4jServer(choice.home, heap=choice.heap, settings=settings, port=port_or_free(_USUAL_BOLT))
    try:
        _say("Neo4j starts (some seconds; the first time 150 MB of jars are fetched) ...")
        jars()
        stopped = _serve(server, http_port)
    except NoServerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:  # while the jars are fetched
        return 130
    if stopped:
        _say(f"Neo4j has stopped; its data stay in {server.home}")
        return 0
    sys.stderr.write(f"Neo4j ended by itself; see {server.home / 'logs'}\n")
    return 1


def _serve(server: Neo4jServer, http_port: int) -> bool:
    """Run the server until the person stops it (True) or it ends by itself (False)."""
    asked = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: asked.set())
    with server:
        _say(text(server, http_port))
        while not asked.wait(0.5):
            if server.pid is None:
                return False
        _say("\nNeo4j stops ...")
    return True


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
