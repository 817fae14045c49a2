"""What an audit finds: the classes of findings, and the record of one."""

from __future__ import annotations

from dataclasses import dataclass

CHECKS = {
    "unnamed": "The cited paragraphs and those beside them do not name both factions.",
    "nearby": "A faction is named only in a paragraph beside the cited ones.",
    "uncited": "A paragraph names two factions or more, and no relation cites it.",
    "unseen": "An alias stands in no article.",
    "copied": "A text of the data set shares six words in a row with an article.",
    "paragraph": "A cited paragraph does not exist.",
    "changed": "An article's text is not the one that its source was coded from.",
    "article": "A source has no text file.",
    "source": "A text file belongs to no source.",
    "reason": "A reason in coverage.yaml is not needed, or names what is not there.",
}
"""Every class of finding with its meaning, in the order in which they are listed."""

HARD = frozenset({"unnamed", "copied", "paragraph", "changed"})
"""The classes that are faults of the data; the others are for the coder to look at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a coder should look at.

    Attributes
    ----------
    check : its class, one of `CHECKS`
    message : one line
    source, paragraphs : where in the articles; None and empty where nowhere
    relation : the relation it is about
    factions : the factions it is about
    """

    check: str
    message: str
    source: str | None = None
    paragraphs: tuple[int, ...] = ()
    relation: str | None = None
    factions: tuple[str, ...] = ()

    @property
    def hard(self) -> bool:
        """Whether it is a fault of the data."""
        return self.check in HARD


@dataclass(frozen=True, slots=True)
class Uncited:
    """Two factions that paragraphs name together, with no relation of theirs cited there."""

    factions: tuple[str, str]
    source: str
    paragraphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was looked at, and how much of it stands.

    Attributes
    ----------
    evidence, both_named, nearby, explained : pieces of evidence with an article; those whose
        cited paragraphs name both factions; those that need a paragraph beside them; those that
        do neither, with a reason in ``coverage.yaml``
    paragraphs, with_two, cited, reasoned : paragraphs of the articles; those that name two
        factions or more; of these, those cited, and those with a reason instead
    aliases, seen : aliases that articles could show, and those that they do
    """

    articles: int
    evidence: int
    both_named: int
    nearby: int
    explained: int
    paragraphs: int
    with_two: int
    cited: int
    reasoned: int
    aliases: int
    seen: int


@dataclass(frozen=True, slots=True)
class Audit:
    """The evidence of a data set held against the texts of its sources.

    Attributes
    ----------
    findings : in the order of `CHECKS`, then of article and paragraph
    pairs : what each paragraph would suggest besides, by pair and article
    """

    counts: Counts
    findings: tuple[Finding, ...]
    pairs: tuple[Uncited, ...]

    @property
    def failed(self) -> bool:
        """Whether the data are at fault."""
        return any(finding.hard for finding in self.findings)
