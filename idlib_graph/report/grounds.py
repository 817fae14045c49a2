"""A relation as a reason: who and whom, what, when, on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.dates import date_words
from idlib_graph.report.wording import cite, describe_relation, support

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idlib_graph.dates import DateBox
    from idlib_graph.model import Dataset, Evidence, Relation


@dataclass(frozen=True, slots=True)
class Grounds:
    """A relation as a reason: who and whom, what, when, and each source's word.

    `support` is how many independent sources affirm it, where it is more than one. `role` is
    empty, ``indirect`` where it touches nobody who moved, or ``what ended it``.
    """

    id: str
    parties: str
    kind: str
    type: str
    date: str
    note: str
    citations: tuple[tuple[str, str], ...]
    support: str = ""
    role: str = ""

    @property
    def told_id(self) -> str:
        """Id, and support in brackets where there is any."""
        return f"{self.id} ({self.support})" if self.support else self.id

    @property
    def remarks(self) -> str:
        """Support and role in brackets; empty without either."""
        return "".join(f" ({text})" for text in (self.role, self.support) if text)


def grounds_of(dataset: Dataset, relation: Relation, role: str = "") -> Grounds:
    """A relation with every source's word."""
    return _grounds(dataset, relation, relation.evidence, relation.date, role=role)


def grounds_of_words(
    dataset: Dataset, relation: Relation, words: Iterable[Evidence], date: DateBox | None
) -> Grounds:
    """A relation as only some words have it, with the date that they give."""
    return _grounds(dataset, relation, words, date, told=False)


def _grounds(
    dataset: Dataset,
    relation: Relation,
    words: Iterable[Evidence],
    date: DateBox | None,
    *,
    role: str = "",
    told: bool = True,
) -> Grounds:
    return Grounds(
        id=relation.id,
        parties=describe_relation(dataset, relation),
        kind=relation.kind,
        type=relation.type,
        date=date_words(date),
        note=relation.note or "",
        citations=tuple((item.source, cite(item)) for item in words),
        support=support(dataset, relation) if told else "",
        role=role,
    )
