"""Records that differ, and which of them can be behind a difference of the answers."""

from __future__ import annotations

from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from idlib_graph.differences.records import RecordChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Relation

_SAME = 1e-12


def changed_settings(before: Analysis, after: Analysis) -> tuple[tuple[str, Any, Any], ...]:
    """Each setting that differs, with both values.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> before, after = (ig.analyze(ig.load_dataset(), every="P1Y", cut=cut) for cut in (0.25, 0.5))
    >>> changed_settings(before, after)
    (('cut', 0.25, 0.5),)
    """
    old, new = before.settings.as_dict(), after.settings.as_dict()
    return tuple((name, old[name], new[name]) for name in old if old[name] != new[name])


def changed_records(before: Analysis, after: Analysis) -> tuple[RecordChange, ...]:
    """Sources and relations heard, factions and words of the codebook that differ.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> heard = [("newsgram-2020",), ("newsgram-2020", "al-bawaba-2018")]
    >>> before, after = (ig.analyze(ig.load_dataset(), every="P1Y", source=s) for s in heard)
    >>> found = {change.id: change for change in changed_records(before, after)}
    >>> found["zinki-leaves-hts"].change, found["united-states-backs-sdf"].change
    ('added', 'changed')
    """
    old, new = before.snapshots.dataset, after.snapshots.dataset
    return (
        *_changed("source", old.sources, new.sources),
        *_changed("faction", old.factions, new.factions),
        *_changed("type", old.codebook.types, new.codebook.types),
        *_changed("claim", old.codebook.claims, new.codebook.claims),
        *_changed("reliability", old.codebook.reliability, new.codebook.reliability),
        *_changed_relations(old.relations, new.relations),
    )


def _changed(record: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[RecordChange]:
    for name in sorted({*old, *new}):
        if name not in old or name not in new:
            yield RecordChange(record, name, "added" if name in new else "removed")
        elif old[name] != new[name]:
            yield RecordChange(record, name, "changed", _differing(old[name], new[name]))


def _differing(one: object, other: object) -> tuple[str, ...]:
    """The fields of two records of one kind that differ; ``factor`` of plain numbers."""
    if isinstance(one, float):
        return ("factor",)
    names = (field.name for field in fields(one))  # type: ignore[arg-type] # records are dataclasses
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def _changed_relations(
    old: Mapping[str, Relation], new: Mapping[str, Relation]
) -> Iterator[RecordChange]:
    for rid in sorted({*old, *new}):
        a, b = old.get(rid), new.get(rid)
        if a and b:
            if a != b:
                told = set(a.evidence) ^ set(b.evidence)
                words = (item.source for item in (*a.evidence, *b.evidence) if item in told)
                sources = tuple(dict.fromkeys(words)) or b.sources
                yield RecordChange("relation", rid, "changed", _differing(a, b), sources)
        elif only := a or b:
            change = "added" if b else "removed"
            yield RecordChange("relation", rid, change, (), only.sources)


class Behind:
    """Finds the changed relations that touch some lines and weigh otherwise on some days.

    A relation counts as changed as well where its type or one of its sources has. What follows
    from settings alone has no relation behind it.
    """

    def __init__(
        self,
        before: Analysis,
        after: Analysis,
        records: Iterable[RecordChange],
        key: Mapping[str, str],
    ) -> None:
        self.sides = (before, after)
        self.records = tuple(records)
        self.key = key

    @cached_property
    def whose(self) -> Mapping[str, tuple[str, ...]]:
        """The relations that can be behind a difference, with the sources whose word differs."""
        changed = {(c.record, c.id) for c in self.records if c.change == "changed"}
        found = {c.id: c.sources for c in self.records if c.record == "relation"}
        for side in self.sides:
            dataset = side.snapshots.dataset
            for relation in dataset.relations.values():
                sources = tuple(s for s in relation.sources if ("source", s) in changed)
                claims = [i.source for i in relation.evidence if ("claim", i.claim) in changed]
                if ("type", relation.type) in changed:
                    sources = relation.sources
                if relation.id not in found and (sources or claims):
                    found[relation.id] = sources or tuple(dict.fromkeys(claims))
        return found

    def relations(
        self, lines: Iterable[str], days: Iterable[date], others: Iterable[str] | None = None
    ) -> tuple[str, ...]:
        """Those between `lines` and `others`; where there are none, those that touch either.

        Of no `others`, those among `lines`; with None for them, all that touch `lines`.
        """
        one, other, days = set(lines), set(others or ()), list(days)
        touching = [
            rid
            for rid in sorted(self.whose)
            if self._joins(rid, one | other) and self._differs(rid, days)
        ]
        if others is None:
            return tuple(touching)
        return tuple([rid for rid in touching if self._joins(rid, one, other or one)] or touching)

    def sources(self, relations: Iterable[str]) -> tuple[str, ...]:
        """Whose word for these differs."""
        return tuple(sorted({source for rid in relations for source in self.whose.get(rid, ())}))

    def _joins(self, rid: str, one: set[str], other: set[str] | None = None) -> bool:
        for side in self.sides:
            relation = side.snapshots.dataset.relations.get(rid)
            if relation:
                a, b = self.key[relation.a], self.key[relation.b]
                if other is None:
                    return bool({a, b} & one)
                return (a in one and b in other) or (b in one and a in other)
        return False

    def _differs(self, rid: str, days: Iterable[date]) -> bool:
        one, other = self._weights
        return any(abs(one.get((rid, d), 0.0) - other.get((rid, d), 0.0)) > _SAME for d in days)

    @cached_property
    def _weights(self) -> tuple[dict[tuple[str, date], float], dict[tuple[str, date], float]]:
        """The weight of each such relation on each day, on both sides."""
        before, after = ({
            (rid, day): float(side.snapshots.weights[side.snapshots.rows[rid], column])
            for rid in self.whose
            if rid in side.snapshots.rows
            for column, day in enumerate(side.days)
        } for side in self.sides)  # fmt: skip
        return before, after
