from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from builders import make, rel

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.model import Evidence
from idlib_graph.report.files import report_files

if TYPE_CHECKING:
    from idlib_graph.model import Dataset

# Each stands in every place where a data set holds free text.
HOSTILE = (
    "<b>\"'&amp;",
    "]]></style><script>alert(1)</script>",
    "\u202eevil\u202c \u0627\u0644\u0646\u0635\u0631\u0629",
    "a|b||c \\| d\\",
    "{{ 7*7 }} {% raw %} ${7*7}",
    "one\ntwo\r\nthree\u2028four",
    "`code` **bold** _it_ [x](javascript:alert(1)) ![y](http://evil.test/z.png)",
    "# title\n- list\n1. one\n---",
    "<http://evil.test> &lt;i&gt; &#60;u&#62;",
    "\U0001f3f4 \u0301combining \u200bzero",
)
CHART = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'


def hostile_dataset(text: str) -> Dataset:
    """Two allies, a leaver, a foe and a contested one; every free text is `text`."""
    paper = "paper-2019-06-01"
    dataset = make(
        rel("membership", "red", "blue", date="2018/2018-12", source=paper, note=text, place=text),
        rel("breakaway", "red", "blue", date="2018-12", note=text, evidence=[
            Evidence(paper, (1, 2), "reported", claimant=text, via=text)]),
        rel("partnership", "green", "blue", date="2018-06/..", source=paper, note=text),
        rel("battle", "red", "green", date="2019-01", source=paper, event="fight"),
        rel("battle", "red", "grey", date="2019-01", source="review-2019-06-01", event="fight"),
        period="2018/2019-06",
    )  # fmt: skip
    factions = {
        id_: replace(f, name=f"{text} {id_}", aliases=(text, f"{id_} {text}"), note=text,
                     native_name=text)
        for id_, f in dataset.factions.items()
    }  # fmt: skip
    sources = {
        id_: replace(s, title=text, publisher=text, author=text, reliability_reason=text)
        for id_, s in dataset.sources.items()
    }
    return replace(dataset, title=text, description=text, factions=factions, sources=sources)


@pytest.fixture(scope="session", params=HOSTILE, ids=range(len(HOSTILE)))
def hostile(request: pytest.FixtureRequest) -> tuple[str, Analysis, dict[str, str]]:
    """A hostile text, the analysis of a data set full of it, and its report."""
    text = str(request.param)
    analysis = analyze(hostile_dataset(text), every="P3M")
    files = report_files(analysis, {"storyline.svg": CHART})
    return text, analysis, {name: data.decode() for name, data in files.items()}


@pytest.fixture(scope="session")
def idlib() -> Analysis:
    """The bundled data, in steps that are quick to analyse."""
    from idlib_graph.checks import load_dataset  # noqa: PLC0415 - only where asked for

    return analyze(load_dataset(), every="P6M")


@pytest.fixture(scope="session")
def idlib_files(idlib: Analysis) -> dict[str, str]:
    """The report of the bundled data, with a chart that is none."""
    files = report_files(idlib, {"storyline.svg": CHART, "storyline.png": b"\x89PNG"})
    return {name: data.decode() for name, data in files.items() if not name.endswith(".png")}
