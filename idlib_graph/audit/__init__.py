"""Evidence held against the articles it cites.

For each piece of evidence: do the cited paragraphs name both factions? For each paragraph that
names two factions: does any relation cite it, or does ``coverage.yaml`` say why none does? And do
the data set's own texts keep clear of the articles' wording? The texts are read and compared;
nothing of them is kept.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from idlib_graph.audit.articles import Article, read_articles, split_paragraphs
from idlib_graph.audit.auditor import Auditor
from idlib_graph.audit.coverage import Reason, read_coverage
from idlib_graph.audit.findings import CHECKS, Audit, Counts, Finding, Uncited

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idlib_graph.model import Dataset

__all__ = [
    "CHECKS",
    "Article",
    "Audit",
    "Counts",
    "Finding",
    "Reason",
    "Uncited",
    "audit_dataset",
    "audit_record",
    "read_articles",
    "read_coverage",
    "split_paragraphs",
]


def audit_dataset(
    dataset: Dataset, articles: Mapping[str, Article], reasons: Iterable[Reason] = ()
) -> Audit:
    """Hold a data set's evidence against the texts of its sources.

    Parameters
    ----------
    articles : texts by source id, as `read_articles` gives them
    reasons : what the coder says of paragraphs and relations, as `read_coverage` gives them

    All names of one line count as one organisation, but for relations within a line, whose two
    names must both stand there.

    Examples
    --------
    Paragraph 2 is cited for a split, and neither it nor one beside it names who left:

    >>> from dataclasses import replace
    >>> from idlib_graph import Evidence, load_dataset
    >>> from idlib_graph.audit import Article
    >>> data, word = load_dataset(), Evidence("al-bawaba-2018", (2,), "reported")
    >>> split = replace(data.relations["zinki-leaves-hts"], evidence=(word,))
    >>> text = Article("al-bawaba-2018", ("A paragraph.", "Some have left HTS."))
    >>> found = audit_dataset(replace(data, relations={split.id: split}), {text.source: text})
    >>> [(one.check, one.factions) for one in found.findings if one.hard]
    [('unnamed', ('zinki',))]
    """
    return Auditor(dataset, articles, tuple(reasons)).audit()


def audit_record(audit: Audit, *, pairs: bool = False) -> dict[str, Any]:
    """The audit, fit for JSON.

    ``{"failed", "counts": {...}, "findings": [{"check", "hard", "source", "paragraphs",
    "relation", "factions", "message"}], "n_pairs"}`` with the attributes of `Counts`, and where
    `pairs`, ``"pairs": [{"factions", "source", "paragraphs"}]``.

    Examples
    --------
    Without any text there is nothing to hold against:

    >>> from idlib_graph import load_dataset
    >>> record = audit_record(audit_dataset(load_dataset(), {}))
    >>> record["failed"], record["findings"][0]["message"]
    (False, 'there is no long-war-journal-2017.txt')
    """
    record: dict[str, Any] = {
        "failed": audit.failed,
        "counts": asdict(audit.counts),
        "findings": [_finding_record(finding) for finding in audit.findings],
        "n_pairs": len(audit.pairs),
    }
    if pairs:
        record["pairs"] = [asdict(pair) for pair in audit.pairs]
    return record


def _finding_record(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "hard": finding.hard,
        "source": finding.source,
        "paragraphs": list(finding.paragraphs),
        "relation": finding.relation,
        "factions": list(finding.factions),
        "message": finding.message,
    }
