"""SVG made small: what matplotlib writes, with nothing taken away that can be seen."""

from __future__ import annotations

import re

_DECIMALS = 2  # of a point

_NUMBER = re.compile(r"-?\d+\.\d+")
_PATH = re.compile(r'( d=")([^"]*)(")')
_CLIP = re.compile(r'<clipPath id="([^"]*)">\s*<rect x="0" y="0" width="(\S+)" height="(\S+)"/>')
_SIZE = re.compile(r'viewBox="0 0 (\S+) (\S+)"')
_SPACE = re.compile(r"\s*([MLQCz])\s*|\s+$")
_GROUP = re.compile(r'<g id="(?!figure|axes)\w+_\d+">')
_BREAK = re.compile(r"\s*\n\s*")


def slim(svg: str) -> str:
    """The same picture in fewer bytes.

    Coordinates are rounded to hundredths of a point; what clips to the whole canvas, and ids of
    groups that nothing refers to, are left out.
    """
    size = _SIZE.search(svg)
    for name, wide, high in _CLIP.findall(svg):
        if size and (float(wide), float(high)) == (float(size[1]), float(size[2])):
            svg = svg.replace(f' clip-path="url(#{name})"', "")
    svg = _PATH.sub(lambda found: found[1] + _short(found[2]) + found[3], svg)
    return _BREAK.sub("\n", _GROUP.sub("<g>", svg))


def _short(path: str) -> str:
    """The data of a path without what only takes room."""
    return _SPACE.sub(lambda found: found[1] or "", _NUMBER.sub(_round, path))


def _round(found: re.Match[str]) -> str:
    return f"{float(found[0]):.{_DECIMALS}f}".rstrip("0").rstrip(".")
