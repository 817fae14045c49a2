from __future__ import annotations

import pickle
import sys
from datetime import date
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from builders import make, rel

import idlib_graph as ig
from idlib_graph.display import Table
from idlib_graph.errors import IdlibGraphError

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.display import Shown

HOSTILE = '<img src=x onerror=alert(1)> & "quoted" \u202eright'


@cache
def analysis() -> Analysis:
    return ig.analyze(ig.load_dataset(), every="P6M")


def shown() -> dict[str, Shown]:
    found = analysis()
    dataset = found.dataset
    return {
        "dataset": dataset,
        "faction": dataset.factions["hts"],
        "relation": dataset.relations["zinki-leaves-hts"],
        "communities": found.slices[-1].result,
        "slice": found.slices[-1],
        "shifts": found.shifts,
        "series": found.series,
        "analysis": found,
    }


class Cells(HTMLParser):
    """The cells of a table, row by row, and the tags that it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
        self.inside = tag in {"td", "th"}

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def cells(text: str) -> Cells:
    parser = Cells()
    parser.feed(text)
    return parser


@pytest.mark.parametrize("name", shown())
def test_notebooks_show_a_table_and_terminals_the_same(name: str) -> None:
    found = shown()[name]
    table = found.to_table()
    html = cells(found._repr_html_())

    assert html.tags <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}
    assert html.rows[0] == list(table.columns)
    assert len(html.rows) - 1 == len(table.rows) > 0
    assert {len(row) for row in html.rows} == {len(table.columns)}
    lines = str(table).splitlines()
    assert lines[0] == table.caption
    for row, line in zip(html.rows, lines[1:], strict=False):
        assert all(cell in line for cell in row)


@pytest.mark.parametrize("name", shown())
def test_frames_hold_the_same_rows(name: str) -> None:
    found = shown()[name]
    frame = found.to_frame()

    assert tuple(frame.columns) == found.to_table().columns
    assert len(frame) == len(found.to_table().rows)


def test_a_table_tells_what_is_there() -> None:
    text = str(analysis().dataset.relations["zinki-leaves-hts"].to_table())
    assert text.startswith("zinki → hts: breakaway (split), 2018-02\n")
    assert "al-bawaba-2018  17" in text
    assert "both groups" in text
    moves = [row for row in analysis().shifts.to_table().rows if "zinki" in str(row[4])]
    assert [row[4].split(";")[0] for row in moves] == [  # type: ignore[attr-defined] # text
        "ahrar-al-sham, zinki: HTS bloc → JTS bloc"
    ]


def test_what_is_printed_first_is_short() -> None:
    assert repr(analysis().dataset) == (
        "<Dataset Idlib factions: 5 sources, 49 factions, 246 relations>"
    )
    assert repr(analysis()).startswith("<Analysis Idlib factions, 2013-01-01 to 2020-02-29: 16 ")


def test_hostile_text_is_only_text() -> None:
    table = Table(HOSTILE, (HOSTILE, "b"), ((HOSTILE, (HOSTILE, "x")),), HOSTILE)
    html = table._repr_html_()

    assert "<img" not in html
    assert cells(html).rows == [[HOSTILE, "b"], [HOSTILE, f"{HOSTILE}, x"]]


def test_cells_of_every_kind() -> None:
    row = (None, 0.5, 3, date(2018, 2, 1), ("a", 0.25), "two\n lines")
    shown = str(Table("", tuple("abcdef"), (row,))).splitlines()[1]
    assert shown.split() == ["0.50", "3", "2018-02-01", "a,", "0.25", "two", "lines"]


def test_without_pandas_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)  # importing it fails, as if it were not there
    with pytest.raises(IdlibGraphError, match="pip install pandas"):
        make(rel("battle", "red", "blue", date="2018")).to_frame()


def test_shifts_are_a_tuple_all_the_same() -> None:
    shifts = analysis().shifts
    assert shifts[:2] == tuple(shifts)[:2]
    assert hash(shifts) == hash(tuple(shifts))


def test_shifts_come_back_from_a_pickle_with_the_names_they_tell() -> None:
    shifts = analysis().shifts
    again = pickle.loads(pickle.dumps(shifts))  # noqa: S301 - our own
    assert again == shifts
    assert again.to_table() == shifts.to_table()
