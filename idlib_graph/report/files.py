"""The files of a report: HTML, Markdown, JSON, and the charts that were drawn."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from idlib_graph.report.content import compose
from idlib_graph.report.shapes import analysis_shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idlib_graph.analysis import Analysis
    from idlib_graph.report.content import Content

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~&$])")
_LIST_OR_RULE = re.compile(r"^(\d+(?=[.)](?: |$))|(?=[-+](?: |$)|[-= ]+$))")


def report_files(analysis: Analysis, charts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every file of the report by name; `charts` are drawn files by name, passed through.

    The SVG charts also stand in report.html.
    """
    content = compose(analysis)
    shape = analysis_shape(analysis)
    texts = {
        "report.html": render_html(content, charts),
        "report.md": render_markdown(content),
        "analysis.json": json.dumps(shape, ensure_ascii=False, indent=1, allow_nan=False) + "\n",
    }
    return {**{name: text.encode() for name, text in texts.items()}, **charts}


def render_markdown(content: Content) -> str:
    """The report in plain Markdown."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - loads slowly

    environment = Environment(  # noqa: S701 - Markdown; the filter `md` escapes
        loader=PackageLoader("idlib_graph.report"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = escape_markdown
    return environment.get_template("report.md.j2").render(c=content)


def render_html(content: Content, charts: Mapping[str, bytes]) -> str:
    """The report as one page that needs nothing else and runs nothing."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - loads slowly
    from markupsafe import Markup  # noqa: PLC0415 - likewise

    environment = Environment(
        loader=PackageLoader("idlib_graph.report"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    style = (files("idlib_graph.report") / "templates" / "report.css").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(
        c=content,
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}",
        charts=[_picture(name, data, content) for name, data in charts.items() if ".svg" in name],
    )


def _picture(name: str, data: bytes, content: Content) -> tuple[str, str, str]:
    """A chart as caption, data address and alternative text."""
    title = name.removesuffix(".svg").capitalize()
    address = f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}"
    told = " ".join(finding.text for finding in content.findings[1:4])
    return title, address, f"{title} of {content.title}, {content.first} to {content.last}. {told}"


def escape_markdown(text: object) -> str:
    r"""Text on one line that Markdown takes literally.

    Examples
    --------
    >>> print(escape_markdown("a|b *c*"))
    a\|b \*c\*
    """
    line = _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))
    return _LIST_OR_RULE.sub(r"\1\\", line)
