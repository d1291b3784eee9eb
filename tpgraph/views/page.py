"""One self-contained HTML page: no request leaves it and nothing a source wrote can run in it.

The page carries a content security policy that names every script and stylesheet by its hash, its data as inert JSON,
and text that is cleaned and escaped whatever the template does. Reports and the map share this shell and `base.css`.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from tpgraph.errors import OutputError
from tpgraph.views.text import clean_data, clean_text

__all__ = ["asset", "clean_text", "content_hash", "json_for_page", "render_page"]

TEMPLATES = Path(__file__).parent / "templates"
_ENDS_ELEMENT = re.compile(r"</(script|style)|<!--", re.IGNORECASE)
_JSON_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def asset(name: str) -> str:
    """Read a script or stylesheet that stands beside the templates of this room.

    Raises
    ------
    OutputError
        If there is no such file.
    """
    try:
        return (TEMPLATES / name).read_text("utf-8")
    except OSError as error:
        raise OutputError(f"the installation lacks the page part '{name}'; install tpgraph again") from error


def content_hash(text: str) -> str:
    """Name an inline script or stylesheet as a content security policy does: ``sha256-`` and the digest in base64."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def json_for_page(data: object) -> Markup:
    """Write data as JSON that cannot end its script element: texts cleaned, ``<``, ``>`` and ``&`` escaped.

    Raises
    ------
    OutputError
        If a value has no JSON form.
    """
    text = json.dumps(clean_data(data), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.translate(_JSON_ESCAPES))  # safe: no character of it can begin a tag or an entity


def render_page(
    template: str,
    context: Mapping[str, object],
    data: Mapping[str, object] | None = None,
    scripts: Sequence[str] = (),
    styles: Sequence[str] = (),
    *,
    folder: Path | None = None,
) -> str:
    """Render a template that extends ``base.html`` into one HTML file.

    Parameters
    ----------
    template : str
        File name of the template, looked up in `folder` first and then here.
    context : mapping of str to object
        What the template shows. ``title`` (str) is required; ``pages`` (pairs of label and relative address) makes
        the links to the pages beside this one, and ``language`` replaces en-GB. Markup is taken as it is, all other
        text is cleaned and escaped.
    data : mapping, optional
        What the scripts read: it becomes ``<script type="application/json" id="page-data">``.
    scripts, styles : sequences of str
        Texts of classic scripts and of stylesheets, in order; `asset` reads those of this room. ``base.css`` comes
        first in every page.
    folder : Path, optional
        The templates of the calling room.

    Returns
    -------
    str
        The whole page, UTF-8 when written.

    Raises
    ------
    OutputError
        If the template is missing or wrong, or a script could end its own element.
    """
    script_texts = [_inline(text) for text in scripts]
    style_texts = [_inline(text) for text in (asset("base.css"), *styles)]
    page: dict[str, object] = {
        "pages": (),
        "language": "en-GB",
        **context,
        "content_security_policy": _policy(script_texts, style_texts),
        "page_scripts": [Markup(text) for text in script_texts],  # safe: checked by _inline, named by hash
        "page_styles": [Markup(text) for text in style_texts],
        "page_data": None if data is None else json_for_page(data),
    }
    try:
        return template_environment(folder).get_template(template).render(page)
    except TemplateError as error:
        raise OutputError(f"the page template '{template}' cannot be used: {error or type(error).__name__}") from error


def _inline(text: str) -> str:
    """Check and normalise a script or stylesheet, so that its hash is the hash of what a browser reads."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _ENDS_ELEMENT.search(normal)
    if found:
        raise OutputError(f"a script or stylesheet of the page holds '{found.group()}', which would end its element")
    if "\0" in normal:
        raise OutputError("a script or stylesheet of the page holds a null character, which browsers replace")
    return normal


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> Markup:
    """Allow nothing but the given scripts and stylesheets.

    Images from data: addresses are allowed for the empty icon alone: without it browsers ask the server for one.
    """
    script_hashes = " ".join(f"'{content_hash(text)}'" for text in scripts) or "'none'"
    style_hashes = " ".join(f"'{content_hash(text)}'" for text in styles)
    return Markup(  # safe: hashes hold letters, digits, + / and = only
        f"default-src 'none'; script-src {script_hashes}; style-src {style_hashes}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def template_environment(folder: Path | None = None) -> Environment:
    """Give the Jinja environment that cleans and escapes every text; `folder` is searched before this room's."""
    folders = [TEMPLATES] if folder is None else [folder, TEMPLATES]
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(each) for each in folders]),
        autoescape=True,
        finalize=_clean_output,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _clean_output(value: object) -> object:
    return value if isinstance(value, Markup) else clean_text(value)
