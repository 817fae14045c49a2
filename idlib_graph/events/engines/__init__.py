"""Fold and spread in DuckDB, in Spark, or wherever a table is that Ibis reaches.

The only package that knows ibis. `fold_table` and `spread_table` take a table of any Ibis
connection, the user's own as well, and give a table of it in which nothing is computed yet; they
find what `idlib_graph.events.folding` finds. The rest is for files.
"""

from idlib_graph.events.engines.expression import count_rows, fold_table, spread_table
from idlib_graph.events.engines.files import open_on_duckdb, open_on_spark, write_table

__all__ = [
    "count_rows",
    "fold_table",
    "open_on_duckdb",
    "open_on_spark",
    "spread_table",
    "write_table",
]
