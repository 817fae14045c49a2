"""Faction relationship graphs: who stood with whom, when, and on whose word.

Public names are fetched on first use, so that importing the package stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis, analyze
    from idlib_graph.balance import measure_balance
    from idlib_graph.checks import load_dataset, validate
    from idlib_graph.communities import Communities, find_communities
    from idlib_graph.contested import find_contested
    from idlib_graph.corroboration import corroborate
    from idlib_graph.dates import DateBox, parse_date
    from idlib_graph.differences import find_differences
    from idlib_graph.errors import DatasetError, IdlibGraphError
    from idlib_graph.export.gexf import write_gexf
    from idlib_graph.export.graphml import write_graphml
    from idlib_graph.layout import signed_layout
    from idlib_graph.model import Dataset, Evidence, Faction, Relation, Source
    from idlib_graph.settings import Settings
    from idlib_graph.snapshots import snapshot, take_snapshots, to_multidigraph

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Communities",
    "Dataset",
    "DatasetError",
    "DateBox",
    "Evidence",
    "Faction",
    "IdlibGraphError",
    "Relation",
    "Settings",
    "Source",
    "__version__",
    "analyze",
    "corroborate",
    "find_communities",
    "find_contested",
    "find_differences",
    "load_dataset",
    "measure_balance",
    "parse_date",
    "signed_layout",
    "snapshot",
    "take_snapshots",
    "to_multidigraph",
    "validate",
    "write_gexf",
    "write_graphml",
]

_MODULES = {
    "analysis": ("Analysis", "analyze"),
    "balance": ("measure_balance",),
    "checks": ("load_dataset", "validate"),
    "communities": ("Communities", "find_communities"),
    "contested": ("find_contested",),
    "corroboration": ("corroborate",),
    "dates": ("DateBox", "parse_date"),
    "differences": ("find_differences",),
    "errors": ("DatasetError", "IdlibGraphError"),
    "export.gexf": ("write_gexf",),
    "export.graphml": ("write_graphml",),
    "layout": ("signed_layout",),
    "model": ("Dataset", "Evidence", "Faction", "Relation", "Source"),
    "settings": ("Settings",),
    "snapshots": ("snapshot", "take_snapshots", "to_multidigraph"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
