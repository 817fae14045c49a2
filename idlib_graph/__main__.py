"""The way in: ``idlib-graph`` and ``python -m idlib_graph``."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command line and end the process.

    Ctrl-C while it is still loading is one line as well. A command makes few cycles and ends
    soon, so they are looked for rarely; and as all is written by then, the process is not taken
    apart at its end, which would take longer than some answers. Matrices are many and small here,
    and threads for them cost more than they bring.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(500_000, 50, 50)
    try:
        from idlib_graph.cli import main as run  # noqa: PLC0415 - loading is part of the run

        run()
        code: object = 0
    except SystemExit as stop:
        code = stop.code
    except KeyboardInterrupt:
        sys.stderr.write("idlib-graph: stopped; nothing half written\n")
        code = 130
    with suppress(AttributeError, OSError, ValueError):  # closed by whoever started us
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
