"""`tpgraph review`: the pairs that wait for a verdict, one after the other, both records side by side."""

from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.files import with_store
from tpgraph.cli.keys import Keys
from tpgraph.cli.output import filled
from tpgraph.cli.reviewer import who
from tpgraph.cli.screen import clean, say, show, width
from tpgraph.cli.state import open_existing, progress, say_notes

if TYPE_CHECKING:
    from tpgraph.map import Map
    from tpgraph.map.review_order import Waiting
    from tpgraph.map.review_sides import Field
    from tpgraph.map.reviewing import Clash, Review

VERDICT_KEYS = {
    "s": "same",
    "d": "different",
    "v": "valued overlap",
    "e": "need evidence",
    "n": "not ours to say",
}
_OTHER_KEYS = {"k": "skip", "u": "undo", "w": "why", "q": "stop"}
_LONG = {
    "same": "s", "different": "d", "valued": "v", "need": "e", "evidence": "e", "not": "n", "skip": "k", "undo": "u",
    "why": "w", "stop": "q", "quit": "q",
}  # fmt: skip
_REASONS_SHOWN = 6


def review(
    context: typer.Context,
    organisations: Annotated[bool, typer.Option("--organisations", help="ask only which records are one body")] = False,
    services: Annotated[bool, typer.Option("--services", help="ask only which services overlap")] = False,
    agency: Annotated[
        str | None, typer.Option("--for", metavar="AGENCY", callback=filled, help="agency you speak for; remembered")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", callback=filled, help="your name; remembered")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="most pairs to ask; 0 = until you stop")
    ] = 0,
) -> None:
    """Say of pairs whether they are the same, the most useful pair first.

    Each verdict is kept at once: stop whenever you like. Keys: s same, d different, v valued overlap, e need evidence,
    n not ours to say, k skip, u undo, w why, q stop. Where standard input is no terminal, one key a line, with words
    after it as the reason: `d two towns`.
    """
    chosen = [name for name, wanted in (("organisations", organisations), ("services", services)) if wanted]
    name, body = who(by, agency)
    with progress() as tell:
        town = open_existing(context, tell)
        tell("looking for the pairs that wait")
        sitting = town.review(kinds=chosen or ("organisations", "services"), by=name, agency=body, limit=limit)
    say_notes([*town.notes, *_unknown(town, body)])
    try:
        _go_through(sitting, Keys())
    except KeyboardInterrupt:
        show()
    _say_end(sitting, body)
    say("Next: " + with_store(context, "find overlaps; or history, whose last verdict `tpgraph undo` takes back"))


def _unknown(town: "Map", agency: str) -> list[str]:
    """Say where the agency is no body here: a slip of the pen would be another agency."""
    from tpgraph.errors import AnalysisError
    from tpgraph.map.for_agency import agency_of

    try:
        if agency:
            agency_of(town.tables(), agency)
    except AnalysisError as error:
        return [f"{error}; verdicts are kept under the name as you gave it"]
    return []


def _say_end(sitting: "Review", agency: str) -> None:
    verdicts = "1 verdict is" if sitting.given == 1 else f"{sitting.given:,} verdicts are"
    whose = f" of {agency}" if agency else ""
    left = len(sitting.pairs) - sitting.place + sitting.left_for_later
    pairs = "1 pair waits" if left == 1 else f"{left:,} pairs wait"
    show(f"{verdicts} kept{whose}; {sitting.skipped:,} skipped; {pairs}.")


def _go_through(sitting: "Review", keys: Keys) -> None:
    if sitting.current() is None and sitting.clash() is None:
        show("No pair waits for a verdict.")
    while True:
        clash = sitting.clash()
        if clash is not None:
            if not _settle(sitting, clash, keys):
                return
            continue
        pair = sitting.current()
        if pair is None or not _ask(sitting, pair, keys):
            return


# ---------------------------------------------------------------------------------------------------------- one pair


def _ask(sitting: "Review", pair: "Waiting", keys: Keys) -> bool:
    """Show a pair and take keys until it is done with; False to stop."""
    _show_pair(sitting, pair)
    why = ""
    while True:
        pressed = keys.press()
        if pressed is None:
            return False
        key, rest = _LONG.get(pressed[0], pressed[0]), _reason(*pressed)
        if key in VERDICT_KEYS and _fits(key, pair):
            sitting.say(VERDICT_KEYS[key], rest or why)
            show(f"-> {VERDICT_KEYS[key]}{f': {rest or why}' if rest or why else ''}")
            return True
        if key == "q":
            return False
        if key == "k":
            sitting.skip()
            show("-> skipped")
            return True
        if key == "u":
            said = sitting.undo()
            show(f"-> {said}" if said else "-> nothing was said in this sitting")
            if said:
                return True
        elif key == "w":
            why = rest or keys.line("Why: ")
            show(f"-> the reason will be: {why}")
        elif key not in VERDICT_KEYS:
            show(f"'{clean(pressed[0])}' is none of the keys.")
            _show_keys(pair)


def _reason(first: str, rest: str) -> str:
    """Take the second word of a long verdict, such as `not ours to say`, from the reason."""
    for verdict in (*VERDICT_KEYS.values(),):
        head, _, tail = verdict.partition(" ")
        if first == head and tail and rest.lower().startswith(tail):
            return rest[len(tail) :].lstrip(" :,")
    return rest


def _fits(key: str, pair: "Waiting") -> bool:
    if VERDICT_KEYS[key] == "valued overlap" and pair.kind == "organisation":
        show("Services overlap; two organisations are the same body or not. Press another key.")
        return False
    return True


def _show_pair(sitting: "Review", pair: "Waiting") -> None:
    from tpgraph.analysis.money_words import capitalised
    from tpgraph.money import pounds_in_words
    from tpgraph.reports.people import people_in_words
    from tpgraph.reports.words import tenths

    show()
    done = f"{sitting.given:,} said, {sitting.skipped:,} skipped"
    show(f"Pair {sitting.place + 1:,} of {len(sitting.pairs):,} ({done}). {pair.question}")
    stakes = [f"{pair.grade}: {tenths(pair.probability)}" if pair.grade else tenths(pair.probability)]
    if pair.pence is not None:
        stakes.append(f"{pounds_in_words(pair.pence)} {'in our files' if pair.kind == 'organisation' else 'a year'}")
    if pair.people is not None:
        stakes.append(people_in_words(pair.people))
    show(f"{capitalised('; '.join(stakes))} ({pair.id})")
    _draw(sitting.fields(pair))
    for reason in pair.reasons[:_REASONS_SHOWN]:
        show(f"- {reason}", 2, 4)
    for said in pair.said:
        show(f"Said so far: {said}", 2, 4)
    _show_keys(pair)


def _draw(fields: "tuple[Field, ...]") -> None:
    """Draw both records side by side; what differs is marked by a word and stands in bold."""
    import sys

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    for heading in ("", "First", "Second", ""):
        drawn.add_column(heading, overflow="fold")
    for field in fields:
        style = "bold" if field.mark == "differs" else ""
        cells = (clean(field.left), clean(field.right))
        mark = field.mark
        drawn.add_row(field.label, *(Text(cell, style=style) for cell in cells), Text(mark, style=style))
    Console(file=sys.stdout, width=width(), highlight=False).print(drawn)


def _show_keys(pair: "Waiting") -> None:
    named = {**VERDICT_KEYS, **_OTHER_KEYS}
    if pair.kind == "organisation":
        named.pop("v")
    show("  ".join(f"[{key}] {word}" for key, word in named.items()))


# ------------------------------------------------------------------------------------------------------ contradictions


def _settle(sitting: "Review", clash: "Clash", keys: Keys) -> bool:
    """Show verdicts that contradict each other and ask which to change; False to stop."""
    show()
    show("These verdicts cannot all be right:")
    for number, (pair, said) in enumerate(zip(clash.pairs, clash.said, strict=True), 1):
        named = " and ".join(f"'{clash.names[record]}'" for record in pair)
        show(f"[{number}] {named}: {'; '.join(said)}", 2, 6)
    show("Which is to be changed? Press its number, k to leave it for another time, q to stop.")
    while True:
        pressed = keys.press()
        if pressed is None or pressed[0] in ("q", "stop", "quit"):
            return False
        if pressed[0] in ("k", "skip"):
            sitting.put_aside(clash)
            return True
        if pressed[0].isdigit() and 1 <= int(pressed[0]) <= len(clash.pairs):
            return _change(sitting, clash, int(pressed[0]) - 1, keys)
        show(f"'{clean(pressed[0])}' is none of the numbers 1 to {len(clash.pairs)}.")


def _change(sitting: "Review", clash: "Clash", number: int, keys: Keys) -> bool:
    pair = clash.pairs[number]
    named = " and ".join(f"'{clash.names[record]}'" for record in pair)
    show(f"What are {named}? " + "  ".join(f"[{key}] {word}" for key, word in VERDICT_KEYS.items()))
    while True:
        pressed = keys.press()
        if pressed is None:
            return False
        key = _LONG.get(pressed[0], pressed[0])
        if key in VERDICT_KEYS:
            sitting.change(pair, VERDICT_KEYS[key], _reason(*pressed))
            show(f"-> {VERDICT_KEYS[key]}")
            return True
        if key in ("k", "q"):
            return key == "k"
        show(f"'{clean(pressed[0])}' is none of the keys.")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog='Example: tpgraph review --organisations --for "Northmere Council" --limit 20')(review)
