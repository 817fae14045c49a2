"""What relations say, as clauses in the past tense, and dates as one says them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from idlib_graph.ledger import BEGAN, ENDED, HAPPENED, HELD
from idlib_graph.shifts import short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from idlib_graph.model import Dataset, Relation

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

# What the first end of a relation did; {b} is the other. A type without a phrase is told by name.
_EVENTS = {
    "founding": "founded {b}",
    "merger": "merged with {b}",
    "rebrand": "took the name {b}",
    "succession": "was succeeded by {b}",
    "cooperation": "sided with {b}",
    "truce": "entered a truce with {b}",
    "reconciliation": "settled a dispute with {b}",
    "demilitarisation": "arranged a demilitarisation with {b}",
    "safe-passage": "gave safe passage to {b}",
    "absorption": "largely went over to {b}",
    "release": "freed captured members of {b}",
    "aid": "helped {b}",
    "breakaway": "broke away from {b}",
    "offshoot": "came from {b}, or from people who had left it",
    "defection": "gained deserters from {b}",
    "severed-ties": "declared all affiliation with {b} over",
    "withdrawal": "ended support for {b}",
    "betrayal": "betrayed {b}",
    "battle": "fought with {b}",
    "offensive": "campaigned against {b}",
    "rout": "routed {b}",
    "raid": "raided {b}",
    "bombing": "bombed {b}",
    "airstrike": "struck {b} from the air",
    "execution": "executed captives from {b}",
    "assassination": "killed, or tried to kill, members of {b}",
    "capture": "captured places or people of {b}",
    "arrests": "arrested members of {b}",
    "threat": "threatened {b}",
    "refusal": "turned down {b}",
    "barrier": "raised barriers against {b}",
    "accusation": "accused {b}",
}
# Of a state: that it held, began and ended.
_STATES = {
    "membership": ("belonged to {b}", "joined {b}", "left {b}"),
    "branch": ("acted as part of {b}", "became part of {b}", "ceased to be part of {b}"),
    "arm": ("acted for {b}", "began to act for {b}", "ceased to act for {b}"),
    "sponsorship": ("supported {b}", "began to support {b}", "stopped supporting {b}"),
    "pledge": ("had declared loyalty to {b}", "declared loyalty to {b}", "gave up loyalty to {b}"),
    "partnership": ("worked with {b}", "began to work with {b}", "stopped working with {b}"),
    "linkage": (
        "was linked with {b}", "came to be linked with {b}", "was no longer linked with {b}",
    ),
    "rivalry": ("stood against {b}", "turned against {b}", "no longer stood against {b}"),
    "designation": (
        "listed {b} as terrorist", "began to list {b} as terrorist", "unlisted {b} as terrorist",
    ),
    "siege": ("besieged {b}", "laid siege to {b}", "lifted the siege of {b}"),
}  # fmt: skip
# Types so broad that the note on a relation tells more than the phrase.
_BROAD = ("absorption", "aid", "cooperation", "linkage", "offshoot", "safe-passage")

_WITH_ARTICLE = ("Army", "Forces", "Government", "States", "Taliban", "coalition", "government")
_MANY = (
    "cells", "factions", "fighters", "groups", "hardliners", "loyalists", "militias", "rebels",
    "supporters",
)  # fmt: skip


def tell(
    dataset: Dataset,
    told: Iterable[tuple[Relation, str]],
    *,
    articles: bool = False,
    notes: bool = False,
) -> str:
    """Relations as one clause: subjects that did the same together, with all that they did.

    Parameters
    ----------
    told : relations, each with what is told of it: ``happened``, ``began``, ``ended``, ``held``
    articles : whether names have the article that goes before them in prose
    notes : whether the notes on relations of a broad type follow their clause in brackets
    """
    items = list(dict.fromkeys(told))
    objects: dict[str, dict[str, list[str]]] = {}
    others, mutual = [], set()
    noted: dict[tuple[str, str, str], str] = {}
    for relation, what in items:
        phrase = _phrase(relation, what)
        if not phrase:
            others.append(_by_name(dataset, relation, what, articles=articles))
            continue
        a, b = _ends(relation, [r for r, _ in items])
        objects.setdefault(a, {}).setdefault(phrase, []).append(b)
        noted[a, phrase, b] = broad_note(relation) if notes else ""
        if not relation.directed:
            mutual.add(phrase)
    _forget_each_other(objects, mutual)
    clauses = [
        f"{_listed(dataset, doers, articles=articles)} "
        f"{_done(dataset, doers, deeds, articles=articles)}{_notes(noted, doers, deeds)}"
        for doers, deeds in _alike(objects)
    ]
    return ", and ".join([*clauses, *others])


def tell_ends(names: Iterable[str]) -> str:
    """That organisations ended, as a clause; empty for none.

    Examples
    --------
    >>> tell_ends(["HTS", "JTS"])
    'HTS and JTS ended'
    """
    text = join_names(names)
    return f"{text} ended" if text else ""


def broad_note(relation: Relation) -> str:
    """The note that tells more than the phrase of a broad type; else nothing."""
    return (relation.note or "").rstrip(".") if relation.type in _BROAD else ""


def _notes(
    noted: dict[tuple[str, str, str], str], doers: Sequence[str], deeds: dict[str, list[str]]
) -> str:
    """The notes on what is told, each once, in brackets."""
    told = (noted[a, phrase, b] for a in doers for phrase, others in deeds.items() for b in others)
    text = "; ".join(note for note in dict.fromkeys(told) if note)
    return f" (note: {text})" if text else ""


def _phrase(relation: Relation, what: str) -> str | None:
    if what == HAPPENED or relation.type in _EVENTS:
        return _EVENTS.get(relation.type)
    forms = _STATES.get(relation.type)
    return forms and forms[{HELD: 0, BEGAN: 1, ENDED: 2}[what]]


def _by_name(dataset: Dataset, relation: Relation, what: str, *, articles: bool) -> str:
    """A clause for a type of which only the name is known."""
    link = "towards" if relation.directed else "and"
    a, b = (_listed(dataset, [end], articles=articles) for end in (relation.a, relation.b))
    ends = f"{a} {link} {b}"
    verb = {BEGAN: "began", ENDED: "ended"}.get(what, "was reported")
    return f"{relation.type} of {ends} {verb}"


def _listed(dataset: Dataset, factions: Iterable[str], *, articles: bool) -> str:
    names = (short_name(dataset.factions[one]) for one in factions)
    return join_names(with_article(name) if articles else name for name in names)


def with_article(name: str) -> str:
    """A name as it stands within a sentence.

    Examples
    --------
    >>> with_article("United States"), with_article("Iraq"), with_article("Syrian government")
    ('the United States', 'Iraq', 'the Syrian government')
    """
    first, *_, last = f"{name} {name}".split() or [""] * 2
    return f"the {name}" if last in _WITH_ARTICLE and first.lower() != "the" else name


def is_many(name: str) -> bool:
    """Whether a name is of many, so that what they do stands in the plural.

    Examples
    --------
    >>> is_many("HTS hardliners"), is_many("Islamic State cells in Idlib"), is_many("United States")
    (True, True, False)
    """
    return any(word in _MANY for word in name.lower().strip('"').split())


def _ends(relation: Relation, relations: Sequence[Relation]) -> tuple[str, str]:
    """Who did it and to whom; of a mutual one, who has part in more of them stands second."""
    if relation.directed:
        return relation.a, relation.b
    number = Counter(end for other in relations for end in other.pair)
    if number[relation.a] > number[relation.b]:
        return relation.b, relation.a
    return relation.a, relation.b


def _forget_each_other(objects: dict[str, dict[str, list[str]]], mutual: set[str]) -> None:
    """Leave out what two did with each other where they did all the rest alike."""
    for a, deeds in objects.items():
        for phrase, others in list(deeds.items()):
            rest = {p: o for p, o in deeds.items() if p != phrase}
            if phrase in mutual and rest and len(others) == 1 and objects.get(others[0]) == rest:
                del objects[a][phrase]


def _alike(
    objects: dict[str, dict[str, list[str]]],
) -> list[tuple[list[str], dict[str, list[str]]]]:
    """Those who did the same, with what they did, in order."""
    found: list[tuple[list[str], dict[str, list[str]]]] = []
    for subject, deeds in objects.items():
        same = next((doers for doers, other in found if other == deeds), None)
        if same is None:
            found.append(([subject], deeds))
        else:
            same.append(subject)
    return found


def _done(
    dataset: Dataset, doers: Sequence[str], deeds: dict[str, list[str]], *, articles: bool
) -> str:
    many = len(doers) > 1 or is_many(short_name(dataset.factions[doers[0]]))
    forms = {phrase: phrase.replace("was ", "were ") if many else phrase for phrase in deeds}
    return join_names(
        forms[phrase].format(b=_listed(dataset, others, articles=articles))
        for phrase, others in deeds.items()
    )


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


def day_words(day: date) -> str:
    """A day as one says it.

    Examples
    --------
    >>> from datetime import date
    >>> day_words(date(2019, 2, 1))
    '1 February 2019'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def when_words(text: str) -> str:
    """EDTF text as one says it, with its preposition.

    Examples
    --------
    >>> when_words("2018-02"), when_words("2019-02-01"), when_words("2020-01~")
    ('in February 2018', 'on 1 February 2019', 'around January 2020')
    >>> when_words("[2016-07..2017-07]"), when_words("[..2018-10-01]")
    ('between July 2016 and July 2017', 'by 1 October 2018')
    >>> when_words("2018-02/2018-04"), when_words("2013/.."), when_words("../2018-02")
    ('from February 2018 to April 2018', 'from 2013 on', 'until February 2018')
    >>> when_words("[2019-01-01..2019-01-10]/[..2019-02]")
    'from 1-10 January 2019 to February 2019 at the latest'
    """
    first, slash, last = text.partition("/")
    if not slash:
        return _point(first)
    if first == "..":
        return _point(last) if last.startswith("[..") else f"until {_bare(last)}"
    return f"from {_bare(first)} on" if last == ".." else f"from {_bare(first)} to {_bare(last)}"


def _point(text: str) -> str:
    if text.startswith("["):
        first, last = text[1:-1].split("..")
        return f"between {_bare(first)} and {_bare(last)}" if first else f"by {_bare(last)}"
    if text[-1] in "~%":
        return _bare(text)
    return f"{'perhaps ' if text[-1] == '?' else ''}{_preposition(text)} {_bare(text.rstrip('?'))}"


def _span(first: str, last: str) -> str:
    """A time inside a span, where an interval begins or ends in it."""
    if not first:
        return f"{_bare(last)} at the latest"
    month, _, day = first.rpartition("-")
    if month.count("-") and last.startswith(f"{month}-"):
        return f"{int(day)}-{_bare(last)}"
    return f"some time between {_bare(first)} and {_bare(last)}"


def _preposition(text: str) -> str:
    return "on" if text.count("-") == 2 else "in"  # noqa: PLR2004 - year, month and day


def _bare(text: str) -> str:
    """A day, month or year in words; a span in brackets as a time inside it."""
    if text.startswith("["):
        return _span(*text[1:-1].split(".."))
    marks = {"~": "around ", "?": "perhaps ", "%": "perhaps around "}
    parts = text.rstrip("~?%").split("-")
    words = [parts[0], *(MONTHS[int(month) - 1] for month in parts[1:2])]
    words += [str(int(day)) for day in parts[2:]]
    return marks.get(text[-1], "") + " ".join(reversed(words))
