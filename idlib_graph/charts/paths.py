"""Paths of a chart: areas with holes, curves where they bend, and how SVG has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import _path
from matplotlib.path import Path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.transforms import Transform
    from numpy.typing import NDArray

    from idlib_graph.charts.sheet import Box, Points

_LEVEL = 1e-6  # rows or points
_DECIMALS = 2  # of a point
_COMMANDS = (b"M", b"L", b"Q", b"C", b"z")


def ringed(rings: Sequence[Points]) -> Path:
    """One path of rings, each of which ends where it begins."""
    codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY] for ring in rings]
    return Path(np.concatenate(rings), np.concatenate(codes))


def bent(*parts: Points) -> Path:
    """One path through the control points of each part; curves that are level become straight."""
    vertices: list[Points] = []
    codes: list[np.uint8] = []
    for points in parts:
        rest = points[1:].reshape(-1, 3, 2)
        flat: NDArray[np.bool_] = np.abs(rest[:, :, 1] - points[:-1:3, None, 1]) < _LEVEL
        vertices.append(points[:1])
        codes.append(Path.LINETO if codes else Path.MOVETO)
        for index, straight in enumerate(np.all(flat, axis=1).tolist()):
            vertices.append(rest[index, 2:] if straight else rest[index])
            codes += [Path.LINETO] if straight else [Path.CURVE4] * 3
    return Path(np.vstack(vertices), codes)


def path_data(
    path: Path,
    transform: Transform | None = None,
    *,
    bounds: Box | None = None,
    simplify: bool = False,
    sketch: Any = None,  # noqa: ANN401 - matplotlib's own
) -> str:
    """The commands of a path in SVG, in hundredths of a point.

    Parameters
    ----------
    bounds : what is left of a line that runs out of them
    simplify : whether a long line may have fewer points, where that cannot be seen
    """
    look = (transform, bounds, simplify and path.should_simplify, sketch, _DECIMALS, _COMMANDS)
    data: str = _path.convert_to_string(path, *look, postfix=False).decode()  # type: ignore[attr-defined] # compiled
    data = data.replace(" \n", "").replace("\n", "")
    for command in "MLCQ":
        data = data.replace(f"{command} ", command)
    return data
