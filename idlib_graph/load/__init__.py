"""A folder of YAML to a `Dataset`, every problem of every file with its place, in one run.

``events`` turns text into nodes, ``fields`` nodes into values, ``records`` and ``vocabulary``
values into records, and ``reading`` goes through the folder. What records say of one another is
left to `idlib_graph.checks`, whose `load_dataset` is the way in for users.
"""

from __future__ import annotations

from idlib_graph.load.codes import LOADER_CODES
from idlib_graph.load.files import bundled_dataset
from idlib_graph.load.reading import Reading, built_in_codebook, read_dataset
from idlib_graph.load.vocabulary import SETTING_NAMES

__all__ = [
    "LOADER_CODES",
    "SETTING_NAMES",
    "Reading",
    "built_in_codebook",
    "bundled_dataset",
    "read_dataset",
]
