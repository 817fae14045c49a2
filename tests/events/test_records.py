"""Event tables as data sets: the same answers, whether or not they go through YAML."""

from __future__ import annotations

import json
import math
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commands import ask

from idlib_graph.checks import failures, load_dataset, validate
from idlib_graph.errors import TableError
from idlib_graph.events.datasets import dataset_from_events
from idlib_graph.events.importing import import_events
from idlib_graph.events.reading import read_events
from idlib_graph.events.records import gather, to_dataset
from idlib_graph.events.table import Event
from idlib_graph.events.ucdp_ged import ged_rules
from idlib_graph.events.writing import write_events
from idlib_graph.model import Faction
from idlib_graph.saving import save_dataset

if TYPE_CHECKING:
    from idlib_graph.model import Dataset

GED = Path(__file__).parent / "data" / "ucdp-ged-syria-sample.csv"


def event(a: str, b: str, kind: str = "clash", day: str = "2018-03-05", **more: Any) -> Event:  # noqa: ANN401 - any field
    return Event(date.fromisoformat(day) if day else None, None, a, b, kind, **more)


def made(*events: Event, **more: Any) -> Dataset:  # noqa: ANN401 - any option
    return to_dataset(gather(enumerate(events, start=2)), title="Made", **more)


@pytest.fixture(scope="module")
def ged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of UCDP GED as an event table."""
    path = tmp_path_factory.mktemp("ged") / "ged.csv"
    import_events([GED], ged_rules(), path)
    return path


def test_a_relation_is_what_a_pair_did_in_a_month(ged: Path) -> None:
    """Counted again, by hand, from the event table."""
    rows = [row for row in read_events(ged) if isinstance(row, Event) and row.kind != "review"]
    months = Counter(
        (*sorted((row.a, row.b)), row.kind, row.day.isoformat()[:7]) for row in rows if row.day
    )
    data = dataset_from_events(ged)
    names = {faction.id: faction.name for faction in data.factions.values()}
    told = {
        (*sorted((names[r.a], names[r.b])), r.kind, r.date.text if r.date else ""): r
        for r in data.relations.values()
    }

    assert set(told) == set(months)
    for key, relation in told.items():
        assert relation.strength == pytest.approx(1 - math.exp(-months[key]), abs=1e-12)
        assert len(relation.evidence[0].paragraphs) == months[key]
    assert sum(months.values()) == 440  # 146 alliances and 294 clashes


def test_evidence_leads_to_the_rows_and_to_the_numbers_of_the_register(ged: Path) -> None:
    data = dataset_from_events(ged)
    lines = ged.read_text(encoding="utf-8").splitlines()
    relation = data.relations["sdf-sna-battle-2022-09"]
    cited = [lines[row - 1].split(",") for row in relation.evidence[0].paragraphs]

    assert {cells[0][:7] for cells in cited} == {"2022-09"}
    assert {frozenset(cells[2:4]) for cells in cited} == {frozenset(("SNA", "SDF"))}
    for cells in cited[:5]:
        assert cells[8] in str(relation.note)


def test_yaml_and_table_are_one_data_set_and_give_the_same_answers(
    ged: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "set"
    done = ask("events", "to-dataset", str(ged), str(folder))
    assert (done.code, done.err) == (0, "")
    assert failures(validate(folder)) == []
    assert load_dataset(folder) == dataset_from_events(ged)

    for question in (
        ("communities", "--on", "2015-06-01"),
        ("shifts",),
        ("balance", "--on", "2014-01-01"),
    ):
        by_table, by_folder = (
            ask(*question, "-d", str(data), "--json", "--every", "P3M") for data in (ged, folder)
        )
        assert by_table.code == 0
        assert json.loads(by_table.out) == json.loads(by_folder.out)


def test_what_is_for_review_makes_no_relation_and_is_not_lost(tmp_path: Path) -> None:
    path, folder = tmp_path / "events.csv", tmp_path / "set"
    doubtful = event("HTS", "Turkey", "review", note="who shot?")
    write_events([event("HTS", "SLF"), doubtful], path)
    done = ask("events", "to-dataset", str(path), str(folder))

    assert done.code == 0
    assert "1 event for review" in done.out
    assert set(load_dataset(folder).relations) == {"hts-slf-battle-2018-03"}
    assert list(read_events(folder / "review.csv")) == [doubtful]
    assert failures(validate(folder)) == []


def test_a_split_keeps_its_direction_and_a_mutual_tie_has_none() -> None:
    data = made(
        event("Zinki", "HTS", "split"),
        event("Zinki", "HTS"),
        event("HTS", "Zinki"),
        event("Zinki", "HTS", "alliance", type="merger"),
    )
    split, battle, merger = (
        next(r for r in data.relations.values() if r.type == type_)
        for type_ in ("breakaway", "battle", "merger")
    )
    assert (split.a, split.b, split.directed) == ("zinki", "hts", True)
    assert (battle.a, battle.b, battle.directed) == ("hts", "zinki", False)
    assert (merger.a, merger.b) == ("zinki", "hts")


def test_days_count_where_their_middle_lies_and_steps_may_be_longer() -> None:
    late = Event(date(2018, 2, 27), date(2018, 3, 3), "A", "B", "clash")  # the middle: 1 March
    for step, text in (("P1D", "2018-03-01"), ("P1M", "2018-03"), ("P1Y", "2018")):
        assert [key.text for key in gather([(1, late)], step)] == [text]


def test_ids_are_of_letters_and_nobody_shares_one() -> None:
    data = made(
        event("Ahrar al-Sham", "أحرار"),
        event("Ahrar-al Sham", "漢"),
        event("a-b", "c"),
        event("a", "b-c"),
    )
    names = {faction.name: faction.id for faction in data.factions.values()}

    assert names["Ahrar al-Sham"] == "ahrar-al-sham"
    assert names["Ahrar-al Sham"] == "ahrar-al-sham-2"
    assert {names["أحرار"], names["漢"]} == {"faction", "faction-2"}
    assert len(data.relations) == 4
    assert "a-b-c-battle-2018-03-2" in data.relations


def test_relations_of_one_event_share_it_and_of_more_do_not() -> None:
    sides = [event(a, "C", source="UCDP GED", source_id="7") for a in ("A", "B")]
    more = event("A", "B", "alliance", source="UCDP GED", source_id="7")
    data = made(*sides, more, event("C", "B", source="UCDP GED", source_id="8"))
    happenings = {rid: relation.event for rid, relation in data.relations.items()}

    assert happenings == {
        "a-c-battle-2018-03": "ucdp-ged-7",
        "a-b-cooperation-2018-03": "ucdp-ged-7",
        "b-c-battle-2018-03": None,  # of two events
    }


def test_names_are_found_among_factions_that_are_known() -> None:
    known = Faction("hts", "Hayat Tahrir al-Sham", "coalition", aliases=("HTS",))
    data = made(event("HTS", "Government of Syria"), factions=[known])

    assert data.factions["hts"] == known
    assert {f.id: f.type for f in data.factions.values()} == {
        "hts": "coalition",
        "government-of-syria": "state",
    }
    both = (event("HTS", "Hayat Tahrir al-Sham"),)
    with pytest.raises(TableError, match="are both 'hts'"):
        made(*both, factions=[known])


def test_undated_rows_are_relations_without_a_date_or_strength_of_their_own(tmp_path: Path) -> None:
    undated = event("A", "B", "alliance", day="", type="rebrand")
    data = made(undated, event("B", "C"))
    rebrand = next(r for r in data.relations.values() if r.type == "rebrand")

    assert (rebrand.date, rebrand.strength, rebrand.a, rebrand.b) == (None, None, "a", "b")
    save_dataset(data, tmp_path / "set")
    assert failures(validate(tmp_path / "set")) == []
    with pytest.raises(TableError, match="say when the register was published"):
        made(undated)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("date,a,b,kind\n2018-02-30,A,B,clash\n", "row 2: '2018-02-30' is no day"),
        ("date,a,b,kind\n2018-02-03,A,B,review\n", "no event of the table makes a tie"),
        ("date,a,b,kind\n", "no event of the table makes a tie"),
        ("day,a,b,kind\n", "date"),
    ],
)
@pytest.mark.parametrize("command", [("shifts", "-d"), ("events", "analyze")])
def test_what_is_no_event_table_is_told_in_one_line(
    command: tuple[str, ...], text: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "events.csv"
    path.write_text(text, encoding="utf-8")
    done = ask(*command, str(path))

    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert words in done.err


def test_the_report_of_a_table_is_that_of_its_data_set(tmp_path: Path) -> None:
    """Name for name and number for number; a name like a formula is a name."""
    path, folder = tmp_path / "war.csv", tmp_path / "set"
    events = [
        event(a, b, kind, day=f"20{year}-05-02")
        for year in (15, 16, 17)
        for a, b, kind in (
            ('=HYPERLINK("http://x")', "Reds", "alliance"),
            ("Blues", "Greens", "alliance"),
            ("Blues", "Reds", "clash"),
        )
    ]
    write_events(events, path)
    done = ask("events", "analyze", str(path), "-o", str(tmp_path / "by-table"), "--every", "P6M")
    assert (done.code, done.err) == (0, "")
    assert ask("events", "to-dataset", str(path), str(folder)).code == 0
    other = ask("report", "-d", str(folder), "-o", str(tmp_path / "by-set"), "--every", "P6M")
    assert other.code == 0

    table, yaml = (
        json.loads((tmp_path / name / "analysis.json").read_text(encoding="utf-8"))
        for name in ("by-table", "by-set")
    )
    for answer in (table, yaml):
        answer["dataset"].pop("fingerprint", None)
    assert table == yaml
    assert (tmp_path / "by-table" / "war.graphml").is_file()
    assert "=HYPERLINK" in (tmp_path / "by-table" / "report.md").read_text(encoding="utf-8")
