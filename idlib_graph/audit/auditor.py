"""The audit itself: every check over one data set and its articles."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from idlib_graph.audit.copying import copied_runs
from idlib_graph.audit.findings import CHECKS, Audit, Counts, Finding, Uncited
from idlib_graph.audit.names import Named, Names, name_key
from idlib_graph.lines import Lines, trace_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from idlib_graph.audit.articles import Article
    from idlib_graph.audit.coverage import Reason
    from idlib_graph.model import Dataset, Evidence, Relation

PAIR = 2


class Auditor:
    """One audit while it runs; `audit` gives its result."""

    def __init__(
        self, dataset: Dataset, articles: Mapping[str, Article], reasons: tuple[Reason, ...]
    ) -> None:
        self.dataset = dataset
        self.articles = {name: articles[name] for name in dataset.sources if name in articles}
        self.strays = [name for name in articles if name not in dataset.sources]
        self.reasons = reasons
        self.lines: Lines = trace_lines(dataset)
        names = Names(dataset.factions.values())
        self.named: dict[str, list[Named]] = {
            name: [names.find(paragraph) for paragraph in article.paragraphs]
            for name, article in self.articles.items()
        }
        self.counts = dict.fromkeys(Counts.__dataclass_fields__, 0)
        self.cited: dict[str, set[int]] = defaultdict(set)
        self.pairs_cited: set[tuple[str, int, tuple[str, str]]] = set()
        self.used: set[Reason] = set()

    def audit(self) -> Audit:
        """Make every check, the evidence first, as others build on what it cites."""
        evidence = list(self._evidence())
        found = [
            *evidence,
            *self._uncited(),
            *self._unseen(),
            *self._copied(),
            *self._files(),
            *self._reasons(),
        ]
        self.counts["articles"] = len(self.articles)
        order = {check: number for number, check in enumerate(CHECKS)}
        sources = {name: number for number, name in enumerate(self.dataset.sources)}
        found.sort(key=lambda x: (order[x.check], sources.get(x.source or "", -1), x.paragraphs))
        return Audit(Counts(**self.counts), tuple(found), tuple(self._pairs()))

    def _evidence(self) -> Iterator[Finding]:
        """Whether each piece of evidence cites what exists and names both factions."""
        for relation in self.dataset.relations.values():
            for item in relation.evidence:
                if item.source in self.articles:
                    yield from self._missing_paragraphs(relation, item)
                    there = self._there(item)
                    self.cited[item.source].update(there)
                    pair = self.lines.pair(relation)
                    self.pairs_cited.update((item.source, number, pair) for number in there)
                    yield from self._names_both(relation, item)

    def _there(self, item: Evidence) -> list[int]:
        last = len(self.articles[item.source].paragraphs)
        return [number for number in item.paragraphs if number <= last]

    def _missing_paragraphs(self, relation: Relation, item: Evidence) -> Iterator[Finding]:
        last = len(self.articles[item.source].paragraphs)
        if wrong := tuple(number for number in item.paragraphs if number > last):
            message = f"the text has {last} paragraphs"
            yield Finding("paragraph", message, item.source, wrong, relation.id)

    def _names_both(self, relation: Relation, item: Evidence) -> Iterator[Finding]:
        self.counts["evidence"] += 1
        cited = self._there(item)
        missing = self._missing(relation, item.source, cited)
        if not missing:
            self.counts["both_named"] += 1
            return
        beside = {number + step for number in cited for step in (-1, 0, 1)}
        far = self._missing(relation, item.source, sorted(beside))
        reason = self._reason(item, relation.id) if far else None
        if reason:
            self.counts["explained"] += 1
            return
        if not far:
            self.counts["nearby"] += 1
        names = " and ".join(self.dataset.factions[name].name for name in far or missing)
        message = f"{names} only in a paragraph beside" if not far else f"{names} not named"
        check = "unnamed" if far else "nearby"
        yield Finding(check, message, item.source, item.paragraphs, relation.id, far or missing)

    def _missing(self, relation: Relation, source: str, numbers: list[int]) -> tuple[str, ...]:
        """The relation's factions that none of the paragraphs names."""
        named = self.named[source]
        found = {name for n in numbers if 0 < n <= len(named) for name in named[n - 1].all}
        of = self.lines.of
        if of[relation.a] != of[relation.b]:
            lines = {of[name] for name in found}
            return tuple(name for name in (relation.a, relation.b) if of[name] not in lines)
        return tuple(name for name in (relation.a, relation.b) if name not in found)

    def _reason(self, item: Evidence, relation: str) -> Reason | None:
        for reason in self.reasons:
            if (reason.relation, reason.source) == (relation, item.source) and set(
                item.paragraphs
            ) <= set(reason.paragraphs):
                self.used.add(reason)
                return reason
        return None

    def _in_paragraph(self, named: Named) -> tuple[str, ...]:
        """The organisations that a paragraph names, one a line, in order of id."""
        return tuple(sorted({self.lines.of[name] for name in named.outer}))

    def _uncited(self) -> Iterator[Finding]:
        """Paragraphs that name two factions and are cited by nothing."""
        reasoned = {
            (reason.source, number)
            for reason in self.reasons
            if reason.relation is None
            for number in reason.paragraphs
        }
        for source, paragraphs in self.named.items():
            self.counts["paragraphs"] += len(paragraphs)
            for number, named in enumerate(paragraphs, start=1):
                there = self._in_paragraph(named)
                if len(there) >= PAIR:
                    self.counts["with_two"] += 1
                    if number in self.cited[source]:
                        self.counts["cited"] += 1
                    elif (source, number) in reasoned:
                        self.counts["reasoned"] += 1
                    else:
                        message = f"names {', '.join(there)}"
                        yield Finding("uncited", message, source, (number,), None, there)

    def _pairs(self) -> Iterator[Uncited]:
        """Pairs named in one paragraph, with no relation of theirs that cites it."""
        found: dict[tuple[tuple[str, str], str], list[int]] = defaultdict(list)
        for source, paragraphs in self.named.items():
            for number, named in enumerate(paragraphs, start=1):
                for pair in combinations(self._in_paragraph(named), 2):
                    if (source, number, pair) not in self.pairs_cited:
                        found[pair, source].append(number)
        for (pair, source), numbers in sorted(found.items()):
            yield Uncited(pair, source, tuple(numbers))

    def _unseen(self) -> Iterator[Finding]:
        """Aliases in no article, of factions all of whose sources have one."""
        keys = {
            key for paragraphs in self.named.values() for named in paragraphs for key in named.keys
        }
        heard: dict[str, set[str]] = defaultdict(set)
        for relation in self.dataset.relations.values():
            for name in relation.pair:
                heard[name].update(relation.sources)
        for faction in self.dataset.factions.values():
            if not heard[faction.id] or not heard[faction.id] <= self.articles.keys():
                continue
            for alias in faction.aliases:
                self.counts["aliases"] += 1
                if name_key(alias) in keys:
                    self.counts["seen"] += 1
                else:
                    message = f"alias {alias!r} of {faction.id} stands in no article"
                    yield Finding("unseen", message, factions=(faction.id,))

    def _copied(self) -> Iterator[Finding]:
        own = [("coverage.yaml", f"{r.source} {r.paragraphs[0]}", r.reason) for r in self.reasons]
        for run in copied_runs(self.dataset, self.articles, own):
            relation = run.record.removeprefix("relation ")
            message = f"{run.record}, {run.field}: {run.words!r}"
            yield Finding(
                "copied",
                message,
                run.source,
                (run.paragraph,),
                relation if relation in self.dataset.relations else None,
            )

    def _files(self) -> Iterator[Finding]:
        """Which sources have texts, and whether they are those that were coded."""
        for name, source in self.dataset.sources.items():
            if name not in self.articles:
                yield Finding("article", f"there is no {name}.txt", name)
            elif source.sha256 and source.sha256 != self.articles[name].sha256:
                yield Finding("changed", "its SHA-256 is not that in sources.yaml", name)
        for name in self.strays:
            yield Finding("source", f"{name}.txt belongs to no source of the data set")

    def _reasons(self) -> Iterator[Finding]:
        for reason in self.reasons:
            if problem := self._fault(reason):
                yield Finding("reason", problem, reason.source, reason.paragraphs, reason.relation)

    def _fault(self, reason: Reason) -> str | None:
        """What is wrong with a reason, if anything."""
        if reason.source not in self.dataset.sources:
            return f"there is no source {reason.source!r}"
        if reason.relation is not None and reason.relation not in self.dataset.relations:
            return f"there is no relation {reason.relation!r}"
        if reason.source not in self.articles or reason in self.used:
            return None
        if reason.relation is not None:
            return "the paragraphs name both factions, or are not those that the relation cites"
        return next(self._idle_paragraphs(reason), None)

    def _idle_paragraphs(self, reason: Reason) -> Iterator[str]:
        """Paragraphs that need no reason, or are not there."""
        named = self.named[reason.source]
        for number in reason.paragraphs:
            if number > len(named):
                yield f"the text has {len(named)} paragraphs"
            elif number in self.cited[reason.source]:
                yield f"paragraph {number} is cited by a relation"
            elif len(self._in_paragraph(named[number - 1])) < PAIR:
                yield f"paragraph {number} does not name two factions"
