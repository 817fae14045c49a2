"""The templates of the report, compiled once."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


class BesideModules(FileSystemBytecodeCache):
    """Compiled templates where Python keeps compiled modules, and kept only where those are."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write what was compiled; who may not write compiles it again."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def open_templates(**options: Any) -> Environment:  # noqa: ANN401 - any option's value
    """The templates of this package, to be rendered with jinja's `options`."""
    cached = __spec__.cached
    return Environment(  # noqa: S701 - whoever opens them escapes what has to be
        loader=PackageLoader("idlib_graph.report"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        bytecode_cache=BesideModules(str(Path(cached).parent)) if cached else None,
        **options,
    )
