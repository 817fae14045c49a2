"""Analyses made by hand for the charts: any number of factions, communities and slices."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from idlib_graph.analysis import Analysis
from idlib_graph.communities import Communities
from idlib_graph.dates import date_range, parse_date
from idlib_graph.lines import trace_lines
from idlib_graph.model import Codebook, Dataset, Evidence, Faction, Relation, RelationType, Source
from idlib_graph.robustness.conclusions import ShiftProbe, labels_of_slices
from idlib_graph.robustness.ensemble import Ensemble
from idlib_graph.robustness.sources import Fall, ShiftWithout, WithoutSource
from idlib_graph.settings import Settings
from idlib_graph.shifts import BASES, EVENTS, Community, CommunityId, Move, Shift, Slice
from idlib_graph.snapshots import take_snapshots

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from idlib_graph.snapshots import SnapshotSeries

FIRST = ("Liwa", "Jaysh", "Harakat", "Kata'ib", "Faylaq", "Tajammu'", "Jabhat", "Firqat")
SECOND = ("al-Alif", "al-Ba", "al-Ta", "al-Jim", "al-Dal", "al-Ra", "al-Zay", "al-Sin", "al-Sad")
TYPES = {
    "membership": RelationType("membership", "alliance", "state", 0.9, 12),
    "cooperation": RelationType("cooperation", "alliance", "event", 0.7, 6),
    "rebrand": RelationType("rebrand", "alliance", "event", 1.0, 12, lineage=True, from_role="old"),
    "breakaway": RelationType("breakaway", "split", "event", 0.6, 12),
    "battle": RelationType("battle", "clash", "event", 0.9, 6),
}
CLAIMS = {"asserted": 1.0, "alleged": 0.5, "denied": 0.0}
DAY = date(2013, 1, 1)
NEAR = 12  # slices in which a shift can be the same one


def build_dataset(names: Sequence[str], relations: Sequence[Relation], count: int = 3) -> Dataset:
    factions = [Faction(f"f{i:02}", name, "armed-group") for i, name in enumerate(names)]
    sources = [Source(f"s{i}", f"Source {i}", parse_date("2019-06-01"), "A") for i in range(count)]
    return Dataset(
        title="Synthetic factions",
        codebook=Codebook(TYPES, CLAIMS, {"A": 1.0}),
        sources={s.id: s for s in sources},
        factions={f.id: f for f in factions},
        relations={r.id: r for r in relations},
    )


def build_relations(rng: random.Random, factions: int, count: int) -> list[Relation]:
    """Dated in every way there is, some not at all; the first is a rename."""
    relations = []
    for number in range(count):
        a, b = rng.sample(range(2, factions), 2)
        year, month = rng.randrange(2013, 2020), rng.randrange(1, 12)
        kind = rng.choice([k for k in TYPES if k != "rebrand"])
        texts = [f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-15", f"{year}-{month:02}/.."]
        texts += [f"{year}-{month:02}/{year}-{month + 1:02}", f"../{year}", f"[{year}..{year + 1}]"]
        chosen = rng.choice([*texts, None])
        evidence = (Evidence("s0", (1,), rng.choice(list(CLAIMS))),)
        box = parse_date(chosen) if chosen else None
        ends = (f"f{a:02}", f"f{b:02}")
        relations.append(
            Relation(
                f"r{number}",
                TYPES[kind].kind,
                kind,
                *ends,
                directed=False,
                evidence=evidence,
                date=box,
            )
        )
    evidence = (Evidence("s0", (1,), "asserted"),)
    rename = Relation(
        "rename",
        "alliance",
        "rebrand",
        "f00",
        "f01",
        directed=True,
        evidence=evidence,
        date=parse_date("2016-07-28"),
    )
    return [rename, *relations]


def build_result(
    G: nx.Graph[str], groups: Sequence[Sequence[str]], alone: Sequence[str]
) -> Communities:
    """The partition of a graph into these groups, proven by decree."""
    home = {line: number for number, group in enumerate(groups) for line in group}
    ties = [(min(a, b), max(a, b), float(G[a][b]["weight"])) for a, b in G.edges]
    inside = {(a, b): a in home and home[a] == home.get(b) for a, b, _ in ties}
    quality = sum(w for a, b, w in ties if inside[a, b])
    against = tuple((a, b, w) for a, b, w in ties if (w > 0) != inside[a, b])
    return Communities(
        objective="potts",
        resolution=1.0,
        communities=tuple(frozenset(group) for group in groups),
        unaligned=tuple(alone),
        quality=quality,
        coupled_quality=quality,
        bound=quality,
        gap=0.0,
        proven=True,
        proven_nodes=len(G),
        method="exact",
        ties=len(ties),
        weight=sum(abs(w) for _, _, w in ties),
        contradicting=against,
        disagreement=sum(abs(w) for _, _, w in against),
    )


def build_slices(
    rng: random.Random,
    lines: Sequence[str],
    days: Sequence[date],
    names: Sequence[str],
    change: float,
) -> tuple[Slice, ...]:
    """Lines that are born, change community now and then, and may end; communities by name."""
    communities = len(names)
    homes = {line: index % communities for index, line in enumerate(lines)}
    begin = {x: 0 if rng.random() < 0.5 else rng.randrange(len(days)) for x in lines}
    end = {x: len(days) if rng.random() < 0.7 else rng.randrange(len(days) + 1) for x in lines}
    slices = []
    for index, day in enumerate(days):
        for line in lines:
            if index and rng.random() < change:
                homes[line] = rng.choice(
                    [-1, rng.randrange(communities), rng.randrange(communities)]
                )
        here = [x for x in lines if begin[x] <= index < max(end[x], begin[x] + 1)]
        groups: dict[int, list[str]] = {}
        for line in here:
            groups.setdefault(homes[line], []).append(line)
        together = {h: g for h, g in groups.items() if h >= 0 and len(g) > 1}
        rest = sorted(set(here) - {x for g in together.values() for x in g})
        found = [
            Community(CommunityId(h + 1), names[h], tuple(sorted(g))) for h, g in together.items()
        ]
        found.sort(key=lambda c: (-len(c.members), c.id))
        members = [community.members for community in found]
        result = build_result(nx.Graph(), members, rest)
        slices.append(Slice(day, tuple(found), tuple(rest), result))
    return tuple(slices)


def with_ties(slices: Sequence[Slice], series: SnapshotSeries) -> tuple[Slice, ...]:
    """The slices with the true ties of their day, among the lines that they say are there."""
    found = []
    for part, whole in zip(slices, series.graphs, strict=True):
        G = whole.subgraph(part.where).copy()
        groups = [community.members for community in part.communities]
        result = build_result(G, groups, part.unaligned)
        found.append(replace(part, draw=partial(G.subgraph, G), result=result))
    return tuple(found)


def build_shifts(rng: random.Random, slices: Sequence[Slice]) -> tuple[Shift, ...]:
    """One shift for each community that lines move to, of whatever event and basis."""
    shifts = []
    for before, after in pairwise(slices):
        groups: dict[str, list[Move]] = {}
        for line in sorted(before.where.keys() & after.where.keys()):
            move = Move(line, before.position(line), after.position(line))
            if move.origin != move.target:
                groups.setdefault(str(move.target), []).append(move)
        for moves in groups.values():
            event, basis = rng.choice(EVENTS), rng.choice(BASES)
            shifts.append(
                Shift(after.day, before.day, event, basis, tuple(moves), (), (), (), exact=True)
            )
    return tuple(shifts)


def build_ensemble(
    analysis: Analysis, seed: int, draws: int = 200, *, progress: object = None
) -> Ensemble:
    """Draws in which some lines sit elsewhere for good, and all changes come sooner or later."""
    del progress
    rng = random.Random(seed)  # noqa: S311 - as above
    lines = sorted({line for part in analysis.slices for line in part.where})
    headline = labels_of_slices(analysis.slices, lines)
    probe = ShiftProbe.of(analysis.shifts, analysis.days, headline, lines)
    doubt = [rng.choice([0.0, 0.1, 0.1, 0.6]) for _ in lines]
    labels = np.empty((draws, *headline.shape), dtype=np.int16)
    for draw in labels:
        draw[:] = headline
        for column in range(len(lines)):
            draw[:, column] = np.roll(draw[:, column], rng.randint(-2, 2))
            if rng.random() < doubt[column]:
                draw[:, column] = draw[:, rng.randrange(len(lines))]
    turns = tuple(
        tuple(
            (max(turn[0], own[0] - NEAR), turn[1])
            if turn and abs(turn[1] - own[1]) <= NEAR
            else None
            for turn, own in zip(probe.find(draw), probe.turns, strict=True)
        )
        for draw in labels
    )
    return Ensemble(draws, 0, analysis.days, tuple(lines), headline, labels, turns)


def build_without(
    analysis: Analysis, seed: int, *, progress: object = None
) -> tuple[WithoutSource, ...]:
    """Some memberships and some shifts that fall without each source."""
    del progress
    rng = random.Random(seed)  # noqa: S311 - as above
    return tuple(_without(analysis, source, rng) for source in analysis.snapshots.dataset.sources)


def _without(analysis: Analysis, source: str, rng: random.Random) -> WithoutSource:
    falls, slices = [], analysis.slices
    for line in sorted({line for part in slices for line in part.where}):
        for place, run in groupby(slices, key=lambda part: part.position(line)):
            days = [part.day for part in run]
            if isinstance(place, CommunityId) and rng.random() < 0.2:
                absent = rng.choice([0, len(days)])
                falls.append(Fall(line, place, days[0], days[-1], len(days), absent))
    total = sum(len(c.members) for part in slices for c in part.communities)
    held = 1 - sum(fall.slices for fall in falls) / total if total else 1.0
    fates = []
    for shift in analysis.shifts:
        outcome = rng.choice(["stands", "stands", "changes basis", "moves", "falls"])
        basis = "fading" if outcome == "changes basis" else shift.basis
        if outcome == "falls":
            fates.append(ShiftWithout(shift, outcome, None, None, None))
        else:
            fates.append(ShiftWithout(shift, outcome, shift.since, shift.day, basis))
    return WithoutSource(source, (), (), (), (), held, tuple(falls), tuple(fates))


def build_analysis(
    factions: int = 12,
    communities: int = 4,
    slices: int = 40,
    *,
    relations: int = 40,
    change: float = 0.01,
    seed: int = 0,
    name: Callable[[int], str] | None = None,
    sources: int = 3,
) -> Analysis:
    rng = random.Random(seed)  # noqa: S311 - a made-up war, not a secret
    label = name or (lambda i: f"{FIRST[i % 8]} {SECOND[i % 9]}" + " II" * (i >= 36))
    names = [label(i) for i in range(factions + 1)]
    dataset = build_dataset(names, build_relations(rng, factions + 1, relations), sources)
    lines = trace_lines(dataset)
    step = "P1M" if slices > 2 else "P1Y"
    days = date_range(DAY, date(DAY.year + 30, 1, 1), step)[:slices]
    blocs = [f"{name(i) if name else f'Coalition {chr(65 + i)}'} bloc" for i in range(communities)]
    settings = Settings()
    series = take_snapshots(dataset, days, settings=settings, lines=lines)
    parts = build_slices(rng, sorted(lines.by_id), days, blocs, change)
    analysis = Analysis(dataset, settings, series, with_ties(parts, series))
    analysis.__dict__["shifts"] = build_shifts(rng, parts)
    analysis.__dict__["ensemble"] = cache(partial(build_ensemble, analysis, seed))
    analysis.__dict__["leave_one_out"] = cache(partial(build_without, analysis, seed))
    return analysis


@pytest.fixture
def make_analysis() -> Callable[..., Analysis]:
    return build_analysis
