"""The way to a Neo4j server: its address, who asks, and every fault of driver or server as one sentence.

The password comes from the environment or from a prompt, never from the address, and is never printed.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tpgraph.errors import StoreBusyError, StoreError, StoreVersionError

if TYPE_CHECKING:
    from neo4j import Driver

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
OLDEST = (5, 0)

# Notices come with the answer, and faults as sentences; without a handler Python would print them.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
RETRY_SECONDS = 30.0


@dataclass(frozen=True)
class Address:
    """Where a store is on a server. `database` is empty for the one that the server gives its user."""

    location: str
    uri: str
    database: str

    @property
    def name(self) -> str | None:
        """The database as the driver wants it."""
        return self.database or None


def parse(location: str) -> Address:
    """Read an address such as ``neo4j://host:7687/database``.

    Raises
    ------
    StoreError
        If it is not one, or carries a user name or password.

    >>> parse("bolt://127.0.0.1:7687/town")
    Address(location='bolt://127.0.0.1:7687/town', uri='bolt://127.0.0.1:7687', database='town')
    """
    accepted = "expected an address such as neo4j://host:7687/database"
    scheme, _, rest = location.partition("://")
    if scheme not in SCHEMES:
        raise StoreError(f"'{scheme}://' is not an address of a Neo4j server ({', '.join(SCHEMES)}): {accepted}")
    if "@" in rest:
        raise StoreError(
            "leave user name and password out of the address: set NEO4J_USERNAME and NEO4J_PASSWORD, or be asked"
        )
    try:
        parts = urlsplit(location)
        port = parts.port
    except ValueError as error:
        raise StoreError(f"'{location}': {str(error).lower()}; {accepted}") from error
    database = parts.path.strip("/")
    if not parts.hostname or "/" in database or parts.query or parts.fragment:
        raise StoreError(f"'{location}' is not an address of a database: {accepted}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Address(location, f"{scheme}://{host}" + (f":{port}" if port else ""), database)


def connect(address: Address, credentials: Callable[[str], tuple[str, str]] | None) -> "Driver":
    """Make a driver for a server and see that it lets us in.

    Raises
    ------
    StoreError
        If the driver is not installed, nobody says who asks, or the server cannot be used, in one sentence.
    """
    try:
        import neo4j
    except ImportError as error:
        raise StoreError("a neo4j:// store needs the driver: pip install 'tpgraph[neo4j]'") from error
    user, password = _who(address, credentials)
    with sentences(address):
        driver = neo4j.GraphDatabase.driver(
            address.uri,
            auth=(user, password),
            connection_timeout=10,
            connection_acquisition_timeout=RETRY_SECONDS,
            max_transaction_retry_time=RETRY_SECONDS,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            user_agent=f"tpgraph/{metadata.version('tpgraph')}",
        )
        try:
            # Bolt and login are proved by verify_connectivity, the database only by a query.
            driver.verify_connectivity()
            driver.execute_query("RETURN 1", database_=address.name, routing_="r")
            _check_version(driver, address)
        except BaseException:
            driver.close()
            raise
    return driver


def _who(address: Address, credentials: Callable[[str], tuple[str, str]] | None) -> tuple[str, str]:
    user, password = os.environ.get("NEO4J_USERNAME", ""), os.environ.get("NEO4J_PASSWORD", "")
    if password:
        return user or "neo4j", password
    if credentials is None:
        raise StoreError(f"{address.location} asks who you are: set NEO4J_USERNAME and NEO4J_PASSWORD")
    return credentials(address.location)


def server_version(text: str) -> tuple[int, ...]:
    """Read the version of a server.

    >>> server_version("5.26.30"), server_version("2026.08.1-aura")
    ((5, 26, 30), (2026, 8, 1))
    """
    numbers = text.split("-")[0].split("+")[0].split(".")
    return tuple(int(number) for number in numbers if number.isdigit())


def _check_version(driver: "Driver", address: Address) -> None:
    found = driver.execute_query(
        "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version",
        database_=address.name,
        routing_="r",
    ).records
    version = str(found[0]["version"]) if found else ""
    if version and server_version(version) < OLDEST:
        raise StoreVersionError(
            f"{address.location} is Neo4j {version}, which is too old: tpgraph needs Neo4j {OLDEST[0]} or newer"
        )


@contextmanager
def sentences(address: Address) -> Iterator[None]:
    """Turn a fault of driver or server into a StoreError of one sentence."""
    from neo4j.exceptions import DriverError, GqlError

    try:
        yield
    except (DriverError, GqlError) as error:
        raise fault(error, address) from error


def fault(error: Exception, address: Address) -> StoreError:
    """Word a fault of driver or server, with the mend.

    Parameters
    ----------
    error : neo4j.exceptions.DriverError or neo4j.exceptions.Neo4jError
    address : Address
        Where it happened.
    """
    code = str(getattr(error, "code", "") or "")
    kinds = {kind.__name__ for kind in type(error).__mro__}
    for sign, wording in _CODES.items():
        if sign in code:
            kind = _KINDS.get(sign, StoreError)
            return kind(
                wording.format(at=address.location, uri=address.uri, database=address.database or "the default")
            )
    for name, wording in _CLASSES.items():
        if name in kinds:
            return StoreError(wording.format(at=address.location, uri=address.uri))
    said = str(getattr(error, "message", "") or error).strip().splitlines() or [type(error).__name__]
    return StoreError(f"{address.location} cannot be used: Neo4j says '{said[0]}'")


# What stands in the code of a server's fault, the more special first, and its sentence.
_CODES = {
    "AuthenticationRateLimit": "{at} has shut its door for some seconds after too many wrong passwords: wait, set "
    "NEO4J_USERNAME and NEO4J_PASSWORD aright, and try again",
    "CredentialsExpired": "{at} wants its first password changed: log in once with Neo4j Browser or cypher-shell and "
    "choose a new one",
    "Security.Unauthorized": "{at} does not know this user name and password: see NEO4J_USERNAME and NEO4J_PASSWORD",
    "Security.AuthorizationExpired": "{at} wants you to log in again: try once more",
    "DatabaseNotFound": "there is no database '{database}' on {uri}: name one that is there, or ask whoever runs it",
    "DatabaseUnavailable": "database {database} on {uri} is stopped or still starting: wait, or ask whoever runs it",
    "ReadOnlyDatabase": "database {database} on {uri} may only be read: ask whoever runs it to let you write",
    "ReadOnlyAccessDatabase": "database {database} on {uri} may only be read: ask whoever runs it to let you write",
    "Security.Forbidden": "your user has not the rights that {at} needs: ask whoever runs it for the right to read and "
    "write nodes and relationships, and to create constraints, indexes, labels, types and property names",
    "MemoryPoolOutOfMemory": "{at} has too little memory for this: whoever runs it can raise "
    "server.memory.heap.max_size (and dbms.memory.transaction.total.max); nothing was changed",
    "OutOfMemory": "{at} has too little memory for this: whoever runs it can raise server.memory.heap.max_size; "
    "nothing was changed",
    "LockClientStopped": "{at} is in use by another tpgraph: wait until it has finished",
    "LockAcquisitionTimeout": "{at} is in use by another tpgraph: wait until it has finished",
    "TransactionTimedOut": "{at} ended the work after its time limit: try again when it is less busy",
    "ConstraintValidationFailed": "{at} holds nodes of your own under a label and id of the graph: give them another "
    "label",
    "ConstraintWithNameAlreadyExists": "{at} has a constraint of your own under a name that tpgraph needs: rename it",
    "IndexAlreadyExists": "{at} has an index of your own where tpgraph needs a constraint: drop it first",
}
_KINDS: dict[str, type[StoreError]] = {"LockClientStopped": StoreBusyError, "LockAcquisitionTimeout": StoreBusyError}

# Classes of the driver's own faults, the more special first.
_CLASSES = {
    "AuthConfigurationError": "{at} asks for another way of logging in than user name and password",
    "CertificateConfigurationError": "the certificate of {uri} cannot be used: ask whoever runs it",
    "ConfigurationError": "{at} cannot be reached this way: see whether it wants neo4j+s:// or bolt://",
    "UnsupportedServerProduct": "{uri} is not a Neo4j server that this driver knows: tpgraph needs Neo4j 5 or newer",
    "IncompleteCommit": "the connection to {uri} broke in the middle of a write: run it again",
    "ServiceUnavailable": "no Neo4j server answers at {uri}: see that it runs, that the address is right, and that "
    "nothing between blocks the port",
    "SessionExpired": "the connection to {uri} broke: run it again, nothing is counted twice",
    "ConnectionAcquisitionTimeoutError": "{uri} has no free connection: wait, or ask whoever runs it",
}
