"""``compare`` and ``audit``: whether a coding holds, against a second one and against the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idlib_graph.cli.options import AnyPath, Request, data_options
from idlib_graph.cli.tables import heading, print_json, say, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idlib_graph.agreement import Agreement, Difference, Figures, Mention
    from idlib_graph.audit import Audit

WHAT = {
    "only-first": "only in A",
    "only-second": "only in B",
    "type": "type differs",
    "claim": "claim differs",
    "date": "date differs",
    "direction": "direction differs",
}
DECIMALS = 3


@click.command(
    epilog="""\b
Examples:
  idlib-graph compare data/idlib data/idlib-second-coder
  idlib-graph compare mine yours --mapping mapping.yaml --differences"""
)
@click.argument("first", metavar="A", type=AnyPath())
@click.argument("second", metavar="B", type=AnyPath())
@click.option(
    "--mapping", type=AnyPath(), metavar="FILE",
    help="YAML: faction ids of B with their ids in A.  [default: mapping.yaml in B]",
)  # fmt: skip
@click.option("--differences", is_flag=True, help="List every difference, with citations.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON of a stable shape.")
def compare(first: str, second: str, mapping: str | None, differences: bool, as_json: bool) -> None:  # noqa: FBT001 - click passes by name
    """Say how far two codings of the same articles agree.

    A and B are data sets with the same source ids. Whether a tie exists is compared over each
    article, pair of factions that both have there, and kind: Dice's coefficient over what either
    has, Krippendorff's alpha over all. Type, claim, date and direction are compared on relations
    aligned by the paragraphs they cite.
    """
    from pathlib import Path  # noqa: PLC0415 - keeps --help light

    from idlib_graph import agreement  # noqa: PLC0415 - likewise
    from idlib_graph.checks import load_dataset  # noqa: PLC0415 - likewise
    from idlib_graph.load.files import MAPPING  # noqa: PLC0415 - likewise

    mine, theirs = load_dataset(first), load_dataset(second)
    beside = Path(second) / MAPPING
    kept = mapping or (beside if beside.exists() else None)
    chosen = agreement.read_mapping(kept, mine, theirs) if kept else None
    found = agreement.compare_codings(mine, theirs, chosen)
    if as_json:
        print_json(agreement.agreement_record(found))
        return
    _show_agreement(found)
    if differences:
        _show_differences(found)
    else:
        say(f"{len(found.differences)} differences; --differences lists them.")


def _show_agreement(found: Agreement) -> None:
    rows = {"all": found.overall, **found.by_source, **found.by_kind}
    say("Ties between factions that both have in an article: Dice and alpha", style="bold")
    table(
        ["", "units", "in A", "in B", "in both", "Dice", "alpha"],
        [(name, *_existence(figures)) for name, figures in rows.items()],
        right=["units", "in A", "in B", "in both", "Dice", "alpha"],
        whole=["units", "in A", "in B", "in both", "Dice", "alpha"],
    )
    heading("All relations, aligned by paragraphs: Dice, alpha of type and claim, like dates")
    table(
        ["", "in A", "in B", "aligned", "Dice", "type", "claim", "dates"],
        [(name, *_aligned(figures)) for name, figures in rows.items()],
        right=["in A", "in B", "aligned", "Dice", "type", "claim", "dates"],
        whole=["in A", "in B", "aligned", "Dice", "type", "claim", "dates"],
    )
    for line in _notes(found):
        say(line)


def _existence(figures: Figures) -> tuple[object, ...]:
    x = figures.existence
    return (x.units, x.in_first, x.in_second, x.in_both, _number(x.dice), _number(x.alpha))


def _aligned(figures: Figures) -> tuple[object, ...]:
    x = figures.relations
    figures_of = (x.dice, x.type_alpha, x.claim_alpha)
    dates = x.undated + x.overlapping
    return (x.in_first, x.in_second, x.aligned, *(_number(v) for v in figures_of), dates)


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.{DECIMALS}f}"


def _notes(found: Agreement) -> Iterator[str]:
    x = found.overall.relations
    yield (
        f"Of {x.aligned} aligned relations {x.same_type} have the same type and {x.same_claim} the "
        f"same claim. Neither dates {x.undated}; both date {x.overlapping} so that the dates "
        f"overlap and {x.apart} so that they do not; one dates {x.one_dated}. "
        f"Of {x.same_direction + x.opposite} that both direct, {x.same_direction} run the same way."
    )
    figures = (found.overall, *found.by_source.values(), *found.by_kind.values())
    if any(value is None for one in figures for value in _alphas(one)):
        yield "none: undefined, as nothing can be paired or all values are alike."
    factions = found.factions
    yield (
        f"{len(factions.to_first)} factions of B mapped to A, {len(factions.kept)} of them by the "
        "kept mapping."
    )
    for names, coding in ((factions.unmapped_second, "B"), (factions.unmapped_first, "A")):
        if names:
            yield f"Without a counterpart, in {coding}: {', '.join(names)}."
    for sources, coding in ((found.sources_first, "A"), (found.sources_second, "B")):
        if sources:
            yield f"Articles not compared, only in {coding}: {', '.join(sources)}."


def _alphas(figures: Figures) -> tuple[float | None, ...]:
    x = figures.relations
    return (figures.existence.alpha, figures.existence.dice, x.type_alpha, x.claim_alpha)


def _show_differences(found: Agreement) -> None:
    source = None
    for item in found.differences:
        told = item.mention
        if told.source != source:
            source = told.source
            heading(source)
        say(f"{_paragraphs(told)} {told.a}, {told.b}: {WHAT[item.what]}{_aside(item)}")
        for coding, mention in (("A", item.first), ("B", item.second)):
            if mention:
                say(f"    {coding}: {_words(mention)}", style="dim")
    say(f"{len(found.differences)} differences.")


def _aside(item: Difference) -> str:
    return "" if item.counted else " (not both factions in both codings)"


def _words(item: Mention) -> str:
    arrow = f"{item.a} → {item.b}" if item.directed else f"{item.a} – {item.b}"  # noqa: RUF001 - a dash
    date = item.date.text if item.date else "undated"
    return f"{item.type}, {arrow}, {item.claim}, {date}, {_paragraphs(item)} ({item.relation})"


def _paragraphs(item: Mention) -> str:
    return f"¶{', '.join(str(number) for number in item.paragraphs)}"


@click.command(
    epilog="""\b
Examples:
  idlib-graph audit --articles articles
  idlib-graph audit -d my-data --articles texts --pairs --json"""
)
@data_options
@click.option(
    "--articles", required=True, type=AnyPath(), metavar="DIR",
    help="Folder of the articles' texts, each <source-id>.txt.",
)  # fmt: skip
@click.option("--pairs", is_flag=True, help="List pairs named together that nothing there cites.")
def audit(request: Request, articles: str, pairs: bool) -> int:  # noqa: FBT001 - click passes by name
    """Hold each piece of evidence against the article's text.

    Do the cited paragraphs name both factions? Which paragraphs name two factions and are cited
    by nothing? Does a text of the data set repeat six words of an article? Exits with 1 where
    evidence does not name its factions, cites a paragraph that is not there, rests on another
    text (SHA-256), or words are repeated; other findings are for the coder to look at.
    """
    from idlib_graph import audit as auditing  # noqa: PLC0415 - keeps --help light

    dataset, texts = request.dataset(), auditing.read_articles(articles)
    found = auditing.audit_dataset(dataset, texts, auditing.read_coverage(request.folder))
    if request.as_json:
        print_json(auditing.audit_record(found, pairs=pairs))
    else:
        _show_audit(found, pairs=pairs)
    return 1 if found.failed else 0


def _show_audit(found: Audit, *, pairs: bool) -> None:
    from idlib_graph.audit import CHECKS  # noqa: PLC0415 - keeps --help light

    for check, meaning in CHECKS.items():
        listed = [finding for finding in found.findings if finding.check == check]
        if not listed:
            continue
        heading(meaning)
        for finding in listed:
            where = _where(finding.source, finding.paragraphs)
            subject = " ".join(part for part in (where, finding.relation) if part)
            say(f"  {subject}: {finding.message}" if subject else f"  {finding.message}")
    if pairs:
        heading("Named together in a paragraph that no relation of the two cites.")
        for pair in found.pairs:
            say(f"  {', '.join(pair.factions)}: {_where(pair.source, pair.paragraphs)}")
    if found.findings or pairs:
        say()
    for line in _counted(found):
        say(line)


def _where(source: str | None, paragraphs: tuple[int, ...]) -> str:
    numbers = f" ¶{', '.join(str(number) for number in paragraphs)}" if paragraphs else ""
    return f"{source or ''}{numbers}"


def _counted(found: Audit) -> Iterator[str]:
    x = found.counts
    yield (
        f"Evidence: {x.evidence} pieces in {x.articles} articles; {x.both_named} name both "
        f"factions, {x.nearby} need a paragraph beside, {x.explained} have a reason instead."
    )
    yield (
        f"Paragraphs: {x.with_two} of {x.paragraphs} name two factions or more; {x.cited} of these "
        f"are cited, {x.reasoned} have a reason why not."
    )
    yield (
        f"Pairs named in one paragraph without a relation that cites it: {len(found.pairs)}. "
        f"Aliases seen: {x.seen} of {x.aliases}."
    )
    hard = sum(finding.hard for finding in found.findings)
    yield f"Findings: {len(found.findings)}, of which faults: {hard}."
