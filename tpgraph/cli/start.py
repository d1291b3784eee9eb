"""Start one command, and turn errors into one sentence and an exit code."""

import codecs
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

from tpgraph.cli.app import app
from tpgraph.cli.screen import say
from tpgraph.errors import TpgraphError

# Pound sign, dashes, quotation marks and dots, by their code points: some of them look like the plain ones.
_IN_PLAIN_LETTERS = {0xA3: "GBP ", 0x2013: "-", 0x2014: "-", 0x2018: "'", 0x2019: "'", 0x2026: "..."}
STOPPED = 130


def _with_values(arguments: Sequence[str]) -> list[str]:
    """An option whose value may be left out means standard output: ``--json`` alone is ``--json -``.

    The next word is its file only where it ends in .json or is ``-``: any other is an argument of the command, such as
    a file to be read, and must never be written over.
    """
    found = []
    for number, argument in enumerate(arguments):
        found.append(argument)
        follows = arguments[number + 1] if number + 1 < len(arguments) else None
        if argument == "--json" and not (follows is not None and (follows in ("-", "") or follows.endswith(".json"))):
            found.append("-")
    return found


def _one_line(text: str) -> str:
    """Keep a message one sentence on one line, whatever a file's name or a library's error holds."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _spelled_out(error: UnicodeError) -> tuple[str, int]:
    """Write what the console cannot show in plain letters, so that no name in a script ends the command."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_IN_PLAIN_LETTERS.get(ord(letter), "?") for letter in missing), error.end


def _prepare_streams() -> None:
    codecs.register_error("tpgraph", _spelled_out)
    for stream in (sys.stdout, sys.stderr):
        getattr(stream, "reconfigure", lambda **_: None)(errors="tpgraph")


def _let_go_of_stdout() -> None:
    """Nobody reads our output any more: the flush at the end of the process must not complain of it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)


def _run(arguments: Sequence[str]) -> int:
    """Run the app; wrong usage shows its own sentence."""
    try:
        ended = app(args=_with_values(arguments), prog_name="tpgraph", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as end:
        # What typer makes of a reader that has gone, as `| head` does.
        if isinstance(end.__context__, BrokenPipeError):
            raise BrokenPipeError from end
        return end.code if isinstance(end.code, int) else 1
    except Exception as error:
        # Wrong usage: an error of typer's, whose classes it does not all make public, knows how to show itself.
        shows = getattr(error, "show", None)
        if shows is None:
            raise
        shows()
        return int(getattr(error, "exit_code", 2))
    return ended if isinstance(ended, int) else 0


def _in_words(error: Exception) -> str:
    if isinstance(error, TpgraphError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = f"'{error.filename}'" if error.filename else "standard output"
        return f"{where} could not be read or written: {error.strerror}"
    if isinstance(error, MemoryError):
        return (
            "this computer has too little memory for these files; close other programs, or load fewer files at a time"
        )
    found = f"{type(error).__name__}: {error or 'no message'}"
    return f"a fault of tpgraph itself ({found}); please report it with what --debug shows"


class _Interrupts:
    """Remembers that Ctrl-C was pressed: a library may turn the KeyboardInterrupt into an error of its own."""

    def __init__(self) -> None:
        self.pressed = False

    def __enter__(self) -> "_Interrupts":
        self._before = None
        with suppress(ValueError):  # not in the main thread: then nobody presses anything
            self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            # A library that was interrupted may raise the signal again: the person has been heard already.
            signal.signal(signal.SIGINT, signal.SIG_IGN if self.pressed else self._before)

    def _press(self, number: int, frame: FrameType | None) -> None:
        self.pressed = True
        signal.default_int_handler(number, frame)


def start(arguments: Sequence[str]) -> int:
    """Run a command.

    Returns
    -------
    int: 0 done, 1 a TpgraphError (one sentence on stderr; with --debug the traceback), 2 wrong usage, 130 stopped by
    the person at the keyboard.
    """
    _prepare_streams()
    with _Interrupts() as interrupts:
        try:
            ended = _run([argument for argument in arguments if argument != "--debug"])
        except BrokenPipeError:
            _let_go_of_stdout()
            return 0
        except KeyboardInterrupt:
            ended = STOPPED
        except Exception as error:
            if not interrupts.pressed:
                return _failed(error, "--debug" in arguments)
            ended = STOPPED
    if ended == STOPPED:
        say("tpgraph: stopped; what was loaded before stands, and nothing is left half done")
    return ended


def _failed(error: Exception, debug: bool) -> int:
    """Say an error in one sentence; with --debug give it on."""
    if debug:
        raise error
    if isinstance(error, OSError) and not error.filename:
        _let_go_of_stdout()
    say(f"tpgraph: {_one_line(_in_words(error))}")
    return 1
