from __future__ import annotations

import json
from typing import TYPE_CHECKING

from commands import python, start

if TYPE_CHECKING:
    from pathlib import Path


def test_the_solver_says_nothing(tmp_path: Path) -> None:
    code = "from idlib_graph.communities.solver import new_solver; new_solver().run()"
    done = python(code, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_answer_on_standard_output_is_json_from_its_first_byte(tmp_path: Path) -> None:
    done = start("communities", "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["proven"] is True
