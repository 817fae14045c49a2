"""The files of a report: HTML, Markdown, JSON, and the charts that were drawn."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from idlib_graph.report.balance import STANDING_LEGEND
from idlib_graph.report.content import compose
from idlib_graph.report.course import LIFE_LEGEND, SERIES_LEGEND
from idlib_graph.report.methods import READING, WORDS
from idlib_graph.report.pictures import show_charts
from idlib_graph.report.shapes import analysis_shape
from idlib_graph.report.standing import FIRM_MEANING
from idlib_graph.report.wording import SUPPORT_LEGEND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idlib_graph.analysis import Analysis
    from idlib_graph.report.content import Content
    from idlib_graph.report.pictures import Picture

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~&$])")
_LIST_OR_RULE = re.compile(r"^(\d+(?=[.)](?: |$))|(?=[-+](?: |$)|[-= ]+$))")


LEGENDS = {
    "support": SUPPORT_LEGEND,
    "series": SERIES_LEGEND,
    "life": LIFE_LEGEND,
    "firm": FIRM_MEANING,
    "standing": STANDING_LEGEND,
}


def report_files(analysis: Analysis, charts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The report by the names of its files.

    SVG files among `charts` stand in the page; Markdown shows the files beside it, PNG where
    there is one.
    """
    content, pictures = compose(analysis), show_charts(analysis, charts)
    shape = analysis_shape(analysis)
    texts = {
        "report.html": render_html(content, pictures),
        "report.md": render_markdown(content, pictures),
        "analysis.json": json.dumps(shape, ensure_ascii=False, indent=1, allow_nan=False) + "\n",
    }
    return {name: text.encode() for name, text in texts.items()}


def render_markdown(content: Content, pictures: Mapping[str, Picture]) -> str:
    """The report in plain Markdown, which shows the files of `pictures`."""
    from idlib_graph.report.templating import open_templates  # noqa: PLC0415 - loads slowly

    environment = open_templates()  # Markdown; the filter `md` escapes
    environment.filters["md"] = escape_markdown
    return environment.get_template("report.md.j2").render(
        c=content, words=WORDS, reading=READING, pictures=pictures, legends=LEGENDS
    )


def render_html(content: Content, pictures: Mapping[str, Picture]) -> str:
    """The report as one page that needs nothing else and runs nothing.

    Wherever the text names a source by its id, it leads to it.
    """
    from markupsafe import Markup, escape  # noqa: PLC0415 - loads slowly

    from idlib_graph.report.templating import open_templates  # noqa: PLC0415 - likewise

    environment = open_templates(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    ids = sorted((re.escape(source.id) for source in content.sources), key=len, reverse=True)
    named = re.compile(rf"(?<![\w-])({'|'.join(ids) or '(?!)'})(?![\w-])")

    def linked(text: object) -> Markup:
        parts = named.split(str(text))
        links = [
            Markup('<a href="#source-{0}">{0}</a>').format(part) if number % 2 else escape(part)
            for number, part in enumerate(parts)
        ]
        return Markup("").join(links)

    environment.filters["linked"] = linked
    style = (files("idlib_graph.report") / "templates" / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("report.html.j2").render(
        c=content,
        words=WORDS,
        reading=READING,
        pictures=pictures,
        legends=LEGENDS,
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=f"sha256-{digest}",
    )


def escape_markdown(text: object) -> str:
    r"""Text on one line that Markdown takes literally.

    Examples
    --------
    >>> print(escape_markdown("a|b *c*"))
    a\|b \*c\*
    """
    line = _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))
    return _LIST_OR_RULE.sub(r"\1\\", line)
