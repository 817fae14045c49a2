from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.report.chronicle import tell_entry
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
    sections = [line for line in headings[1:] if line.startswith("## ")]
    standing = f"## Who stands with whom on {analysis.days[-1]}"
    assert set(sections) <= {
        "## Findings", "## How to read this", standing, "## Shifts", "## Contested",
        "## How sure this is", "## What rests on a single source",
        "## Changes without news", "## Reported, without a shift",
        "## Communities before and after the largest shifts",
        "## How the answer depends on the definition", "## Over time",
        "## Structural balance", "## Factions", "## Methods", "## Sources",
    }  # fmt: skip
    start, end = headings.index("## Contested"), headings.index("## How sure this is")
    own = {
        "### One source left out", "### Other settings", "### Reported, at a time not told",
        "### Reported, and borne out by the ties", "### Computed only",
    }  # fmt: skip
    others = [h for h in (*headings[:start], *headings[end:]) if h not in own]
    when = r"((By|Between|Around|From|Until) )?[\w ]*\d{4}: "
    dated = re.compile(rf"### \d{{4}}-\d\d-\d\d$|#### {when}")
    assert all(dated.match(line) for line in others if "### " in line)
    assert len(headings[start + 1 : end]) == len(analysis.contested) > 0
    assert analysis.shifts


def test_no_markup_of_the_data_is_markup_of_the_report(hostile: Hostile) -> None:
    text = hostile[2]["report.md"]

    assert not re.search(r"(?<!\\)<", text)
    assert not re.search(r"(?<!\\)`", text)
    assert not re.search(r"(?<!\\)&", text)
    shown = re.sub(
        r"^!\[([^\[\]\n]|\\[\[\]])*\]\(storyline\.svg\)$", "", text, count=1, flags=re.MULTILINE
    )
    assert shown != text  # the one chart there is, as an image with its message in words
    assert not re.search(r"(?<!\\)\]\(", shown)
    numbered = re.findall(r"^(\d+)\. ", text, re.MULTILINE)
    assert not re.search(r"^(---|===)", text, re.MULTILINE)
    assert numbered == [str(n) for n in range(1, len(numbered) + 1)]
    assert len(numbered) <= 5  # the findings are the only numbered list


def test_every_shift_and_finding_names_its_sources(
    idlib: Analysis, idlib_files: dict[str, str]
) -> None:
    text = idlib_files["report.md"]
    findings = text.split("## Findings")[1].split("## Shifts")[0]
    shifts = text.split("## Shifts")[1].split("\n## ")[0].split("\n#### ")[1:]
    reported = text.split("## Reported, without a shift")[1].split("\n## ")[0]
    sources = (*idlib.dataset.sources, f"all {len(idlib.dataset.sources)} sources")

    facts = [line for line in findings.splitlines() if re.match(r"\d\. ", line)]
    assert len(facts) == 5
    assert all(any(source in line for source in sources) for line in facts)
    assert len(shifts) == sum(shift.is_event for shift in idlib.shifts)
    assert all(any(source in shift for source in sources) for shift in shifts)
    listed = [line for line in reported.splitlines() if line.startswith("- ")]
    assert len(listed) == sum(entry.shift is None for entry in idlib.ledger) > 0
    assert all(any(source in line for source in sources) for line in listed)


def test_every_contested_matter_cites_both_sides(
    idlib: Analysis, idlib_files: dict[str, str]
) -> None:
    section = idlib_files["report.md"].split("## Contested")[1].split("\n## ")[0]
    matters = section.split("\n### ")[1:]

    assert len(matters) == len(idlib.contested) > 0
    for text, matter in zip(matters, idlib.contested, strict=True):
        one, other = text.split("One version:")[1].split("Another version:")
        for told, side in ((one, matter.sides[0]), (other, matter.sides[1])):
            assert all(source in told for source in side.sources)
            assert len(re.findall(r"^- .*¶\d", told, re.MULTILINE)) >= len(side.relations)


def test_what_rests_on_one_source_is_counted_and_listed(
    idlib: Analysis, idlib_files: dict[str, str]
) -> None:
    section = idlib_files["report.md"].split("## What rests on a single source")[1]
    section = section.split("\n## ")[0]
    alone = sum(c.independent == 1 for c in idlib.corroboration.values())

    assert f"Of {len(idlib.dataset.relations)} relations {alone} rest on a single" in section
    listed = [line for line in section.splitlines() if line.startswith("- ")]
    assert len(listed) == len(idlib.single_source_shifts)
    for line, shift in zip(listed, idlib.single_source_shifts, strict=True):
        assert f"{tell_entry(idlib, idlib.ledger_by_shift[shift]).title}: " in line
        assert line.endswith(f"[{shift.sources[0]}]")


def test_marks_say_how_many_sources(idlib: Analysis, idlib_files: dict[str, str]) -> None:
    text = idlib_files["report.md"]
    told = {rid for s in idlib.shifts if s.is_event for rid in (*s.cause, *s.ended_by)}
    causes = text.split("## Shifts")[1].split("\n## ")[0]

    assert any(idlib.corroboration[rid].independent > 1 for rid in told)
    assert causes.count("(2 sources)") + causes.count("(3 sources)") > 1
    assert "rests on a single source, or is only expected or denied." in causes


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
