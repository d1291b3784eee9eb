"""Keys that a person presses: at a terminal one key at a time, else one key a line, with words after it."""

import os
import re
import sys
from collections import deque

# What arrow and function keys send: none of ours.
_SEQUENCE = re.compile(r"\x1b(\[[0-9;]*[A-Za-z~]|O[A-Za-z]|)")
_END = ("\x04", "\x1a")


class Keys:
    """Reads keys from standard input; at its end `press` gives None."""

    def __init__(self) -> None:
        self._waiting: deque[str] = deque()

    def press(self) -> tuple[str, str] | None:
        """Give the next key in lower case, and the words that stand after it on its line."""
        if sys.stdin.isatty():
            key = self._at_terminal()
            return None if key in _END else (key.lower(), "")
        while line := sys.stdin.readline():
            if words := line.strip():
                first, _, rest = words.partition(" ")
                # `s because` and `same because` both say same: the first letter is the key, a word its long form.
                return first.lower(), rest.strip()
        return None

    def line(self, prompt: str) -> str:
        """Ask for a line of words at the terminal."""
        sys.stdout.write(prompt)
        sys.stdout.flush()
        return sys.stdin.readline().strip()

    def _at_terminal(self) -> str:
        while not self._waiting:
            self._waiting.extend(letter for letter in _SEQUENCE.sub("", _pressed()) if letter not in "\r\n")
        return self._waiting.popleft()


def _pressed() -> str:
    """Wait for a key; gives all that was typed meanwhile."""
    sys.stdout.flush()
    if os.name == "nt":
        import msvcrt

        return str(msvcrt.getwch())  # type: ignore[attr-defined]  # on Windows only
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)
        typed = os.read(terminal, 64)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    return typed.decode("utf-8", errors="replace") or _END[0]
