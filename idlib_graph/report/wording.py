"""Words for dates, citations, relations and shifts, the same in every output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.phrases import is_many, join_names, with_article
from idlib_graph.shifts import ABSENT, UNALIGNED, CommunityId, short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Dataset, Evidence, Relation
    from idlib_graph.shifts import Shift

NO_REPORT = (
    "The sources are a selection: where nothing is shown there is no report, "
    "which is not the same as no tie."
)
_WEIGHTS = "Communities are those with the largest sum of tie weights inside them"
OBJECTIVE_MEANING = {
    "potts": f"{_WEIGHTS}, less what chance would give; every clash inside is punished in full.",
    "disagreement": f"{_WEIGHTS}, clashes counting against it: as little as can be contradicted.",
    "modularity": f"{_WEIGHTS}, less what chance would give, for alliances and clashes apart.",
    "cpm": f"{_WEIGHTS}, less the same amount for every pair inside.",
}


def counted(number: int, noun: str, many: str | None = None) -> str:
    """A number with its noun.

    Examples
    --------
    >>> counted(1, "community", "communities"), counted(2, "shift")
    ('1 community', '2 shifts')
    """
    return f"{number} {noun if number == 1 else many or noun + 's'}"


def paragraphs(item: Evidence) -> str:
    """Paragraph numbers with their sign: ``¶17`` or ``¶¶17, 18``."""
    return numbered(item.paragraphs)


def numbered(numbers: Sequence[int]) -> str:
    """Paragraph numbers with their sign."""
    return f"{'¶' * min(2, len(numbers))}{', '.join(str(number) for number in numbers)}"


def cite(item: Evidence) -> str:
    """One source's word: id, paragraphs, and the claim with whose it is."""
    said = item.claim + (f" by {item.claimant}" if item.claimant else "")
    rests = f", via {item.via}" if item.via else ""
    return f"{item.source} {paragraphs(item)} ({said}{rests})"


SUPPORT_LEGEND = (
    "A relation without a mark such as (2 sources) rests on a single source, or is only expected "
    "or denied."
)


def support(dataset: Dataset, relation: Relation) -> str:
    """How many independent sources affirm a relation, where it is more than one; else nothing."""
    origins = dataset.origins(relation)
    if len(origins) < 2:  # noqa: PLR2004 - most have one, which goes without saying
        return ""
    within = " in one article" if len(relation.sources) == 1 else ""
    return f"{len(origins)} sources{within}"


def marked(dataset: Dataset, relation: Relation) -> str:
    """A relation's id, with how many independent sources it has where it is more than one."""
    number = support(dataset, relation)
    return f"{relation.id} ({number})" if number else relation.id


def describe_relation(dataset: Dataset, relation: Relation) -> str:
    """Who and whom, by the names of the data set: ``A → B``, or ``A ↔ B`` where mutual."""
    arrow = "→" if relation.directed else "↔"
    a, b = dataset.factions[relation.a].name, dataset.factions[relation.b].name
    return f"{a} {arrow} {b}"


def date_text(relation: Relation) -> str:
    """The date as coded, or ``undated``."""
    return relation.date.text if relation.date else "undated"


def describe_moves(analysis: Analysis, shift: Shift) -> str:
    """What a shift was, as a sentence without its end: who went from where to where.

    The words take no side on who did it: that is for the reports behind the shift to say.
    """
    flows: dict[tuple[CommunityId | str, CommunityId | str], list[str]] = {}
    for move in shift.moves:
        flows.setdefault((move.origin, move.target), []).append(move.line)
    new = [target for _, target in flows if _born(analysis, target, shift)]
    parts = []
    for origin, target in sorted(flows, key=_order):
        joined = [line for (_, to), lines in flows.items() if to == target for line in lines]
        known = {*flows[origin, target], namesake(analysis, target)}
        apart = [line for line in joined if line not in known]
        if target not in new:
            parts.append(_change(analysis, shift, origin, target, flows[origin, target]))
        elif isinstance(origin, CommunityId):
            place = place_words(analysis, target, shift.day)
            who, _ = _movers(analysis, shift, flows[origin, target])
            old = place_words(analysis, origin, shift.since)
            parts.append(
                f"{who} went from the {old} to the new {place}"
                f"{f' (with {_names(analysis, shift, apart)})' if apart else ''}"
            )
        elif not any(to == target and isinstance(start, CommunityId) for start, to in flows):
            who, place = _names(analysis, shift, joined), place_words(analysis, target, shift.day)
            told = f"{who} came together in the new {place}"
            parts.extend([told] if told not in parts else [])
    return "; ".join(parts)


def _order(flow: tuple[CommunityId | str, CommunityId | str]) -> tuple[bool, bool, str, str]:
    """From a community first, from the unaligned next, from nowhere last."""
    origin, target = flow
    return origin == ABSENT, origin == UNALIGNED, str(origin), str(target)


def _born(analysis: Analysis, place: CommunityId | str, shift: Shift) -> bool:
    return isinstance(place, CommunityId) and analysis.lives[place][0] == shift.day


def _change(
    analysis: Analysis,
    shift: Shift,
    origin: CommunityId | str,
    target: CommunityId | str,
    movers: Sequence[str],
) -> str:
    """One flow that founds no community."""
    who, many = _movers(analysis, shift, movers)
    new = place_words(analysis, target, shift.day)
    if isinstance(origin, CommunityId):
        old = place_words(analysis, origin, shift.since)
        if isinstance(target, CommunityId):
            return f"{who} went from the {old} to the {new}"
        return f"{who} {_left(analysis, shift, origin, movers, many=many)} the {old}"
    if origin == UNALIGNED and namesake(analysis, target) in movers:
        part = next(part for part in analysis.slices if part.day == shift.day)
        others = sorted(part.fellows(movers[0]).difference(movers))
        company = f"with {_names(analysis, shift, others)}" if others else "again"
        return f"{who} came together {company} in the {new}"
    return f"{who} {'appeared in' if origin == ABSENT else 'came into'} the {new}"


def _left(
    analysis: Analysis, shift: Shift, origin: CommunityId, movers: Sequence[str], *, many: bool
) -> str:
    """How movers stopped being in a community: they left it only if a report says that."""
    were = "were" if many else "was"
    if len(movers) > 1 and analysis.lives[origin][1] == shift.since:
        return f"{were} no longer together in"
    leavers = _leavers(analysis, shift)
    return "left" if all(line in leavers for line in movers) else f"{were} no longer in"


def _leavers(analysis: Analysis, shift: Shift) -> set[str]:
    """Who broke with somebody by the reports behind a shift; both where neither began it."""
    relations = (analysis.snapshots.dataset.relations[r] for r in (*shift.news, *shift.ended_by))
    ends = ((r.a,) if r.directed else (r.a, r.b) for r in relations if r.kind == "split")
    return {analysis.lines.of[end] for names in ends for end in names}


def _names(analysis: Analysis, shift: Shift, lines: Iterable[str]) -> str:
    return join_names(with_article(analysis.label(x, shift.day, short=True)) for x in lines)


def _movers(analysis: Analysis, shift: Shift, movers: Sequence[str]) -> tuple[str, bool]:
    """Who moved, and whether that is many; in brackets who hangs on another by its one tie."""
    graph = next(part for part in analysis.slices if part.day == shift.day).graph
    ties = {line: list(graph[line]) if line in graph else [] for line in movers}
    hanging = {
        line: others[0]
        for line, others in ties.items()
        if len(others) == 1 and others[0] in movers and len(ties[others[0]]) > 1
    }
    first = [line for line in movers if line not in hanging]
    many = len(first) > 1 or is_many(analysis.label(first[0], shift.day, short=True))
    told = _names(analysis, shift, first)
    if not hanging:
        return told, many
    with_whom: dict[str, list[str]] = {}
    for line, other in hanging.items():
        with_whom.setdefault(other, []).append(line)
    extra = []
    for other, lines in with_whom.items():
        it = "it" if len(first) == 1 else _names(analysis, shift, [other])
        are = "is" if len(lines) == 1 else "are"
        hang = f"{_names(analysis, shift, lines)}, which {are} tied to it alone"
        extra.append(f"with {it} {hang}")
    return f"{told} (and {join_names(extra)})", many


def namesake(analysis: Analysis, place: CommunityId | str) -> str | None:
    """The line that a community is named after; None for ``unaligned`` and ``absent``."""
    if not isinstance(place, CommunityId):
        return None
    factions = analysis.dataset.factions
    name = analysis.names[place].rpartition(" bloc")[0]
    for line in analysis.lines.by_id.values():
        if name in {short_name(factions[one]) for one in line.names}:
            return line.id
    return None


def place_words(analysis: Analysis, place: CommunityId | str, day: date) -> str:
    """A community by its name, with what its namesake was then, where that needs telling.

    That is the name that its namesake bore that day, where another, or that it was not in it.
    """
    name, line = analysis.place_name(place), namesake(analysis, place)
    if line is None:
        return name
    where = {part.day: part.where.get(line) for part in analysis.slices}
    if (there := where.get(day)) is None or there.id != place:
        came = any(one and one.id == place for when, one in where.items() if when < day)
        return f"{name} (named after its {'former' if came else 'later'} member)"
    then = analysis.label(line, day, short=True)
    return f"{name} (then of {then})" if not name.startswith(f"{then} bloc") else name
