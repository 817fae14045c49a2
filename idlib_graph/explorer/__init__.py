"""One offline HTML page to explore an analysis with: a network over time, with every citation.

The page needs nothing but a browser, loads nothing and sends nothing. It computes nothing either:
what it shows is in the analysis.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from idlib_graph import __version__
from idlib_graph.explorer.content import compose

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.robustness.ensemble import Ensemble

__all__ = ["build"]

SCRIPTS = (
    "dom", "data", "words", "state", "scene", "geometry", "labels", "camera", "timeline", "strip",
    "parts", "histories", "details", "search", "filters", "main",
)  # fmt: skip
"""The parts of the page's script, in the order in which they stand in it, after the view."""

MOST_TIES_AS_ELEMENTS = 3_000
"""Networks of more ties are painted on a canvas."""

POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)

_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_COMMENT = re.compile(r"^\s*(/\*.*?\*/|//[^\n]*)|[ ]+// [^\n\"`]*$", re.DOTALL | re.MULTILINE)
_TEXT = re.compile(r"[\"'`/]")
_SPACE = re.compile(r" *([=<>?:,;{}()|&\[\]!]) *")
_GAP = re.compile(r"\s*([{};]|: )\s*")
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def build(analysis: Analysis, ensemble: Ensemble | None = None) -> str:
    """The page of an analysis.

    Parameters
    ----------
    ensemble : what ``analysis.ensemble(draws)`` gives; without it the page says nothing of how
        probable things are

    Returns
    -------
    str
        HTML, the same for the same analysis and draws.
    """
    content = compose(analysis, ensemble)
    script, style = assemble_script(len(content["ties"])), squeeze_style(_part("explorer.css"))
    slots = {
        "title": html.escape(analysis.dataset.title),
        "version": __version__,
        "policy": POLICY.format(script=_digest(script), style=_digest(style)),
        "style": style,
        "data": as_data(content),
        "script": script,
    }
    return _SLOT.sub(lambda slot: slots[slot[1]], _part("page.html"))


def assemble_script(ties: int) -> str:
    """The script of a page with so many ties: one of both views, and all the rest."""
    view = "network-svg" if ties <= MOST_TIES_AS_ELEMENTS else "network-canvas"
    return "\n".join(squeeze_script(_part(f"{name}.js")) for name in (view, *SCRIPTS))


def squeeze_script(text: str) -> str:
    r"""Script without indents and comments; lines without text in them lose idle spaces as well.

    No text runs over several lines, which a test holds.

    Examples
    --------
    >>> squeeze_script("/** Why. */\nif (a) {\n  b(c, d); // how\n  e = \"f, g\";\n}\n")
    'if(a){\nb(c,d);\ne = "f, g";\n}'
    """
    lines = _lines(text)
    return "\n".join(line if _TEXT.search(line) else _SPACE.sub(r"\1", line) for line in lines)


def squeeze_style(text: str) -> str:
    r"""Style without indents, comments and idle spaces.

    Examples
    --------
    >>> squeeze_style("a:hover {\n  width: calc(1px + 2px);\n}\n")
    'a:hover{width:calc(1px + 2px);}'
    """
    return _GAP.sub(lambda gap: gap[1].strip(), "\n".join(_lines(text)))


def _lines(text: str) -> list[str]:
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return [line for line in lines if line]


def as_data(content: Any) -> str:  # noqa: ANN401 - any JSON value
    r"""JSON that can stand in a script element: nothing in it can end one, or begin a comment.

    Examples
    --------
    >>> print(as_data({"name": "</script><!-- & \u2028"}))
    {"name":"\u003c/script\u003e\u003c!-- \u0026 \u2028"}
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_UNSAFE)


@cache
def _part(name: str) -> str:
    return (files("idlib_graph.explorer") / "page" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
