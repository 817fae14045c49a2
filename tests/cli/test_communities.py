"""What ``communities`` says beyond who sits with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commands import ask, lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commands import Outcome

    Answer = Callable[..., Outcome]

# Grey stands between two blocs, drawn to both alike.
TORN = """
- {id: r1, kind: alliance, type: membership, from: red, to: rose, date: 2013/.., evidence: &told [
    {source: paper, paragraphs: [1], claim: asserted}]}
- {id: b1, kind: alliance, type: membership, from: blue, to: navy, date: 2013/.., evidence: *told}
- {id: g1, kind: alliance, type: partnership, between: [grey, red], date: 2013/.., evidence: *told}
- {id: g2, kind: alliance, type: partnership, between: [grey, blue], date: 2013/.., evidence: *told}
- {id: w1, kind: clash, type: rivalry, between: [red, blue], date: 2013/.., evidence: *told}
"""


@pytest.fixture(scope="module")
def torn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("torn")
    names = ("red", "rose", "blue", "navy", "grey")
    (folder / "dataset.yaml").write_text("title: Torn\nperiod: 2015/2015-03-01\n")
    (folder / "sources.yaml").write_text(
        "- {id: paper, title: A paper, published: 2016-01-01, reliability: A}\n"
    )
    (folder / "factions.yaml").write_text(
        "".join(f"- {{id: {n}, name: {n.title()}, type: armed-group}}\n" for n in names)
    )
    (folder / "relations.yaml").write_text(TORN)
    return folder


def test_who_sits_with_whom_in_how_many_of_the_equally_good(torn: Path) -> None:
    outcome = ask("communities", "-d", str(torn), "--coupling", "0")

    assert (outcome.code, outcome.err) == (0, "")
    said = " ".join(outcome.out.split())
    assert "Equally good partitions besides this one: 1." in said
    assert "Of all 2: Grey sits with the Blue bloc in 1 and with the Red bloc in 1." in said


def test_more_is_said_only_where_it_is_asked_for(answer: Answer) -> None:
    plain = answer("communities", "bundled").out
    within = answer("communities", "bundled", "--within", "0.2").out
    compare = answer("communities", "bundled", "--compare", "--every", "P1Y").out

    assert ("Nearly as good" in plain, "Other definitions" in plain) == (False, False)
    assert within.startswith(plain)
    assert "Nearly as good" in within
    assert "Other definitions" not in within
    assert [name for name in ("potts", "disagreement", "modularity", "cpm", "unsigned Louvain")
            if f"\n{name} " in compare] == [
        "potts", "disagreement", "modularity", "cpm", "unsigned Louvain"]  # fmt: skip
    assert "sits on a plateau" in compare


def test_the_tables_fit(answer: Answer) -> None:
    options = ("--within", "0.5", "--compare", "--every", "P1Y")
    told = answer("communities", "bundled", *options).out

    assert max(map(len, lines(told))) <= 80
    assert "more (--json has all that were looked for)." in told
    assert "plateaus in all (--json has all)." in told


@pytest.mark.parametrize("loss", ["-0.1", "nan", "inf", "much"])
def test_a_loss_that_is_none_is_refused(loss: str, torn: Path) -> None:
    outcome = ask("communities", "-d", str(torn), "--within", loss)

    assert (outcome.code, outcome.out) == (2, "")
    assert len(lines(outcome.err)) == 1
