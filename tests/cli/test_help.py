from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from commands import ask, lines

from idlib_graph.cli import COMMANDS as MODULES
from idlib_graph.cli import cli
from idlib_graph.settings import Settings

README = Path(__file__).parents[2] / "README.md"
COMMANDS = sorted(MODULES)


def command_of(path: str) -> click.Command:
    found: click.Command | None = cli
    for word in path.split():
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), word)
    assert found
    return found


def options_of(path: str) -> list[click.Parameter]:
    return command_of(path).params


def subcommands_of(command: str) -> list[str]:
    found = command_of(command)
    paths = [f"{command} {name}" for name in getattr(found, "commands", ())]
    return paths + [deeper for path in paths for deeper in subcommands_of(path)]


PATHS = COMMANDS + [path for command in COMMANDS for path in subcommands_of(command)]


@pytest.mark.parametrize("command", PATHS)
def test_help_has_an_example_that_starts_with_the_command(command: str) -> None:
    outcome = ask(*command.split(), "--help")

    assert (outcome.code, outcome.err) == (0, "")
    _, _, examples = re.split(r"(Examples?):\n", outcome.out)
    shown = [line.strip() for line in lines(examples)]
    assert all(line.startswith("idlib-graph ") for line in shown)
    assert any(line.startswith(f"idlib-graph {command}") for line in shown)


@pytest.mark.parametrize("command", PATHS)
def test_examples_name_options_that_exist(command: str) -> None:
    examples = ask(*command.split(), "--help").out.split("Example")[1]

    for line in (line for line in lines(examples) if "idlib-graph" in line):
        words = line.split()
        path = next(p for n in (4, 3, 2) if (p := " ".join(words[1:n])) in PATHS)
        known = {o for p in options_of(path) for o in p.opts}
        assert {word for word in words if word.startswith("-")} <= known


@pytest.mark.parametrize("command", PATHS)
def test_every_option_says_what_it_does(command: str) -> None:
    options = (p for p in options_of(command) if isinstance(p, click.Option))

    assert [p.name for p in options if not p.help and p.name != "output"] == []


@pytest.mark.parametrize("group", [[], ["chart"], ["events"], ["events", "import"]])
def test_the_list_of_commands_shows_each_first_sentence_whole(group: list[str]) -> None:
    listed = ask(*group, "--help").out.split("Commands:\n")[1]

    assert "..." not in listed
    depth = len(group) + 1
    paths = subcommands_of(" ".join(group)) if group else COMMANDS
    for command in (path for path in paths if len(path.split()) == depth):
        assert re.search(rf"^  {command.split()[-1]} .*\.$", listed, re.MULTILINE)


def test_every_command_is_in_the_readme() -> None:
    table = [line for line in README.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    named = {word.split()[0] for line in table for word in re.findall(r"`([^`]+)`", line)}

    assert set(COMMANDS) <= named


def test_every_command_of_the_readme_exists() -> None:
    text = README.read_text(encoding="utf-8")
    section = text.split("## Commands")[1].split("\n## ")[0]
    first_cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    named = {word.split()[0] for cell in first_cells for word in re.findall(r"`([^`]+)`", cell)}

    assert named <= set(COMMANDS)


@pytest.mark.parametrize("short", ["-h", "--help"])
def test_help_is_there_under_both_names(short: str) -> None:
    assert ask(short).out.startswith("Usage: idlib-graph")


def test_no_command_at_all_gives_the_help_and_is_wrong_usage() -> None:
    outcome = ask()

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage: idlib-graph")


def test_version() -> None:
    assert re.fullmatch(r"idlib-graph, version \d+\.\d+\.\d+\n", ask("--version").out)


def test_the_defaults_that_help_tells_are_those_that_hold() -> None:
    told = {
        p.name: p.help.split("[default: ")[1].rstrip("]").split(",")[0]
        for p in options_of("communities")
        if isinstance(p, click.Option) and p.help and "[default: " in p.help
    }
    held = Settings().as_dict()
    # Gamma's default is its objective's; the folder and the day are told in words.
    shown = {name: text for name, text in told.items() if held.get(name) is not None}

    assert set(shown) >= {"objective", "coupling", "every", "seed"}
    assert shown == {name: str(held[name]) for name in shown}
