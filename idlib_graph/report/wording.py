"""Words for dates, citations, relations and shifts, the same in every output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.shifts import ABSENT, UNALIGNED, CommunityId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.dates import DateBox
    from idlib_graph.model import Dataset, Evidence, Relation
    from idlib_graph.shifts import Move, Shift

NO_REPORT = (
    "The sources are a selection: where nothing is shown there is no report, "
    "which is not the same as no tie."
)
BASIS_MEANING = {
    "news": "something was reported to have happened",
    "mixed": "something was reported, and other ties faded or are presumed",
    "fading": "no report repeated the ties, and they faded",
    "presumed": "looking back from a later report",
}
INDIRECT_MEANING = "something was reported of others, which moved these"

_WEIGHTS = "Communities are those with the largest sum of tie weights inside them"
OBJECTIVE_MEANING = {
    "potts": f"{_WEIGHTS}, less what chance would give; every clash inside is punished in full.",
    "disagreement": f"{_WEIGHTS}, clashes counting against it: as little as can be contradicted.",
    "modularity": f"{_WEIGHTS}, less what chance would give, for alliances and clashes apart.",
    "cpm": f"{_WEIGHTS}, less the same amount for every pair inside.",
}


def join_names(names: Iterable[str]) -> str:
    """Names as in a sentence.

    Examples
    --------
    >>> join_names(["HTS", "NLF", "JTS"])
    'HTS, NLF and JTS'
    """
    items = list(names)
    if len(items) < 2:  # noqa: PLR2004 - one name needs no "and"
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


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
    numbers = ", ".join(str(number) for number in item.paragraphs)
    return f"{'¶' * min(2, len(item.paragraphs))}{numbers}"


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


def date_words(box: DateBox | None) -> str:
    """A date as one would say it; EDTF is exact and hard to read.

    Examples
    --------
    >>> from idlib_graph.dates import parse_date
    >>> [date_words(parse_date(text)) for text in ("../2018-02", "2017/..", "[..2018-09]", "2018~")]
    ['until 2018-02', 'since 2017', 'by 2018-09', 'about 2018']
    >>> date_words(parse_date("../[..2018-09]"))
    'ended by 2018-09'
    """
    if box is None:
        return "undated"
    first, _, last = box.text.partition("/")
    if not box.interval:
        return _day_words(first)
    if first == "..":
        if last.startswith("[.."):
            return f"ended {_day_words(last)}"
        return f"until {_day_words(last)}"
    if box.ongoing:
        return f"since {_day_words(first)}"
    return f"{_day_words(first)} to {_day_words(last)}"


def _day_words(text: str) -> str:
    if text.startswith("["):
        first, last = text[1:-1].split("..")
        return f"between {_day_words(first)} and {_day_words(last)}" if first else f"by {last}"
    marks = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
    return marks.get(text[-1], "") + text.rstrip("~?%")


def describe_moves(analysis: Analysis, shift: Shift) -> str:
    """What a shift was, as a sentence without its end: who left whom, who joined whom."""
    groups: dict[tuple[CommunityId | str, CommunityId | str], list[Move]] = {}
    for move in shift.moves:
        groups.setdefault((move.origin, move.target), []).append(move)
    parts = [
        _change(analysis, shift, origin, target, moves)
        for (origin, target), moves in sorted(groups.items(), key=lambda item: str(item[0]))
    ]
    return "; ".join(parts)


def _change(
    analysis: Analysis,
    shift: Shift,
    origin: CommunityId | str,
    target: CommunityId | str,
    moves: Sequence[Move],
) -> str:
    who = join_names(analysis.label(move.line, shift.day, short=True) for move in moves)
    old, new = analysis.place_name(origin), analysis.place_name(target)
    born = isinstance(target, CommunityId) and analysis.lives[target][0] == shift.day
    if origin == ABSENT:
        return f"{who} {_verb(moves, 'appears', 'appear')} in the {new}"
    if origin == UNALIGNED:
        joins = _verb(moves, "forms", "form") if born else _verb(moves, "joins", "join")
        return f"{who} {joins} the {new}"
    if target == UNALIGNED:
        return f"{who} {_verb(moves, 'leaves', 'leave')} the {old}"
    there = "now in the new" if born else "now with the"
    return f"{who} {_verb(moves, 'leaves', 'leave')} the {old}, {there} {new}"


def _verb(moves: Sequence[Move], one: str, many: str) -> str:
    return one if len(moves) == 1 else many
