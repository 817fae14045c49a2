"""What a shell, a full disk or an impatient user does to a command."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import COMMAND, lines, plain_environment, python, start

if TYPE_CHECKING:
    from collections.abc import Callable

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full to write to")

# Runs the command line, and sends this very process a Ctrl-C when `{owner}.{name}` is called for
# the {nth} time.
INTERRUPTED = """
import os, signal, sys
import {module}
owner, calls = {owner}, [0]
before = getattr(owner, "{name}")

def called(*arguments, **named):
    calls[0] += 1
    if calls[0] == {nth}:
        os.kill(os.getpid(), signal.SIGINT)
    return before(*arguments, **named)

setattr(owner, "{name}", called)
from idlib_graph.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    "command", [["relations"], ["relations", "--json"], ["export", "json"], ["validate"]]
)
def test_a_reader_that_goes_away_stops_the_command_without_a_word(
    command: list[str], tmp_path: Path
) -> None:
    """As ``| head -1`` does: the first line arrives, and stderr stays empty."""
    with subprocess.Popen(
        [COMMAND, *command],
        cwd=tmp_path,
        env=plain_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        first = process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()

    assert first
    assert told == b""
    assert process.returncode == 0


@needs_full
@pytest.mark.parametrize(
    "command",
    [["--help"], ["schema", "dataset"], ["factions"], ["relations", "--json"], ["export", "json"],
     ["validate"]],
)  # fmt: skip
def test_a_full_disk_behind_standard_output_is_one_line(command: list[str], tmp_path: Path) -> None:
    with FULL.open("w") as full:
        done = start(
            *command, cwd=tmp_path, capture_output=False, stdout=full, stderr=subprocess.PIPE
        )

    assert done.returncode == 1
    assert lines(done.stderr) == ["idlib-graph: cannot go on: no space left on device"]


def test_a_file_larger_than_allowed_leaves_nothing_behind(tmp_path: Path) -> None:
    """The system refuses after 8 KiB, in the middle of the file."""
    done = start(
        "export", "json", "-o", "idlib.json", cwd=tmp_path,
        preexec_fn=lambda: _allow_bytes(8192),
    )  # fmt: skip

    assert done.returncode == 1
    assert lines(done.stderr) == ["idlib-graph: cannot write idlib.json: file too large"]
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_survives_a_write_that_fails(tmp_path: Path) -> None:
    there = tmp_path / "idlib.json"
    there.write_text('{"kept": true}\n', encoding="utf-8")

    done = start(
        "export", "json", "-o", "idlib.json", cwd=tmp_path,
        preexec_fn=lambda: _allow_bytes(8192),
    )  # fmt: skip

    assert done.returncode == 1
    assert there.read_text(encoding="utf-8") == '{"kept": true}\n'
    assert [path.name for path in tmp_path.iterdir()] == ["idlib.json"]


def _allow_bytes(most: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@pytest.mark.parametrize(
    ("module", "owner", "name", "nth", "command"),
    [
        ("idlib_graph.checks", "idlib_graph.checks", "load_dataset", 1, "report"),
        ("idlib_graph.analysis", "idlib_graph.analysis", "analyze", 1, "report"),
        ("idlib_graph.charts", "idlib_graph.charts", "write_chart", 2, "report"),
        ("idlib_graph.output", "idlib_graph.output.Path", "replace", 3, "report"),
        ("os", "os", "fdopen", 1, "export json"),
        ("idlib_graph.output", "idlib_graph.output.Path", "chmod", 2, "export csv"),
        ("idlib_graph.output", "idlib_graph.output.Path", "replace", 1, "export json"),
        ("idlib_graph.output", "idlib_graph.output.Path", "replace", 2, "export csv"),
    ],
)
def test_ctrl_c_at_any_moment_leaves_no_half_file(
    module: str, owner: str, name: str, nth: int, command: str, tiny: Path, tmp_path: Path
) -> None:
    code = INTERRUPTED.format(module=module, owner=owner, name=name, nth=nth)
    done = python(code, *command.split(), "-d", str(tiny), "-o", "out", cwd=tmp_path)

    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert lines(done.stderr)[-1] == "idlib-graph: stopped; nothing half written"
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in written if path.name.startswith(".")] == []
    assert all(path.stat().st_size for path in written)


def test_ctrl_c_from_outside_while_it_computes(tmp_path: Path) -> None:
    """A real signal, while the charts are drawn."""
    with subprocess.Popen(
        [COMMAND, "report", "-o", "out"],
        cwd=tmp_path,
        env=plain_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        _wait_for(process, lambda: _loaded(process.pid, "matplotlib"))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()

    assert process.returncode == 130
    assert out == ""
    assert lines(err) == ["idlib-graph: stopped; nothing half written"]
    assert list(tmp_path.iterdir()) == []


def _wait_for(process: subprocess.Popen[str], seen: Callable[[], bool]) -> None:
    while process.poll() is None and not seen():
        pass


def _loaded(pid: int, library: str) -> bool:
    maps = Path(f"/proc/{pid}/maps")
    if not maps.exists():
        pytest.skip("no /proc to see what a process has loaded")
    return library in maps.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_one_line_and_told_at_once(
    tiny: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")

    for folder in ("file", "file/below"):
        done = start("report", "-d", str(tiny), "-o", folder, cwd=tmp_path)
        assert done.returncode == 1
        assert done.stdout == ""
        assert len(lines(done.stderr)) == 1
        assert "cannot make the folder" in done.stderr
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_line(tiny: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)

    done = start("export", "json", "-d", str(tiny), "-o", "locked/x.json", cwd=tmp_path)

    assert done.returncode == 1
    assert lines(done.stderr) == ["idlib-graph: cannot write locked/x.json: permission denied"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc, which nobody may write")
def test_a_folder_nobody_may_write_is_one_line(tiny: Path, tmp_path: Path) -> None:
    done = start("export", "json", "-d", str(tiny), "-o", "/proc/x.json", cwd=tmp_path)

    assert done.returncode == 1
    assert len(lines(done.stderr)) == 1
    assert "cannot write /proc/x.json" in done.stderr


def test_paths_with_spaces_and_other_scripts(tiny: Path, tmp_path: Path) -> None:
    odd = tmp_path / "mes données إدلب"
    odd.symlink_to(tiny)

    done = start("export", "csv", "-d", odd.name, "-o", "out put/ü إ", cwd=tmp_path)

    assert done.returncode == 0
    assert {path.name for path in (tmp_path / "out put" / "ü إ").iterdir()} == {
        "nodes.csv", "edges.csv",
    }  # fmt: skip


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_a_plain_locale_changes_no_byte_of_a_file(locale: dict[str, str], tmp_path: Path) -> None:
    start("export", "json", "-o", "usual.json", cwd=tmp_path)
    done = start(
        "export", "json", "-o", "plain.json", cwd=tmp_path,
        env={**locale, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    piped = start("export", "json", cwd=tmp_path, env={**locale, "PYTHONIOENCODING": "ascii"})

    assert done.returncode == 0
    usual = (tmp_path / "usual.json").read_bytes()
    assert (tmp_path / "plain.json").read_bytes() == usual
    assert piped.stdout.encode() == usual


def test_a_faction_is_found_by_a_name_outside_ascii_in_a_plain_locale(tmp_path: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}

    done = start("relations", "--faction", "Hay\u2018at Tahrir al-Sham", cwd=tmp_path, env=plain)

    assert done.returncode == 0
    assert done.stdout


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_closed_standard_stream_is_no_accident(closed: int, tmp_path: Path) -> None:
    command = f'"{COMMAND}" export json -o idlib.json {closed}>&-'
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=tmp_path,
        env=plain_environment(),
        check=False,
        capture_output=True,
        encoding="utf-8",
    )

    told = "" if closed == 2 else "wrote idlib.json\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", told)
    assert (tmp_path / "idlib.json").stat().st_size > 1000


def test_an_answer_for_which_nobody_listens_is_no_accident(tiny: Path, tmp_path: Path) -> None:
    for redirected in (">&-", "<&- >/dev/null", ">&- 2>&-"):
        done = subprocess.run(
            ["sh", "-c", f'"{COMMAND}" factions -d "{tiny}" {redirected}'],
            cwd=tmp_path,
            env=plain_environment(),
            check=False,
            capture_output=True,
            encoding="utf-8",
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_questions_leave_an_empty_folder_empty(tmp_path: Path) -> None:
    for command in (["factions"], ["validate"], ["export", "json"], ["schema", "codebook"]):
        assert start(*command, cwd=tmp_path).returncode == 0
    assert list(tmp_path.iterdir()) == []
