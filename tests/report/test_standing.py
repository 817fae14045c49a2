"""Who stands with whom on a day, told so that nobody takes it for more than it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import scenarios
from builders import make, rel

from idlib_graph.analysis import analyze
from idlib_graph.report.cards import DRAWS
from idlib_graph.report.standing import FIRM, date_card, date_cards, tell_standing, verdict

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis


def test_it_is_told_as_computed_with_how_firm_each_community_is(idlib: Analysis) -> None:
    part = idlib.slices[-1]
    told, ensemble = tell_standing(idlib, part), idlib.ensemble(DRAWS)

    assert told.startswith("As computed for ")
    for community in part.communities:
        held = ensemble.stability(idlib.column(part.day), community.members)
        word = "firm" if held >= FIRM else "loose"
        assert f"{community.name} ({len(community.members)} members, {word} {held:.2f})" in told


def test_a_day_long_after_the_reports_says_so() -> None:
    old = rel("membership", "red", "blue", date="2014/..", source="paper-2015-03-09")
    analysis = analyze(make(old, period="2015/2016-06-01"))

    told = tell_standing(analysis, analysis.slices[-1])
    assert told.startswith("As computed for 1 June 2016, from reports of March 2015, there is 1")


def test_mostly_is_more_than_half_of_the_weight(idlib: Analysis) -> None:
    for part in idlib.slices:
        weights = idlib.newest_evidence(part)
        mostly = ", mostly from reports of" in tell_standing(idlib, part)
        assert mostly == (len(weights) > 1 and 2 * max(weights.values()) > sum(weights.values()))


def test_without_communities_there_is_nobody_to_stand_with() -> None:
    analysis = analyze(make(rel("battle", "red", "blue", date="2015-10-01"), period="2015/2016"))

    told = tell_standing(analysis, analysis.slices[0])
    assert told == "As computed for 1 January 2015, there is no alliance community."
    assert date_card(analysis, analysis.slices[0]).verdict == "No ties, so nothing to divide."


def test_a_day_after_another_tells_what_changed_and_loses_nothing(idlib: Analysis) -> None:
    for analysis in (idlib, analyze(scenarios.defection()), analyze(scenarios.split())):
        cards = date_cards(analysis, analysis.slices)
        assert [card.since for card in cards] == [None, *analysis.days[:-1]]
        there: dict[str, tuple[str, ...]] = {}
        for card, part in zip(cards, analysis.slices, strict=True):
            there = {name: there[name] for name in card.same} | {
                group.name: group.members for group in card.groups
            }
            whole = {g.name: g.members for g in date_card(analysis, part).groups}
            assert there.keys() == whole.keys()
            assert all(there[group.name] == group.members for group in card.groups)
            assert not set(card.gone) & there.keys()
        gone = [name for card in cards for name in card.gone]
        for before, after in zip(analysis.slices, analysis.slices[1:], strict=False):
            ended = {c.name for c in before.communities} - {c.name for c in after.communities}
            assert ended <= set(gone)


def test_days_apart_are_told_whole(idlib: Analysis) -> None:
    chosen = [idlib.slices[-3], idlib.slices[-1]]
    assert [card.since for card in date_cards(idlib, chosen)] == [None, None]


def test_the_verdict_speaks_of_the_division_and_of_the_ties_against_it(idlib: Analysis) -> None:
    for part in idlib.slices:
        told, against = verdict(part.result), len(part.result.contradicting)
        assert ("this says nothing of how true the reports are" in told) == (
            part.result.proven and part.result.ties > 0
        )
        if part.result.ties:
            said = f"{against} of {part.result.ties} tie" if against else "No tie runs against"
            assert said in told
