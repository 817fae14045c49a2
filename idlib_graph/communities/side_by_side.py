"""The same graph under every definition of community, and how far the answers agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from idlib_graph import communities
from idlib_graph.communities.comparison import adjusted_mutual_information, movers
from idlib_graph.communities.objectives import DEFAULT_COUPLING, DEFAULT_OBJECTIVE, OBJECTIVES
from idlib_graph.communities.ranking import NODE_LIMIT
from idlib_graph.communities.unsigned import unsigned_louvain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from idlib_graph.communities import Communities
    from idlib_graph.communities.unsigned import UnsignedLouvain

    Partition: TypeAlias = Iterable[Iterable[str]]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The answers of every objective, the headline's first.

    Attributes
    ----------
    answers : what each objective finds
    agreement : adjusted mutual information between each two of them, in that order, (4, 4)
    movers : for each, who leaves most of the fellows that they have in the headline's answer
    unsigned : Louvain on the alliances alone, for comparison only
    unsigned_agreement, unsigned_movers : the same of it, against the headline
    """

    answers: tuple[Communities, ...]
    agreement: tuple[tuple[float, ...], ...]
    movers: tuple[tuple[str, ...], ...]
    unsigned: UnsignedLouvain
    unsigned_agreement: float
    unsigned_movers: tuple[str, ...]

    @property
    def headline(self) -> Communities:
        """The answer that the others are held against."""
        return self.answers[0]


def compare_objectives(
    G: nx.Graph[str],
    *,
    objective: str = DEFAULT_OBJECTIVE,
    resolution: float | None = None,
    previous: Mapping[str, Partition] | None = None,
    coupling: float = DEFAULT_COUPLING,
    node_limit: int = NODE_LIMIT,
    seed: int = 0,
) -> SideBySide:
    """Find the communities of a graph under every objective.

    Parameters
    ----------
    G, coupling, node_limit, seed : as for `find_communities`
    objective, resolution : the headline's; the other objectives have their own default resolution
    previous : for each objective its *own* partition of the time before; a common past would
        draw the answers together

    Raises
    ------
    SettingsError
        as `find_communities` does

    Examples
    --------
    A weak deal between two camps: ``disagreement`` takes it for an alliance of all.

    >>> import networkx as nx
    >>> G = nx.relabel_nodes(nx.barbell_graph(3, 0), str)
    >>> found = compare_objectives(G)
    >>> [(answer.objective, len(answer.communities)) for answer in found.answers]
    [('potts', 2), ('disagreement', 1), ('modularity', 2), ('cpm', 1)]
    >>> found.agreement[0][2], found.movers[2], len(found.unsigned.communities)
    (1.0, (), 2)
    """
    before = previous or {}
    order = [objective, *(name for name in OBJECTIVES if name != objective)]
    answers = [
        communities.find_communities(
            G,
            objective=name,
            resolution=resolution if name == objective else None,
            previous=before.get(name),
            coupling=coupling,
            node_limit=node_limit,
            seed=seed,
        )
        for name in order
    ]
    return hold_side_by_side(G, answers, seed=seed)


def hold_side_by_side(
    G: nx.Graph[str], answers: Iterable[Communities], *, seed: int = 0
) -> SideBySide:
    """Hold answers for one graph against the first of them, and Louvain without signs as well.

    Examples
    --------
    Two camps by one objective, all in one by the other, which tells nothing of the first:

    >>> import networkx as nx
    >>> from idlib_graph.communities import find_communities
    >>> G = nx.relabel_nodes(nx.barbell_graph(3, 0), str)
    >>> answers = [find_communities(G, objective=name) for name in ("potts", "disagreement")]
    >>> hold_side_by_side(G, answers).agreement
    ((1.0, 0.0), (0.0, 1.0))
    """
    answers = tuple(answers)
    partitions = [answer.partition for answer in answers]
    unsigned = unsigned_louvain(G, seed=seed)
    return SideBySide(
        answers=answers,
        agreement=tuple(
            tuple(adjusted_mutual_information(a, b) for b in partitions) for a in partitions
        ),
        movers=tuple(movers(partitions[0], partition) for partition in partitions),
        unsigned=unsigned,
        unsigned_agreement=adjusted_mutual_information(partitions[0], unsigned.partition),
        unsigned_movers=movers(partitions[0], unsigned.partition),
    )
