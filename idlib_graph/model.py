"""The records of a data set: sources, factions, relations with their evidence, the codebook."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idlib_graph.display import Shown, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from idlib_graph.dates import DateBox
    from idlib_graph.errors import Place

KINDS = ("alliance", "split", "clash")
DURATIONS = ("state", "event")
FACTION_TYPES = (
    "armed-group",
    "coalition",
    "network",
    "state",
    "state-force",
    "civil-body",
    "media",
    "cell",
    "collective",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A published text that relations rest on; `reliability` is an Admiralty letter, A to F.

    Examples
    --------
    >>> from idlib_graph import parse_date
    >>> source = Source("paper-2018", "A paper", parse_date("2018-05"), reliability="B")
    >>> source.published.latest
    datetime.date(2018, 5, 31)
    """

    id: str
    title: str
    published: DateBox
    reliability: str
    reliability_reason: str = ""
    publisher: str = ""
    author: str | None = None
    url: str | None = None
    accessed: DateBox | None = None
    archive_url: str | None = None
    sha256: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Faction(Shown):
    """An organisation that takes part in relations.

    Examples
    --------
    >>> hts = Faction("hts", "Hayat Tahrir al-Sham", "armed-group", aliases=("HTS",))
    >>> hts.aliases, hts.active  # no source tells from when to when
    (('HTS',), None)
    """

    id: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    active: DateBox | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    native_name: str | None = None
    note: str | None = None

    def to_table(self) -> Table:
        """What is known of it, besides its relations."""
        known: dict[str, object] = {
            "id": self.id,
            "type": self.type,
            "also written": self.aliases,
            "native name": self.native_name,
            "active": self.active.text if self.active else None,
            "elsewhere": tuple(f"{register}: {name}" for register, name in self.ids.items()),
            "note": self.note,
        }
        rows = tuple((name, value) for name, value in known.items() if value)
        return Table(self.name, ("what", "value"), rows)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One source's word for a relation.

    Attributes
    ----------
    source : id of the source
    paragraphs : paragraph numbers in the source's text, from 1
    claim : how the source stands to it, a claim of the codebook
    claimant : who says so, where it is not the author
    via : the report or agency it rests on; evidence with the same `via` is one source
    date : where this source's date differs from the relation's

    Examples
    --------
    >>> Evidence("paper-2018", (17,), "reported").origin
    'paper-2018'
    >>> Evidence("paper-2018", (17,), "reported", via="an agency").origin
    'an agency'
    """

    source: str
    paragraphs: tuple[int, ...]
    claim: str
    claimant: str | None = None
    via: str | None = None
    date: DateBox | None = None

    @property
    def origin(self) -> str:
        """What the word really rests on: `via` where given, else the source."""
        return self.via or self.source


@dataclass(frozen=True, slots=True)
class Relation(Shown):
    """A dated tie between two factions, with its evidence.

    `a` and `b` are faction ids. Where `directed`, the relation goes from `a` to `b`.

    Examples
    --------
    >>> told = (Evidence("paper-2018", (17,), "reported"), Evidence("daily-2019", (2,), "denied"))
    >>> pact = Relation("pact", "alliance", "truce", "red", "green", directed=False, evidence=told)
    >>> pact.pair, pact.sources
    (('green', 'red'), ('paper-2018', 'daily-2019'))
    """

    id: str
    kind: str
    type: str
    a: str
    b: str
    directed: bool
    evidence: tuple[Evidence, ...]
    date: DateBox | None = None
    place: str | None = None
    event: str | None = None
    strength: float | None = None
    note: str | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The two faction ids, sorted."""
        return (self.a, self.b) if self.a <= self.b else (self.b, self.a)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of its sources, each once, in the order of the evidence."""
        return tuple(dict.fromkeys(item.source for item in self.evidence))

    def to_table(self) -> Table:
        """Every source's word for it."""
        arrow = "→" if self.directed else "↔"
        when = self.date.text if self.date else "undated"
        return Table(
            f"{self.a} {arrow} {self.b}: {self.type} ({self.kind}), {when}",
            ("source", "paragraphs", "claim", "claimant", "via", "date"),
            tuple(
                (
                    e.source,
                    e.paragraphs,
                    e.claim,
                    e.claimant,
                    e.via,
                    e.date.text if e.date else None,
                )
                for e in self.evidence
            ),
            self.note or "",
        )


@dataclass(frozen=True, slots=True)
class RelationType:
    """What a type of relation means and how it behaves in time.

    Attributes
    ----------
    kind : alliance, split or clash
    duration : ``state`` (holds until something ends it) or ``event`` (happens, and fades)
    strength : weight of a certain relation while it holds, 0 to 1
    half_life : months in which its presence halves once nothing attests it any more
    ends : types of states that a dated relation of this type ends for the same pair
    from_role, to_role : who is which in a directed type; None in a mutual one
    mutual : whether a type with roles may also be coded without a direction
    lineage : whether it joins two names of one organisation
    founds : which end comes into being by it, ``from``, ``to`` or None

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> kind = load_dataset().codebook.types["breakaway"]
    >>> kind.kind, kind.duration, kind.has_direction, "membership" in kind.ends
    ('split', 'event', True, True)
    """

    name: str
    kind: str
    duration: str
    strength: float
    half_life: float
    ends: tuple[str, ...] = ()
    from_role: str | None = None
    to_role: str | None = None
    mutual: bool = False
    lineage: bool = False
    founds: str | None = None
    meaning: str = ""

    @property
    def has_direction(self) -> bool:
        """Whether the two ends play different parts."""
        return self.from_role is not None or self.to_role is not None


@dataclass(frozen=True, slots=True)
class Codebook:
    """The vocabulary of a data set: relation types, and the factors of claims and reliability.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> wary = replace(data.codebook, claims={**data.codebook.claims, "reported": 0.4})
    >>> split = data.relations["zinki-leaves-hts"]  # reported by one source
    >>> round(replace(data, codebook=wary).credibility(split) / data.credibility(split), 6)
    0.5
    """

    types: Mapping[str, RelationType]
    claims: Mapping[str, float]
    reliability: Mapping[str, float]


@dataclass(frozen=True, slots=True, repr=False)
class Dataset(Shown):
    """A whole data set. Mappings keep the order of the files and are keyed by id.

    Attributes
    ----------
    period : what slices and charts cover; None for as long as the relations do
    defaults : settings that the data set is meant to be read with
    places : where each record stands, by ``(record, id)`` and ``(record, id, key, ...)``
    fingerprint : SHA-256 over the files it was read from; empty where made in Python

    Examples
    --------
    A data set made in Python, with the vocabulary of the bundled one:

    >>> from idlib_graph import load_dataset, parse_date
    >>> paper = Source("paper", "A paper", parse_date("2018-05"), reliability="A")
    >>> factions = {name: Faction(name, name.title(), "armed-group") for name in ("red", "green")}
    >>> told = (Evidence("paper", (1,), "asserted"),)
    >>> pact = Relation("pact", "alliance", "truce", "red", "green", directed=False, evidence=told)
    >>> book = load_dataset().codebook
    >>> data = Dataset("Two", book, {"paper": paper}, factions, {"pact": pact})
    >>> data.strength(pact) == book.types["truce"].strength, data.credibility(pact)
    (True, 1.0)
    """

    title: str
    codebook: Codebook
    sources: Mapping[str, Source]
    factions: Mapping[str, Faction]
    relations: Mapping[str, Relation]
    description: str = ""
    period: DateBox | None = None
    license: str = ""
    defaults: Mapping[str, object] = field(default_factory=dict)
    places: Mapping[tuple[str | int, ...], Place] = field(
        default_factory=dict, repr=False, compare=False
    )
    fingerprint: str = field(default="", compare=False)

    def __repr__(self) -> str:
        return f"<Dataset {self._told}>"

    @property
    def _told(self) -> str:
        return (
            f"{self.title}: {len(self.sources)} sources, {len(self.factions)} factions, "
            f"{len(self.relations)} relations"
        )

    def to_table(self) -> Table:
        """Its sources, with how many relations each tells of."""
        told = Counter(
            source for relation in self.relations.values() for source in relation.sources
        )
        return Table(
            self._told,
            ("source", "title", "published", "reliability", "relations"),
            tuple(
                (s.id, s.title, s.published.text, s.reliability, told[s.id])
                for s in self.sources.values()
            ),
            self.description,
        )

    def place(self, *path: str | int) -> Place | None:
        """Where `path` stands, or the nearest thing around it that has a place."""
        for length in range(len(path), 0, -1):
            if place := self.places.get(path[:length]):
                return place
        return None

    def strength(self, relation: Relation) -> float:
        """The relation's own strength, else its type's."""
        if relation.strength is not None:
            return relation.strength
        return self.codebook.types[relation.type].strength

    def believed(self, item: Evidence) -> float:
        """How far one piece of evidence is to be believed: claim factor x reliability factor."""
        letter = self.sources[item.source].reliability
        return self.codebook.claims[item.claim] * self.codebook.reliability[letter]

    def credibility(self, relation: Relation) -> float:
        """How far the relation is to be believed, 0 to 1.

        For each independent source the largest product of claim and reliability factor over its
        evidence; together ``1 - prod(1 - c)``. Evidence with the same `via` is one source.
        """
        doubt = 1.0
        for factor in self.origin_credibility(relation).values():
            doubt *= 1.0 - factor
        return 1.0 - doubt

    def reports(self, relation: Relation) -> tuple[date, ...]:
        """Publication days of the sources that affirm the relation, in order, each once."""
        days = set()
        for item in relation.evidence:
            source = self.sources[item.source]
            published = source.published.start.middle or source.published.latest
            if published and self.believed(item) > 0:
                days.add(published)
        return tuple(sorted(days))

    def origins(self, relation: Relation) -> tuple[str, ...]:
        """The independent sources that affirm the relation; none where it is denied or expected.

        Evidence with the same `via` is one source.
        """
        return tuple(o for o, factor in self.origin_credibility(relation).items() if factor > 0)

    def origin_credibility(self, relation: Relation) -> dict[str, float]:
        """Each independent source of the relation with its own credibility, 0 to 1."""
        factors: dict[str, float] = {}
        for item in relation.evidence:
            factors[item.origin] = max(self.believed(item), factors.get(item.origin, 0.0))
        return factors
