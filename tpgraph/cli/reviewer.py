"""Who reviews: name and agency, asked for once at the terminal and remembered for the person, not for the store."""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from tpgraph.cli.screen import say

_FILE = "reviewer.json"


def remembered() -> tuple[str, str]:
    """Give the name and agency that were given last, empty where none were."""
    with suppress(OSError, ValueError, TypeError):
        kept = json.loads(_place().read_text("utf-8"))
        if isinstance(kept, dict):
            return str(kept.get("name") or ""), str(kept.get("agency") or "")
    return "", ""


def remember(name: str, agency: str) -> None:
    """Keep name and agency for the next time; where that cannot be written they are asked for again."""
    with suppress(OSError):
        _place().parent.mkdir(parents=True, exist_ok=True)
        _place().write_text(json.dumps({"name": name, "agency": agency}, ensure_ascii=False), "utf-8")


def _place() -> Path:
    chosen = os.environ.get("XDG_CONFIG_HOME", "")
    if chosen:
        return Path(chosen) / "tpgraph" / _FILE
    if os.name == "nt":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "tpgraph" / _FILE
    return Path.home() / ".config" / "tpgraph" / _FILE


def who(by: str | None, agency: str | None) -> tuple[str, str]:
    """Give name and agency of the reviewer: as the command says, as remembered, else as typed at the terminal."""
    name, body = remembered()
    name, body = by or name, agency or body
    if sys.stdin.isatty() and not (name and body):
        say("Verdicts bear a name and an agency; both are asked once, and --by and --for change them.")
        name = name or _typed("Your name: ")
        body = body or _typed("The agency you speak for: ")
    if name or body:
        remember(name, body)
    return name, body


def _typed(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline().strip()
