"""Every capability is a plain function with an example: a notebook user needs no command line."""

from __future__ import annotations

import inspect
import re
from doctest import DocTestParser
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import pytest

import idlib_graph
from idlib_graph import dates, shifts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

# What words and shows the answers of the core is no part of it.
SHELLS = {
    *(
        "__main__",
        "charts",
        "cli",
        "explorer",
        "export",
        "phrases",
        "publication",
        "reasons",
        "report",
    ),
    "scaffold",
}
# Modules and packages that only work for one function of the core, by which a user calls them: the
# reader of data sets, the rules that it holds them against, the solvers. And those that write
# files for the shells.
INNER = {
    "checks.doubts": "checks.validate",
    "checks.references": "checks.validate",
    "checks.relations": "checks.validate",
    "checks.scope": "checks.validate",
    "communities.bundles": "communities.placing.labels_of_each",
    "communities.cutting": "communities.find_communities",
    "communities.exact": "communities.find_communities",
    "communities.heuristic": "communities.find_communities",
    "communities.moves": "communities.find_communities",
    "communities.program": "communities.find_communities",
    "communities.separation": "communities.find_communities",
    "communities.solver": "communities.find_communities",
    "events.engines.contract": "events.engines.expression.fold_table",
    "load": "checks.load_dataset",
    "output": None,
}


def core() -> Iterator[ModuleType]:
    for found in walk_packages(idlib_graph.__path__, "idlib_graph."):
        path = found.name.split(".")[1:]
        if path[0] not in SHELLS and not any(part.startswith("_") for part in path):
            yield import_module(found.name)


def functions(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, thing in vars(module).items():
        own = getattr(thing, "__module__", None) == module.__name__
        if own and not name.startswith("_") and inspect.isfunction(inspect.unwrap(thing)):
            yield name, thing


def is_inner(module: ModuleType) -> bool:
    path = module.__name__.split(".")[1:]
    return any(".".join(path[:length]) in INNER for length in range(1, len(path) + 1))


def has_example(thing: object, call: str = "") -> bool:
    """Whether the docstring has an example with an outcome, and of `call`, if anything."""
    examples = DocTestParser().get_examples(inspect.getdoc(thing) or "")
    called = re.compile(rf"\b{call}\(" if call else "")
    return any(e.want for e in examples) and any(called.search(e.source) for e in examples)


def test_every_function_of_the_core_has_an_example_of_its_use() -> None:
    bare = [
        f"{module.__name__}.{name}"
        for module in core()
        if not is_inner(module)
        for name, function in functions(module)
        if not has_example(function, call=name)
    ]

    assert bare == []


@pytest.mark.parametrize("name", sorted({*idlib_graph.__all__} - {"__version__"}))
def test_what_the_package_hands_out_has_an_example(name: str) -> None:
    thing = getattr(idlib_graph, name)

    assert thing.__module__.split(".")[1] in SHELLS or has_example(thing)


@pytest.mark.parametrize("inner", INNER)
def test_inner_modules_are_there_and_work_for_a_function_with_an_example(inner: str) -> None:
    import_module(f"idlib_graph.{inner}")
    if door := INNER[inner]:
        module, _, name = door.rpartition(".")
        assert has_example(getattr(import_module(f"idlib_graph.{module}"), name), call=name)


def test_names_are_fetched_from_where_they_are_said_to_be() -> None:
    homes: dict[str, tuple[str, ...]] = vars(idlib_graph)["_MODULES"]
    handed_out = [name for names in homes.values() for name in names]

    assert sorted([*handed_out, "__version__"]) == sorted(idlib_graph.__all__)


def test_an_example_has_to_call_the_function_and_to_show_what_comes_of_it() -> None:
    def told() -> None:
        """Do it."""

    def silent() -> None:
        """>>> silent()"""

    def other() -> None:
        """Show something else.

        >>> print(1)
        1
        """

    def shown() -> None:
        """Show it.

        >>> print(shown())
        None
        """

    assert [has_example(f, call=f.__name__) for f in (told, silent, other, shown)] == [
        False, False, False, True,
    ]  # fmt: skip


def test_functions_are_found_where_they_are_defined_only() -> None:
    assert {name for name, _ in functions(dates)} >= {"parse_date", "date_range"}  # cached, plain
    assert "find_shifts" in dict(functions(shifts))
    assert "find_moves" not in dict(functions(shifts))  # imported
