"""One layout of a signed graph, shared by charts, exports and the explorer.

Layouts that do not know signs pull enemies together: a clash is an edge to them. Here allies
attract, foes repel, and everybody keeps some room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]

    Node = TypeVar("Node", bound=Hashable)

ROOM = 1.0  # least distance of two nodes: the unit of the layout
REST = 2.0  # allies nearer than this do not attract
GAP = 3.0  # least distance of two nodes that no path of ties joins

_SLACK = 0.01  # pushed this much further apart, so that rounding brings no two too close
_REACH = 3.0  # length over which an alliance's pull grows; farther off it stays the same
_HOSTILE = 2.0  # push of a clash; it halves over `_FAR`
_FAR = 3.0
_GRAVITY = 0.25
_NOTHING = 1e-6
_STEPS = 300
_SAMPLE = 256  # nodes that repel in one step; in larger graphs they take turns
_WIDER = 1.4  # sideways is this much nearer than up and down: pictures are wider than high
_ANGLES = np.arange(48) * 2 * np.pi / 48
_WAYS = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)


def signed_layout(G: nx.Graph[Node], *, seed: int = 0) -> dict[Node, tuple[float, float]]:
    """Place allies together and foes apart.

    Allies attract beyond a rest length, foes repel, every pair repels a little with 1/distance and
    all are drawn to the middle (Fruchterman & Reingold 1991, with the pull levelling off as in
    Noack 2009, which sets clusters apart). The start is spectral, so that camps need not find each
    other by chance. Each part that ties hold together lies with its long axis across; the largest
    is in the middle, smaller ones and nodes without a tie stand around it.

    Parameters
    ----------
    G : a graph with a signed ``weight`` on its edges (1 where missing); only the ratio of weights
        counts. Directions are ignored, parallel edges summed.
    seed : of the start, and of who repels when in graphs of more than 256 nodes

    Returns
    -------
    dict
        x and y of each node, in the order of the graph. The unit is the least distance of two
        nodes, 1; allies lie about 3 apart, unconnected parts at least 3. The middle of the
        occupied rectangle is 0, 0. The order of nodes and edges changes nothing.

    Raises
    ------
    ValueError
        Where a weight is not finite.

    Examples
    --------
    >>> import networkx as nx
    >>> import numpy as np
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1), ("c", "d", 1), ("b", "c", -1)])
    >>> places = signed_layout(G)
    >>> def apart(one, other):
    ...     return np.hypot(*np.subtract(places[one], places[other]))
    >>> bool(apart("a", "b") < apart("b", "c"))
    True

    References
    ----------
    T. M. J. Fruchterman, E. M. Reingold, Graph drawing by force-directed placement, Software:
    Practice and Experience 21 (1991). A. Noack, Modularity clustering is force-directed layout,
    Physical Review E 79, 026102 (2009).
    """
    nodes = sorted(G, key=lambda node: (str(node), type(node).__name__))
    ends, weights = _ties(G, nodes)
    rng = np.random.default_rng(seed)
    parts = []
    for members in _parts(len(nodes), ends):
        inside = np.isin(ends[:, 0], members)
        here = np.searchsorted(members, ends[inside])
        parts.append((members, _relax(len(members), here, weights[inside], rng)))
    placed = _centred(_pack(parts, len(nodes)))
    found = dict(zip(nodes, np.round(placed, 3).tolist(), strict=True))
    return {node: (found[node][0] + 0.0, found[node][1] + 0.0) for node in G}  # no minus zero


def _ties(G: nx.Graph[Node], nodes: list[Node]) -> tuple[Ints, Floats]:
    """The ends of each pair with a tie, and its signed pull, on average 1 or -1.

    The square root keeps a few strong ties from making all others invisible.
    """
    position = {node: i for i, node in enumerate(nodes)}
    weighted = G.edges(data="weight", default=1.0)
    found = [(position[a], position[b], float(weight)) for a, b, weight in weighted]
    total: dict[tuple[int, int], float] = {}
    for a, b, weight in sorted((min(a, b), max(a, b), weight) for a, b, weight in found):
        total[a, b] = total.get((a, b), 0.0) + weight
    tied = {pair: weight for pair, weight in total.items() if pair[0] != pair[1] and weight != 0}
    ends = np.array(list(tied), dtype=np.intp).reshape(-1, 2)
    weights = np.array(list(tied.values()))
    if not np.isfinite(weights).all():
        msg = "a layout needs finite weights"
        raise ValueError(msg)
    size = np.abs(weights)
    return ends, np.sign(weights) * np.sqrt(size / size.mean()) if len(size) else weights


def _parts(n: int, ends: Ints) -> list[Ints]:
    """The nodes that ties hold together, the largest part first."""
    whole: nx.Graph[int] = nx.empty_graph(n)
    whole.add_edges_from(ends.tolist())
    parts = [np.array(sorted(part)) for part in nx.connected_components(whole)]
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _relax(n: int, ends: Ints, pulls: Floats, rng: np.random.Generator) -> Floats:
    """Let the forces on one part come to rest, and lie it with its long axis across."""
    if n == 1:
        return np.zeros((1, 2))
    radius = np.sqrt(n / _GRAVITY)
    at = _start(n, ends, pulls, rng) * radius / 2
    turns = rng.permutation(n)
    stiff = 1 + _sum_by_node(n, ends, np.abs(pulls)) / 2
    steps = min(_STEPS, 20 * n)
    for step in range(steps):
        heard = np.arange(step * _SAMPLE, (step + 1) * _SAMPLE) % n
        others = turns[heard] if n > _SAMPLE else turns
        move = _forces(at, at[others], ends, pulls) / stiff[:, None]
        length = np.hypot(*move.T)[:, None]
        longest = radius / 5 * (1 - step / steps) ** 2
        at += move * np.minimum(1, longest / np.maximum(length, 1e-9))
    return _centred(_part_overlaps(_align(at)))


def _start(n: int, ends: Ints, pulls: Floats, rng: np.random.Generator) -> Floats:
    """The two leading eigenvectors of the signed modularity matrix, by power iteration.

    Its positive null model alone is taken off, so that camps and not hubs stand out.
    """
    i, j = ends.T
    scale = np.sqrt(np.maximum(_sum_by_node(n, ends, np.abs(pulls)), 1e-9))
    usual = _sum_by_node(n, ends, np.maximum(pulls, 0)) / scale
    total = max(float((usual * scale).sum()), 1e-9)
    joint = (pulls / (scale[i] * scale[j]))[:, None]
    at = rng.normal(size=(n, 2))
    for _ in range(60):
        spread = at - usual[:, None] * (usual[:, None] * at).sum(axis=0) / total
        spread += _scatter(n, i, joint * at[j]) + _scatter(n, j, joint * at[i])
        at = np.linalg.qr(spread + 1e-9 * rng.normal(size=(n, 2)))[0]
    found: Floats = at * np.sqrt(n) + 0.05 * rng.normal(size=(n, 2))
    return found


def _forces(at: Floats, others: Floats, ends: Ints, pulls: Floats) -> Floats:
    """The force on each node; `others` stand for all that repel, shape (heard, 2)."""
    n = len(at)
    near = (at * at).sum(axis=1)[:, None] + ((others * others).sum(axis=1) + 0.01)
    near -= (2 * at) @ others.T  # now the squared distances
    near = n / len(others) / near
    towards = [np.einsum("ij,j->i", near, axis) for axis in np.ascontiguousarray(others.T)]
    force = at * (near.sum(axis=1) - _GRAVITY)[:, None] - np.stack(towards, axis=1)
    i, j = ends.T
    apart = at[j] - at[i]
    distance = np.maximum(np.hypot(*apart.T), 1e-9)
    beyond = np.maximum(distance - REST, 0)
    pull = np.maximum(pulls, 0) * beyond / (1 + beyond / _REACH)
    push = np.maximum(-pulls, 0) * _HOSTILE / (1 + distance / _FAR)
    along = ((pull - push) / distance)[:, None] * apart
    total: Floats = force + _scatter(n, i, along) - _scatter(n, j, along)
    return total


def _scatter(n: int, where: Ints, values: Floats) -> Floats:
    """Add up `values`, shape (ties, 2), at the nodes that `where` names."""
    return np.stack([np.bincount(where, values[:, axis], n) for axis in (0, 1)], axis=1)


def _sum_by_node(n: int, ends: Ints, values: Floats) -> Floats:
    """Add up one value a tie at both of its ends."""
    return np.bincount(ends.ravel(), np.repeat(values, 2), n).astype(np.float64)


def _align(at: Floats) -> Floats:
    """Turn the long axis across, and mirror so that the farthest node is right and above."""
    at = at - at.mean(axis=0)
    angle = 0.5 * np.arctan2(2 * (at[:, 0] * at[:, 1]).sum(), (at[:, 0] ** 2 - at[:, 1] ** 2).sum())
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    at = at @ turn
    farthest = np.abs(at).argmax(axis=0)
    mirrored: Floats = at * np.where(at[farthest, [0, 1]] < 0, -1, 1)
    return mirrored


def _centred(at: Floats) -> Floats:
    """Move the middle of the occupied rectangle to 0, 0."""
    return at - (at.min(axis=0) + at.max(axis=0)) / 2 if len(at) else at


def _part_overlaps(at: Floats) -> Floats:
    """Push apart what is nearer than `ROOM`; where that does not end, all is drawn larger."""
    least = ROOM + _SLACK
    for _ in range(200):
        i, j, distance = _close_pairs(at, least)
        short = least - distance
        if not (short > _SLACK / 2).any():
            break
        apart = at[i] - at[j]
        same = distance < _NOTHING
        apart[same] = np.stack([np.cos(i[same]), np.sin(i[same])], axis=1)
        step = (short / 2 / np.where(same, 1, distance))[:, None] * apart
        at = at + _scatter(len(at), i, step) - _scatter(len(at), j, step)
    closest = min(_close_pairs(at, least)[2].tolist(), default=least)
    return at * max(1.0, (ROOM + _SLACK / 2) / max(closest, _NOTHING))


def _close_pairs(at: Floats, least: float) -> tuple[Ints, Ints, Floats]:
    """The pairs nearer than `least`, and their distances, found on a grid of that width."""
    cell = np.floor((at - at.min(axis=0)) / least).astype(np.intp) + 1
    rows = int(cell[:, 1].max()) + 2
    key = cell[:, 0] * rows + cell[:, 1]
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    pairs = []
    for side in (0, 1, rows - 1, rows, rows + 1):  # half of the neighbours: each pair once
        first = np.searchsorted(ordered, ordered + side)
        first = np.arange(1, len(at) + 1) if side == 0 else first
        count = np.searchsorted(ordered, ordered + side, side="right") - first
        one = np.repeat(np.arange(len(at)), count)
        other = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count) + first[one]
        pairs.append(np.stack([order[one], order[other]]))
    i, j = np.concatenate(pairs, axis=1)
    distance = np.hypot(*(at[i] - at[j]).T)
    near = distance < least
    return i[near], j[near], distance[near]


def _pack(parts: list[tuple[Ints, Floats]], n: int) -> Floats:
    """Put the parts side by side, the first in the middle, and lone nodes around them."""
    at = np.zeros((n, 2))
    standing = np.zeros((0, 2))
    for members, inside in parts:
        if len(members) > 1:
            at[members] = inside + _slide(standing, np.hypot(*inside.T).max() + GAP)
            standing = np.concatenate([standing, at[members], _outline(at[members])])
    alone = [int(members[0]) for members, _ in parts if len(members) == 1]
    tied = np.delete(np.arange(n), alone)
    at[tied] = _centred(at[tied])
    at[alone] = _rim(np.abs(at[tied]).max(axis=0, initial=0), len(alone))
    return at


def _slide(standing: Floats, radius: float) -> Floats:
    """Where a disc that comes in from outside first touches; the nearest of all directions."""
    if not len(standing):
        return np.zeros(2)
    along = standing @ _WAYS.T
    aside = (standing**2).sum(axis=1)[:, None] - along**2
    stops = np.where(aside < radius**2, along + np.sqrt(np.maximum(radius**2 - aside, 0)), 0)
    places = _WAYS * np.maximum(stops.max(axis=0), 0)[:, None]
    nearest: Floats = places[np.hypot(places[:, 0], _WIDER * places[:, 1]).argmin()]
    return nearest


def _outline(at: Floats) -> Floats:
    """Points along the hull, so close that nothing slides in between, where ties may run."""
    corners = at[list(dict.fromkeys((at @ _WAYS.T).argmax(axis=0).tolist()))]
    sides = zip(corners, np.roll(corners, -1, axis=0), strict=True)
    return np.concatenate(
        [np.linspace(a, b, int(np.hypot(*(b - a)) / GAP) + 2)[:-1] for a, b in sides]
    )


def _rim(half: Floats, n: int) -> Floats:
    """Places for lone nodes on rectangles around one of half-width `half`, evenly spread."""
    rings = [np.zeros((0, 2))]
    left, reach = n, GAP
    while left:
        corners = (half + reach) * [[1, 0], [1, 1], [-1, 1], [-1, -1], [1, -1], [1, 0]]
        length = np.cumsum([0, *np.abs(np.diff(corners, axis=0)).sum(axis=1)])
        here = min(left, int(length[-1] / 2 / ROOM))
        along = np.arange(here) * length[-1] / here
        rings.append(np.stack([np.interp(along, length, axis) for axis in corners.T], axis=1))
        left, reach = left - here, reach + 2 * ROOM
    return np.concatenate(rings)
