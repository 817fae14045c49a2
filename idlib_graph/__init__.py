"""Faction relationship graphs: who stood with whom, when, and on whose word.

Public names are fetched on first use, so that importing the package stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from idlib_graph.agreement import compare_codings
    from idlib_graph.analysis import Analysis, analyze
    from idlib_graph.audit import audit_dataset, read_articles
    from idlib_graph.balance import frustration, measure_balance, strained_triads, triad_census
    from idlib_graph.charts import draw_chart
    from idlib_graph.checks import check_dataset, load_dataset, validate
    from idlib_graph.communities import (
        Communities,
        compare_objectives,
        find_alternatives,
        find_communities,
        find_joins,
        least_disagreement,
        sweep_resolution,
    )
    from idlib_graph.contested import find_contested
    from idlib_graph.corroboration import contributions, corroborate
    from idlib_graph.dates import DateBox, parse_date
    from idlib_graph.differences import find_differences
    from idlib_graph.errors import DatasetError, IdlibGraphError
    from idlib_graph.events.arrays import arrange, arrange_events
    from idlib_graph.events.checking import check_events
    from idlib_graph.events.columns import read_arrays
    from idlib_graph.events.datasets import dataset_from_events
    from idlib_graph.events.importing import import_events
    from idlib_graph.events.reading import read_events
    from idlib_graph.events.table import Event
    from idlib_graph.events.tracking import track_communities
    from idlib_graph.events.writing import write_events
    from idlib_graph.explorer.notebook import explore
    from idlib_graph.export.gexf import write_gexf
    from idlib_graph.export.graphml import write_graphml
    from idlib_graph.layout import signed_layout
    from idlib_graph.ledger import take_ledger
    from idlib_graph.lines import trace_lines
    from idlib_graph.model import (
        Codebook,
        Dataset,
        Evidence,
        Faction,
        Relation,
        RelationType,
        Source,
    )
    from idlib_graph.publication import write_report
    from idlib_graph.robustness.conclusions import Headline
    from idlib_graph.robustness.ensemble import draw_ensemble
    from idlib_graph.robustness.sensitivity import measure_sensitivity
    from idlib_graph.robustness.sources import leave_one_out
    from idlib_graph.robustness.support import find_sufficient
    from idlib_graph.saving import save_dataset
    from idlib_graph.scaffold import make_dataset
    from idlib_graph.selection import select
    from idlib_graph.series import measure_series
    from idlib_graph.series.balance import balance_over_time, standing_over_time
    from idlib_graph.settings import Settings, settings_for
    from idlib_graph.shifts import find_shifts, follow_communities, lifecycle_events, take_slices
    from idlib_graph.snapshots import snapshot, take_snapshots, to_multidigraph

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Codebook",
    "Communities",
    "Dataset",
    "DatasetError",
    "DateBox",
    "Event",
    "Evidence",
    "Faction",
    "Headline",
    "IdlibGraphError",
    "Relation",
    "RelationType",
    "Settings",
    "Source",
    "__version__",
    "analyze",
    "arrange",
    "arrange_events",
    "audit_dataset",
    "balance_over_time",
    "check_dataset",
    "check_events",
    "compare_codings",
    "compare_objectives",
    "contributions",
    "corroborate",
    "dataset_from_events",
    "draw_chart",
    "draw_ensemble",
    "explore",
    "find_alternatives",
    "find_communities",
    "find_contested",
    "find_differences",
    "find_joins",
    "find_shifts",
    "find_sufficient",
    "follow_communities",
    "frustration",
    "import_events",
    "least_disagreement",
    "leave_one_out",
    "lifecycle_events",
    "load_dataset",
    "make_dataset",
    "measure_balance",
    "measure_sensitivity",
    "measure_series",
    "parse_date",
    "read_arrays",
    "read_articles",
    "read_events",
    "save_dataset",
    "select",
    "settings_for",
    "signed_layout",
    "snapshot",
    "standing_over_time",
    "strained_triads",
    "sweep_resolution",
    "take_ledger",
    "take_slices",
    "take_snapshots",
    "to_multidigraph",
    "trace_lines",
    "track_communities",
    "triad_census",
    "validate",
    "write_events",
    "write_gexf",
    "write_graphml",
    "write_report",
]

_MODULES = {
    "agreement": ("compare_codings",),
    "analysis": ("Analysis", "analyze"),
    "audit": ("audit_dataset", "read_articles"),
    "balance": ("frustration", "measure_balance", "strained_triads", "triad_census"),
    "charts": ("draw_chart",),
    "checks": ("check_dataset", "load_dataset", "validate"),
    "communities": (
        "Communities",
        "compare_objectives",
        "find_alternatives",
        "find_communities",
        "find_joins",
        "least_disagreement",
        "sweep_resolution",
    ),
    "contested": ("find_contested",),
    "corroboration": ("contributions", "corroborate"),
    "dates": ("DateBox", "parse_date"),
    "differences": ("find_differences",),
    "errors": ("DatasetError", "IdlibGraphError"),
    "events.arrays": ("arrange", "arrange_events"),
    "events.checking": ("check_events",),
    "events.columns": ("read_arrays",),
    "events.datasets": ("dataset_from_events",),
    "events.importing": ("import_events",),
    "events.reading": ("read_events",),
    "events.table": ("Event",),
    "events.tracking": ("track_communities",),
    "events.writing": ("write_events",),
    "explorer.notebook": ("explore",),
    "export.gexf": ("write_gexf",),
    "export.graphml": ("write_graphml",),
    "layout": ("signed_layout",),
    "ledger": ("take_ledger",),
    "lines": ("trace_lines",),
    "model": ("Codebook", "Dataset", "Evidence", "Faction", "Relation", "RelationType", "Source"),
    "publication": ("write_report",),
    "robustness.conclusions": ("Headline",),
    "robustness.ensemble": ("draw_ensemble",),
    "robustness.sensitivity": ("measure_sensitivity",),
    "robustness.sources": ("leave_one_out",),
    "robustness.support": ("find_sufficient",),
    "saving": ("save_dataset",),
    "scaffold": ("make_dataset",),
    "selection": ("select",),
    "series": ("measure_series",),
    "series.balance": ("balance_over_time", "standing_over_time"),
    "settings": ("Settings", "settings_for"),
    "shifts": ("find_shifts", "follow_communities", "lifecycle_events", "take_slices"),
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
