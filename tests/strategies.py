"""Hypothesis strategies: EDTF text, and whole data sets as plain data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import strategies as st

if TYPE_CHECKING:
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

QUALIFIERS = ("", "", "~", "?", "%")
FILES = ("dataset", "sources", "factions", "relations")

days = st.dates(date(1000, 1, 1), date(9999, 12, 31))


@st.composite
def edtf_points(draw: st.DrawFn) -> str:
    """A day, a month or a year, with or without a qualifier."""
    length = draw(st.sampled_from([4, 7, 10]))
    return draw(days).isoformat()[:length] + draw(st.sampled_from(QUALIFIERS))


@st.composite
def edtf_intervals(draw: st.DrawFn) -> str:
    """An interval that runs forwards, perhaps open on one side."""
    first, last = sorted([draw(edtf_points()), draw(edtf_points())])
    form = draw(st.sampled_from(["{}/{}", "{}/..", "../{1}"]))
    return form.format(first, last) if first[:4] < last[:4] else f"{first}/.."


@st.composite
def edtf_spans(draw: st.DrawFn) -> str:
    """One of a span, perhaps without a first day."""
    first, last = sorted([draw(days), draw(days)])
    return f"[{draw(st.sampled_from([first.isoformat(), '']))}..{last.isoformat()}]"


edtf_texts = st.one_of(edtf_points(), edtf_intervals(), edtf_spans())
"""Text of the supported subset."""

nearly_edtf = st.text(alphabet="0123456789-/.[]~?%PXu ", max_size=30)
"""Text that looks like dates, most of it none."""

ids = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=20
).filter(lambda text: text.strip() == text and "\ufeff" not in text)


@st.composite
def evidence(draw: st.DrawFn, sources: list[str]) -> dict[str, Any]:
    """A piece of evidence on one of the sources."""
    optional: dict[str, SearchStrategy[Any]] = {
        "claimant": texts,
        "via": texts,
        "date": edtf_texts.filter(lambda text: text < "2000"),
    }
    return draw(
        st.fixed_dictionaries(
            {
                "source": st.sampled_from(sources),
                "paragraphs": st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True),
                "claim": st.sampled_from(["asserted", "reported", "alleged"]),
            },
            optional=optional,
        )
    )


@st.composite
def relations(
    draw: st.DrawFn, name: str, factions: list[str], sources: list[str]
) -> dict[str, Any]:
    """A relation between two of the factions."""
    a, b = draw(st.lists(st.sampled_from(factions), min_size=2, max_size=2, unique=True))
    form = draw(st.sampled_from(["battle", "membership", "merger"]))
    ends = {"from": a, "to": b} if form == "membership" else {"between": [a, b]}
    kind = "clash" if form == "battle" else "alliance"
    pieces = st.lists(evidence(sources), min_size=1, max_size=3, unique_by=repr)
    optional: dict[str, SearchStrategy[Any]] = {
        "place": texts,
        "event": ids,
        "note": texts,
        "strength": st.floats(0, 1).map(lambda number: round(number, 3)),
    }
    return draw(
        st.fixed_dictionaries(
            {
                "id": st.just(name),
                "kind": st.just(kind),
                "type": st.just(form),
                "evidence": pieces,
                **{key: st.just(value) for key, value in ends.items()},
            },
            optional=optional,
        )
    )


@st.composite
def plain_datasets(draw: st.DrawFn) -> dict[str, Any]:
    """A valid data set as plain data, by file name."""
    sources = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    factions = draw(st.lists(ids, min_size=2, max_size=5, unique=True))
    names = draw(st.lists(ids, max_size=5, unique=True))
    return {
        "dataset": {"title": draw(texts)},
        "sources": [
            {
                "id": name,
                "title": draw(texts),
                "published": draw(days).isoformat(),
                "reliability": draw(st.sampled_from("ABCDEF")),
            }
            for name in sources
        ],
        "factions": [{"id": name, "name": f"The {name}", "type": "cell"} for name in factions],
        "relations": [draw(relations(name, factions, sources)) for name in names],
    }


def write_dataset(folder: Path, data: dict[str, Any]) -> Path:
    """Write plain data as a data set's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in data.items():
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
