from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from builders import day, faction, make, rel, tie, word

from idlib_graph.analysis import analyze
from idlib_graph.dates import parse_date
from idlib_graph.errors import NotFoundError, SettingsError
from idlib_graph.selection import horizon, known, select
from idlib_graph.settings import Settings, settings_for
from idlib_graph.snapshots import take_snapshots

if TYPE_CHECKING:
    from idlib_graph.model import Evidence

OLD, MONTH, NEW = "paper-2015-01-01", "paper-2016-03", "paper-2017-01-01"
DATA = make(
    rel("battle", "red", "green", date="2014-05-01", source=(OLD, NEW)),
    rel("rivalry", "red", "blue", date="2014/..", source=MONTH),
    rel("truce", "green", "blue", source=NEW),
)
BATTLE, RIVALRY, TRUCE = DATA.relations


def test_everything_is_heard_by_default() -> None:
    assert select(DATA, Settings()) is DATA


def test_only_the_sources_asked_for_are_heard() -> None:
    heard = select(DATA, Settings(source=(OLD,)))
    assert list(heard.sources) == [OLD]
    assert list(heard.relations) == [BATTLE]
    assert heard.relations[BATTLE].sources == (OLD,)
    assert heard.factions == DATA.factions


def test_a_source_left_out_takes_only_its_own_evidence_with_it() -> None:
    heard = select(DATA, Settings(without_source=(NEW,)))
    assert list(heard.relations) == [BATTLE, RIVALRY]
    assert heard.relations[BATTLE].sources == (OLD,)
    assert heard.relations[BATTLE].date == DATA.relations[BATTLE].date


@pytest.mark.parametrize("setting", ["source", "without_source"])
def test_source_that_is_not_there_is_told(setting: str) -> None:
    with pytest.raises(NotFoundError, match="no source 'gossip'"):
        select(DATA, settings_for(DATA, **{setting: ("gossip",)}))


@pytest.mark.parametrize(
    ("known_by", "heard"),
    [
        ("2014-12-31", []),
        ("2015-01-01", [BATTLE]),
        ("2016-03-30", [BATTLE]),
        ("2016-03-31", [BATTLE, RIVALRY]),
        ("2017-01-01", [BATTLE, RIVALRY, TRUCE]),
    ],
)
def test_known_is_what_was_surely_published_by_then(known_by: str, heard: list[str]) -> None:
    assert list(select(DATA, Settings(known_by=day(known_by))).relations) == heard


def test_what_is_known_later_lends_no_credibility() -> None:
    data = make(
        rel(
            "battle",
            "red",
            "green",
            date="2014-05-01",
            evidence=(word(OLD, "alleged"), word(NEW)),
        )
    )
    whole, early = (
        tie(data, "red", "green", "2014-05-01", **known)
        for known in ({}, {"known_by": day("2016-01-01")})
    )
    assert whole is not None
    assert early is not None
    # strength 0.9, credibility 1 and 0.5
    assert (whole["weight"], early["weight"]) == pytest.approx((-0.9, -0.45))


def told(own: str | None, source: str, claim: str = "asserted") -> Evidence:
    return replace(word(source, claim), date=parse_date(own) if own else None)


@pytest.mark.parametrize(
    ("evidence", "date"),
    [
        # what is left has a date of its own: nobody else gave the other one
        ((told("2014", OLD), told(None, NEW)), "2014"),
        # what is left gives the date of the relation, or no date at all
        ((told(None, OLD), told("2014-05", NEW)), "2014-05-01"),
        # of two that are left the more credible one; a denial dates nothing
        ((told("2013", OLD, "alleged"), told("2014", OLD), told(None, NEW)), "2014"),
        ((told("2013", OLD, "denied"), told("2014", OLD), told(None, NEW)), "2014"),
        ((told("2013", OLD, "denied"), told(None, NEW)), "2014-05-01"),
        # all of it is heard: the coder has decided
        ((told("2013", OLD), told("2014", OLD)), "2014-05-01"),
    ],
)
def test_date_is_one_that_a_source_heard_gives(evidence: tuple[Evidence, ...], date: str) -> None:
    data = make(rel("battle", "red", "green", date="2014-05-01", evidence=evidence))
    heard = select(data, Settings(source=(OLD,)))
    assert str(heard.relations[BATTLE].date) == date


def test_a_faction_that_is_named_later_is_not_known_yet() -> None:
    data = make(*DATA.relations.values(), factions=[faction("grey")])
    early = known(data, Settings(known_by=day("2015-06-01")))
    assert sorted(early.factions) == ["green", "grey", "red"]  # nothing tells who grey is, ever
    assert sorted(early.sources) == sorted(data.sources)
    assert known(data, Settings(without_source=(NEW,))) is data


def test_what_somebody_noted_some_day_is_not_known_by_any() -> None:
    noted = rel("battle", "red", "green", source=OLD, note="As Paper of 2017 shows.")
    grey = replace(faction("green"), note="Dissolved in 2017.")
    data = replace(make(noted, factions=[grey]), description="Sources of 2015 to 2017.")
    early = known(data, Settings(known_by=day("2016-01-01")))
    assert (early.description, early.relations[noted.id].note) == ("", None)
    assert early.factions["green"].note is None


def test_a_name_taken_later_is_not_known_yet() -> None:
    data = make(
        rel("membership", "red", "green", date="2014/..", source=OLD),
        rel("rebrand", "red", "rose", date="2014-06-01", source=NEW),
    )
    early = analyze(data, known_by=day("2016-01-01"))
    assert early.lines.of["red"] == "red"
    assert "rose" not in early.lines.of
    assert analyze(data).lines.of["red"] == "rose"
    # but a source that is not heard leaves the lines as they are, so that answers can be compared
    assert analyze(data, without_source=(NEW,)).lines.of["red"] == "rose"


def test_a_source_not_yet_published_can_be_left_out() -> None:
    settings = Settings(known_by=day("2016-06-01"), without_source=(NEW,))
    assert list(select(DATA, settings).relations) == [BATTLE, RIVALRY]


def test_horizon_is_the_period_of_the_data_set() -> None:
    data = make(*DATA.relations.values(), period="2013/2015-02")
    assert horizon(data, Settings()) == (day("2013-01-01"), day("2015-02-28"))


def test_horizon_without_a_period_is_from_the_first_dated_relation_to_the_last_report() -> None:
    # the battle of May; the rivalry of 2014 is read from 2 July
    assert horizon(DATA, Settings()) == (day("2014-05-01"), day("2017-01-01"))


def test_horizon_takes_the_last_day_that_a_report_may_be_of() -> None:
    data = make(rel("battle", "red", "green", date="2014-05-01", source=MONTH))
    assert horizon(data, Settings())[1] == day("2016-03-31")


def test_horizon_covers_the_whole_box_of_a_state_with_one_date() -> None:
    data = make(rel("rivalry", "red", "green", date="2014"))
    assert horizon(data, Settings())[0] == day("2014-01-01")


def test_horizon_with_an_open_period_ends_with_the_last_report() -> None:
    data = make(*DATA.relations.values(), period="2013/..")
    assert horizon(data, Settings()) == (day("2013-01-01"), day("2017-01-01"))


def test_horizon_without_any_date_is_from_the_first_report_to_the_last() -> None:
    data = make(rel("truce", "green", "blue", source=(NEW, OLD)))
    assert horizon(data, Settings()) == (day("2015-01-01"), day("2017-01-01"))


def test_horizon_ends_on_the_day_by_which_things_are_known() -> None:
    asked = Settings(known_by=day("2016-06-01"))
    data = make(*DATA.relations.values(), period="2013/2018")
    assert horizon(data, asked) == (day("2013-01-01"), day("2016-06-01"))


def test_nothing_to_analyse_is_told() -> None:
    with pytest.raises(SettingsError, match="no period, no dated relation and no source"):
        horizon(make(), Settings())
    with pytest.raises(SettingsError, match="begins on 2013-01-01, after 2012-01-01"):
        horizon(make(period="2013"), Settings(known_by=day("2012-01-01")))


def test_slices_are_the_first_of_each_month_and_the_last_day() -> None:
    data = make(*DATA.relations.values(), period="2014-11-15/2015-02-20")
    days = ("2014-12-01", "2015-01-01", "2015-02-01", "2015-02-20")
    assert take_snapshots(data).days == tuple(day(text) for text in days)


def test_last_day_that_is_the_first_of_a_month_is_one_slice() -> None:
    data = make(*DATA.relations.values(), period="2014-11/2014-12-01")
    assert take_snapshots(data).days == (day("2014-11-01"), day("2014-12-01"))


def test_step_between_slices_can_be_set() -> None:
    data = make(*DATA.relations.values(), period="2014/2014", defaults={"every": "P6M"})
    days = ("2014-01-01", "2014-07-01", "2014-12-31")
    assert take_snapshots(data).days == tuple(day(text) for text in days)
