"""The way in: ``idlib-graph`` and ``python -m idlib_graph``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; Ctrl-C while it is still loading is one line as well."""
    try:
        from idlib_graph.cli import main as run  # noqa: PLC0415 - loading is part of the run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("idlib-graph: stopped; nothing half written\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
