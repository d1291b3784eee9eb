"""Start one command, and turn errors into one sentence and an exit code."""

import os
import sys
from collections.abc import Sequence

from tpgraph.cli.app import app
from tpgraph.cli.state import say
from tpgraph.errors import TpgraphError

_OPTIONAL_VALUE = ("--json",)


def _with_values(arguments: Sequence[str]) -> list[str]:
    """An option whose value may be left out means standard output: ``--json`` alone is ``--json -``."""
    found = []
    for number, argument in enumerate(arguments):
        found.append(argument)
        follows = arguments[number + 1] if number + 1 < len(arguments) else "--"
        if argument in _OPTIONAL_VALUE and follows.startswith("--"):
            found.append("-")
    return found


def _one_line(text: str) -> str:
    """Keep a message one sentence on one line, whatever a file's name or a library's error holds."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def start(arguments: Sequence[str]) -> int:
    """Run a command.

    Returns
    -------
    int: 0 done, 1 a TpgraphError (one sentence on stderr; with --debug the traceback), 2 wrong usage.
    """
    debug = "--debug" in arguments
    for stream in (sys.stdout, sys.stderr):
        # A name in a script that the console cannot show must not end the command.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    try:
        app(args=_with_values(arguments), prog_name="tpgraph", standalone_mode=True)
    except TpgraphError as error:
        if debug:
            raise
        say(f"tpgraph: {_one_line(str(error))}")
        return 1
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        # Not one of ours: a fault of tpgraph itself. The person at the keyboard still gets a sentence, not a traceback.
        if debug:
            raise
        found = f"{type(error).__name__}: {error or 'no message'}"
        say(f"tpgraph: a fault of tpgraph itself ({_one_line(found)}); please report it with what --debug shows")
        return 1
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        say("tpgraph: stopped; nothing was left half done")
        return 130
    return 0
