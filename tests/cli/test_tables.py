from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
from typing import TYPE_CHECKING

import pytest
from commands import ANSWERS, COMMAND, ask, plain_environment, start

from idlib_graph.cli.tables import console

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commands import Outcome

    Answer = Callable[..., Outcome]

ANSI = re.compile(r"\x1b")
TABLES = [name for name in ANSWERS if name != "validate"]  # one problem a line, as compilers do


@pytest.mark.parametrize("data", ["bundled", "tiny"])
@pytest.mark.parametrize("command", TABLES)
def test_tables_fit_80_columns_where_there_is_no_terminal(
    command: str, data: str, answer: Answer
) -> None:
    outcome = answer(command, data)

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.strip()
    assert [line for line in outcome.out.splitlines() if len(line) > 80] == []
    assert [line for line in outcome.out.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("command", ANSWERS)
def test_what_is_piped_has_no_colour(command: str, answer: Answer) -> None:
    assert not ANSI.search(answer(command, "bundled").out)
    assert not ANSI.search(answer(command, "bundled", "--json").out)


def test_ids_are_never_broken_in_the_list_of_factions(answer: Answer) -> None:
    words = answer("factions", "bundled").out.split()

    assert "turkey-backed-rebels" in words
    assert "al-qaeda-loyalists" in words


def test_a_terminal_gets_colour_and_its_own_width(tiny: Path, tmp_path: Path) -> None:
    told = on_terminal("communities", "-d", str(tiny), cwd=tmp_path, COLUMNS="60", TERM="xterm")

    assert ANSI.search(told)
    assert "Blue Front" in told
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", told)
    assert [line for line in plain.splitlines() if len(line.rstrip("\r")) > 60] == []


def test_no_color_is_heeded_on_a_terminal(tiny: Path, tmp_path: Path) -> None:
    told = on_terminal(
        "shifts", "-d", str(tiny), cwd=tmp_path, NO_COLOR="1", TERM="xterm", stderr="pipe"
    )

    assert not re.search(r"\x1b\[3\dm", told)


def test_json_stays_json_where_the_output_is_ascii(tiny: Path, tmp_path: Path) -> None:
    narrow = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = start("relations", "-d", str(tiny), cwd=tmp_path, env=narrow)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Red Brigade ? Blue Front" in done.stdout  # the arrow is lost, the rest is not

    done = start("factions", "--json", cwd=tmp_path, env=narrow)
    assert done.stdout.isascii()
    assert json.loads(done.stdout) == json.loads(ask("factions", "--json").out)


def on_terminal(*arguments: str, cwd: Path, stderr: str = "", **env: str) -> str:
    """What the command prints on a terminal."""
    leader, follower = pty.openpty()
    errors = subprocess.PIPE if stderr else follower
    with subprocess.Popen(
        [COMMAND, *arguments],
        cwd=cwd,
        env=plain_environment(**env),
        stdin=follower,
        stdout=follower,
        stderr=errors,
    ) as process:
        os.close(follower)
        told = b"".join(iter(lambda: _more(leader), b""))
        process.wait()
    os.close(leader)
    return told.decode()


def _more(leader: int) -> bytes:
    select.select([leader], [], [], 60)
    try:
        return os.read(leader, 65536)
    except OSError:  # Linux says so where the other end is closed
        return b""


def test_a_reader_that_went_away_is_the_business_of_whoever_runs_the_command() -> None:
    """Left to itself, rich would end the process with 1."""
    with pytest.raises(BrokenPipeError):
        console().on_broken_pipe()
