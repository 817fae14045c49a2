from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.report.files import escape_markdown

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis

    Hostile = tuple[str, Analysis, dict[str, str]]

UNESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\|")


def cells(row: str) -> int:
    """How many cells a Markdown table row has."""
    return len(UNESCAPED.findall(row)) - 1


def tables(text: str) -> list[list[str]]:
    """Each table of a Markdown text as its rows."""
    found: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("|"):
            if not inside:
                found.append([])
            found[-1].append(line)
        inside = line.startswith("|")
    return found


def test_every_table_has_rows_of_one_width(idlib_files: dict[str, str], hostile: Hostile) -> None:
    for text in (idlib_files["report.md"], hostile[2]["report.md"]):
        assert tables(text)
        for rows in tables(text):
            assert len({cells(row) for row in rows}) == 1


def test_headings_are_ours_alone(hostile: Hostile) -> None:
    _, analysis, files = hostile
    headings = [line for line in files["report.md"].splitlines() if line.startswith("#")]

    assert len([line for line in headings if line.startswith("# ")]) == 1
    sections = [line for line in headings[1:] if not line.startswith("### ")]
    assert set(sections) <= {
        "## Findings", "## Shifts", "## Changes without news", "## Communities", "## Factions",
        "## Sources", "## Settings",
    }  # fmt: skip
    assert all(re.match(r"### \d{4}-\d\d-\d\d", line) for line in headings if "### " in line)
    assert analysis.shifts


def test_no_markup_of_the_data_is_markup_of_the_report(hostile: Hostile) -> None:
    text = hostile[2]["report.md"]

    assert not re.search(r"(?<!\\)<", text)
    assert not re.search(r"(?<!\\)`", text)
    assert not re.search(r"(?<!\\)&", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not re.search(r"^(---|===|\d+\. )", text, re.MULTILINE)
    assert "49" not in text.split("## Findings")[0]


def test_every_shift_and_finding_names_its_sources(
    idlib: Analysis, idlib_files: dict[str, str]
) -> None:
    text = idlib_files["report.md"]
    findings = text.split("## Findings")[1].split("## Shifts")[0]
    shifts = text.split("## Shifts")[1].split("## Changes without news")[0].split("\n### ")[1:]
    sources = tuple(idlib.dataset.sources)

    *facts, _ = [line for line in findings.splitlines() if line.startswith("- ")]
    assert all(any(source in line for source in sources) for line in facts)
    assert len(shifts) == sum(shift.is_event for shift in idlib.shifts)
    assert all(any(source in shift for source in sources) for shift in shifts)


@given(st.text())
def test_escaped_text_stands_on_one_line_and_loses_no_word(text: str) -> None:
    escaped = escape_markdown(text)

    assert len(escaped.splitlines()) <= 1
    assert (
        re.sub(r"\\([\\`*_\[\]<>|#~&$=+-])", r"\1", escaped)
        .replace("\\.", ".")
        .replace("\\)", ")")
        .split()
        == text.replace("\\.", ".").replace("\\)", ")").split()
    )


@given(st.text(alphabet="|\\ab", max_size=12))
def test_no_text_makes_another_cell(text: str) -> None:
    assert cells(f"| {escape_markdown(text)} |") == 1


def test_text_that_needs_no_escape_is_left_as_it_is() -> None:
    for text in ("2018-02/..", "0.05", "../2018", "Nour al-Din al-Zinki", "(x) y, z: 3 + 4"):
        assert escape_markdown(text) == text
