"""What sources report and no shift bears out, under headings that say so already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from idlib_graph.ledger import UNDATED
from idlib_graph.phrases import join_names
from idlib_graph.report.cards import date_title
from idlib_graph.report.chronicle import UNTOLD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idlib_graph.report.cards import ShiftCard
    from idlib_graph.report.chronicle import Told


def tell_unborne(
    told: Iterable[Told], cards: Iterable[ShiftCard]
) -> tuple[tuple[Told, ...], tuple[Told, ...]]:
    """What is reported only, and what is reported without a date, each less its heading.

    What is reported only, but is behind a shift that nobody reports, refers to its card.
    """
    shown = tuple(cards)
    alone = [one for one in told if not one.entry.shift]
    dated = (_less_verdict(one, shown) for one in alone if one.entry.verdict != UNDATED)
    return tuple(dated), tuple(_less_date(one) for one in alone if one.entry.verdict == UNDATED)


def _less_verdict(told: Told, cards: Iterable[ShiftCard]) -> Told:
    verdict, *rest = told.remarks
    standing = verdict.partition(": ")[2]
    remarks = [f"{standing[:1].upper()}{standing[1:]}"] if standing else []
    relations = {*told.entry.relations}
    whens = dict.fromkeys(
        date_title(card.told)
        for card in cards
        if card.told.entry.shift and relations.intersection(card.told.entry.shift.cause)
    )
    behind = [f"See the shift of {join_names(whens)}"] if whens else []
    return replace(told, remarks=(*remarks, *behind, *rest))


def _less_date(told: Told) -> Told:
    parts = tuple((text.removesuffix(UNTOLD), cited) for text, cited in told.parts)
    return replace(told, parts=parts, remarks=told.remarks[1:])
