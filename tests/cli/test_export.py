"""`export` as a user meets it: formats, views, what does not go together, what is told."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from commands import ask, start
from export.lint import lint_gexf, lint_graphml

from idlib_graph.cli.export import VIEWS, WRITERS
from idlib_graph.export import views

if TYPE_CHECKING:
    from pathlib import Path


def test_the_views_of_the_command_are_those_of_the_library() -> None:
    assert VIEWS == views.VIEWS


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_is_written_where_asked(name: str, tiny: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    outcome = ask("export", name, "-d", str(tiny), "-o", str(target))

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.startswith(f"wrote {target}")
    assert target.is_dir() == (name == "csv")


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_a_graph_goes_to_standard_output_by_default(name: str, tiny: Path) -> None:
    outcome = ask("export", name, "-d", str(tiny))

    assert (outcome.code, outcome.err) == (0, "")
    lint = lint_graphml if name == "graphml" else lint_gexf
    assert lint(outcome.out.encode()) == []


def test_a_view_a_day_and_positive_are_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "then.graphml"
    outcome = ask("export", "graphml", "--on", "2018-11", "--positive", "-o", str(path))

    assert outcome.err == f"wrote {path}\n"
    text = path.read_text(encoding="utf-8")
    assert '<graph id="snapshot-2018-11-01"' in text
    signs = nx.get_edge_attributes(nx.read_graphml(path), "sign")
    assert set(signs.values()) == {1}


def test_a_day_outside_of_the_analysis_is_told(tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "then.graphml"
    outcome = ask("export", "graphml", "-d", str(tiny), "--on", "1990-01-01", "-o", str(path))

    assert outcome.err.splitlines()[1].startswith(
        "idlib-graph: warning: the snapshot is of 1990-01-01 (outside of "
    )
    assert nx.read_graphml(path).number_of_edges() == 0


def test_settings_of_the_analysis_count(tmp_path: Path) -> None:
    options = ("--every", "P1Y", "--known-by", "2018-12", "--slices", str(tmp_path / "s"))
    outcome = ask("export", "graphml", *options)

    assert outcome.err == f"wrote 7 files into {tmp_path / 's'}\n"
    found = sorted(path.name for path in (tmp_path / "s").iterdir())
    assert found == [*(f"{year}-01-01.graphml" for year in range(2013, 2019)), "2018-12-31.graphml"]


def test_files_of_other_slices_are_told(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "1999-01-01.graphml").touch()
    told = ask("export", "graphml", "-d", str(tiny), "--slices", str(tmp_path)).err.splitlines()

    assert told[1:] == [f"idlib-graph: warning: {tmp_path} has 1 other GraphML files as well"]


def test_a_name_that_gephi_does_not_know_is_told(tiny: Path, tmp_path: Path) -> None:
    outcome = ask("export", "gexf", "-d", str(tiny), "-o", str(tmp_path / "graph.xml"))

    assert outcome.code == 0
    assert outcome.err.endswith("Gephi opens it only under a name ending in .gexf\n")


def test_who_has_checked_entities_is_told(tiny: Path, tmp_path: Path) -> None:
    outcome = ask("export", "ftm", "-d", str(tiny), "-o", str(tmp_path / "ftm.json"))

    there = find_spec("followthemoney") is not None
    assert ("not checked by followthemoney, which is not installed" in outcome.err) != there
    assert "objects" not in outcome.err


@pytest.mark.parametrize("name", ["csv", "json", "node-link", "graphml"])
def test_only_the_sources_heard_are_written(name: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    ask("export", name, "--source", "al-bawaba-2018", "-o", str(target))
    text = (target / "edges.csv" if name == "csv" else target).read_text(encoding="utf-8")

    assert "al-bawaba-2018" in text
    assert "newsgram-2020" not in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["csv", "--positive"], "go with graphml and gexf, not with csv"),
        (["json", "--on", "2018"], "go with graphml and gexf, not with json"),
        (["ftm", "--slices", "x"], "go with graphml and gexf, not with ftm"),
        (["csv", "--without", "collective"], "--without goes with graphml and gexf; csv is"),
        (["json", "--half-life", "2"], "--half-life goes with graphml and gexf; json is"),
        (["graphml", "--view", "ties", "--on", "2018"], "--on goes with --view snapshot"),
        (["gexf", "--slices", "x"], "--slices goes with graphml"),
        (["graphml", "--slices", "x", "-o", "y"], "without -o"),
        (["graphml", "--view", "tie"], "did you mean ties?"),
        (["graphm"], "did you mean graphml?"),
        (["graphml", "-o", "a.gexf"], "a.gexf says gexf, not graphml"),
        (["gexf", "-o", "a.GraphML"], "a.GraphML says graphml, not gexf"),
        (["json", "-o", "a.csv"], "a.csv says csv, not json"),
        (["csv", "-o", "a.csv"], "csv is two files, nodes.csv and edges.csv"),
    ],
)
def test_what_does_not_go_together_is_told(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = ask("export", *arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert outcome.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_warning_is_one_line_and_no_failure(tiny: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    odd.mkdir()
    for file in tiny.glob("*.yaml"):
        (odd / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    factions = odd / "factions.yaml"
    text = factions.read_text(encoding="utf-8")
    factions.write_text(re.sub(r"name: .*", r'name: "A\\uFFFEB"', text, count=1), encoding="utf-8")
    done = start("export", "graphml", "-d", "odd", "-o", "out.graphml", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    told = done.stderr.splitlines()
    assert told[0] == "wrote out.graphml"
    assert told[1].startswith("idlib-graph: warning: characters that XML forbids")
    assert len(told) == 2
    assert lint_graphml((tmp_path / "out.graphml").read_bytes()) == []


def test_the_report_has_the_graph_named_after_the_data_set(tiny: Path, tmp_path: Path) -> None:
    outcome = ask("report", "-d", str(tiny), "-o", str(tmp_path / "out"))

    assert outcome.code == 0, outcome.err
    assert lint_graphml((tmp_path / "out" / f"{tiny.name}.graphml").read_bytes()) == []
    assert lint_gexf((tmp_path / "out" / f"{tiny.name}.gexf").read_bytes()) == []
