"""More organisations than can be proven: answers come all the same, and say what they are."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import pytest
from commands import ask

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,500 events between 150 organisations, drawn by lot, within a year."""
    rng = random.Random(4)  # noqa: S311 - a repeatable draw, no secret
    path = tmp_path_factory.mktemp("large") / "war.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("date", "a", "b", "kind"))
        for _ in range(1_500):
            a, b = rng.sample(range(150), 2)
            day = f"2018-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
            rows.writerow((day, f"Group {a}", f"Group {b}", rng.choice(("clash", "alliance"))))
    return path


def test_communities_of_a_table_too_large_to_prove(table: Path) -> None:
    done = ask(
        "communities", "-d", str(table), "--on", "2018-12-31", "--every", "P1Y",
        "--method", "leiden",
    )  # fmt: skip
    told = " ".join(done.out.split())

    assert (done.code, done.err) == (0, "")
    assert "Good, not proven best" in told
    assert "Whether another is as good was not looked for." in told


def test_what_is_no_folder_is_told_where_to_go(table: Path) -> None:
    done = ask("validate", "-d", str(table))

    assert done.code == 2
    assert done.err == (
        f"idlib-graph: {table} is a file; a data set is a folder; for an event table see "
        f"'idlib-graph events validate {table}'\n"
    )
