from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

import pytest
from commands import ask

if TYPE_CHECKING:
    from pathlib import Path


def test_a_png_has_the_size_and_the_density_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    done = ask(
        "chart", "storyline", "-o", str(path), "--width", "12", "--height", "9", "--dpi", "50"
    )
    assert (done.code, done.out) == (0, "")
    content = path.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == (600, 450)


def test_a_pdf_is_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    assert ask("chart", "timeline", "--faction", "zinki", "-o", str(path)).code == 0
    assert path.read_bytes().startswith(b"%PDF-")


def test_how_sure_that_is_is_drawn_of_any_day(tmp_path: Path, tiny: Path) -> None:
    path = tmp_path / "a.svg"
    how = ("--draws", "3", "--on", "2020-01", "-d", str(tiny), "-o", str(path))
    assert ask("chart", "robustness", *how).code == 0
    assert b"<svg" in path.read_bytes()


def test_the_days_asked_for_are_drawn(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    done = ask("chart", "snapshots", "--on", "2018-02", "--on", "2019-02-15", "-o", str(path))
    assert (done.code, done.out) == (0, "")
    assert path.read_text(encoding="utf-8").startswith("<?xml")
    assert ask("chart", "matrix", "--on", "2018-11", "-o", str(path)).code == 0


def test_flows_are_drawn_between_the_dates_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    done = ask("chart", "alluvial", "--on", "2018", "--on", "2019-03", "-o", str(path))
    assert (done.code, done.out) == (0, "")
    assert path.read_bytes().startswith(b"<?xml")


def test_one_faction_is_drawn_under_any_of_its_names(tmp_path: Path) -> None:
    drawn = []
    for name in ("hts", "Jabhat al-Nusra"):
        path = tmp_path / "a.svg"
        done = ask("chart", "faction", name, "--dark", "-o", str(path))
        assert (done.code, done.out) == (0, "")
        drawn.append(path.read_bytes())
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["storyline", "--language", "xx"], "no language 'xx'"),
        (["alluvial", "--step", "1Y"], "step '1Y' is not understood"),
        (["faction", "zinky"], "did you mean zinki"),
        (["faction"], "Missing argument 'NAME'"),
        (["alluvial", "--width", "6"], "it needs 10.0"),
        (["storyline", "--width", "0.2"], "0.2 is not in the range"),
        (["timeline", "--faction", "zinky"], "did you mean zinki"),
        (["storyline", "--faction", "zinki"], "No such option"),
        (["robustness", "--draws", "0"], "0 is not in the range"),
        (["matrix", "--width", "4"], "inches are too small for this matrix; it needs"),
        (["snapshots", "--on", "soon"], "'soon' is not understood"),
        (["snapshots", "--width", "3", "--height", "3"], "inches are too small"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_one_line(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    done = ask("chart", *arguments, "-o", str(tmp_path / "a.svg"))
    assert done.code == 2
    assert words.casefold() in done.err.casefold()
    assert done.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_report_has_its_charts_as_svg_and_as_png_where_asked(tiny: Path, tmp_path: Path) -> None:
    kinds = {}
    for name, asked in (("plain", []), ("more", ["--png"])):
        out = tmp_path / name
        outcome = ask("report", "-d", str(tiny), "-o", str(out), *asked)
        assert outcome.code == 0, outcome.err
        kinds[name] = {kind: {x.stem for x in out.glob(f"*.{kind}")} for kind in ("svg", "png")}
        shown = set(re.findall(r"!\[[^]]*\]\(([^)]*)\)", (out / "report.md").read_text("utf-8")))
        assert shown <= {x.name for x in out.iterdir()}
        assert {x.rpartition(".")[2] for x in shown} == {"png" if asked else "svg"}

    assert len(kinds["plain"]["svg"]) == 7
    assert kinds["plain"]["png"] == set()
    assert kinds["more"]["png"] == kinds["more"]["svg"] == kinds["plain"]["svg"]
