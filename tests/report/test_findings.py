from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import scenarios
from builders import make, rel, word
from scenarios import YEAR

from idlib_graph.analysis import analyze
from idlib_graph.ledger import BOTH
from idlib_graph.report.findings import compose_findings

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis

DRAWS = 40


def test_the_surest_shifts_are_told_and_reported_ones_first(idlib: Analysis) -> None:
    """None left out is found in more draws, but where news of it is computed only."""
    ensemble = idlib.ensemble(DRAWS)
    shares = {
        shift: ensemble.shift_odds(i).found
        for i, shift in enumerate(idlib.shifts)
        if shift.is_event
    }
    told = [int(n) for f in compose_findings(idlib) for n in re.findall(r"in (\d+) of 40", f.text)]
    reported = {s: p for s, p in shares.items() if idlib.ledger_by_shift[s].verdict == BOTH}
    surest = sorted((round(p * DRAWS) for p in reported.values() if p > 0.5), reverse=True)
    assert sorted(told, reverse=True)[: len(surest)] == surest[: len(told)]
    assert len(told) == min(3, len(shares))


def test_how_many_shifts_are_sure_is_counted(idlib: Analysis) -> None:
    ensemble = idlib.ensemble(DRAWS)
    found = [ensemble.shift_odds(i).found for i, s in enumerate(idlib.shifts) if s.is_event]
    *_, last = compose_findings(idlib)
    many, every, nearly = re.findall(r"^(\d+) of (\d+) .* draws, (\w+) in at least", last.text)[0]
    assert (int(many), int(every)) == (sum(share > 0.5 for share in found), len(found))
    assert nearly == str(sum(share >= 0.9 for share in found) or "none")


def test_a_finding_that_one_source_tells_names_it() -> None:
    told = scenarios.defection()
    assert "(reliability" not in " ".join(f.text for f in compose_findings(analyze(told)))
    relations = [
        replace(relation, evidence=(word("herald-2017-01-01"),)) if "grey" in relation.pair
        else relation
        for relation in told.relations.values()
    ]  # fmt: skip
    texts = [f.text for f in compose_findings(analyze(make(*relations, period=YEAR)))]
    assert "according to herald-2017-01-01 (reliability A), Grey broke away" in " ".join(texts)


def test_an_abbreviation_is_spelled_out_where_it_first_stands_and_nowhere_else() -> None:
    long = "Army of the Unheard-of and Very Remote Mountains"
    data = make(*scenarios.CAMPS, *[
        rel("pledge", "grey", "red1", date="2014-01-01/2015-06-10", source=scenarios.AFTER),
        rel("breakaway", "grey", "red1", date="2015-06-10"),
        rel("pledge", "grey", "blue1", date="2015-06-10/..", source=scenarios.AFTER),
    ], period=YEAR)  # fmt: skip
    factions = {
        **data.factions,
        "grey": replace(data.factions["grey"], name=long, aliases=("AUM",)),
    }
    texts = " ".join(f.text for f in compose_findings(analyze(replace(data, factions=factions))))
    assert texts.count(long) == 1
    assert texts.index(f"{long} (AUM)") < texts.index(
        "AUM broke" if "AUM broke" in texts else "AUM"
    )
