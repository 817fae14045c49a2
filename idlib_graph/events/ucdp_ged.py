"""The rules of the UCDP Georeferenced Event Dataset (GED) and of UCDP Candidate.

What its columns mean is in the UCDP GED Codebook (https://ucdp.uu.se/downloads/ged/ged251.pdf) and
in the UCDP Candidate Codebook
(https://ucdp.uu.se/downloads/candidateged/ucdp-candidate-codebook1.4.pdf). To be cited with the
data: Sundberg, R. & Melander, E. (2013), Introducing the UCDP Georeferenced Event Dataset,
Journal of Peace Research 50(4), 523-532.
"""

from __future__ import annotations

import re
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING

from idlib_graph.errors import RowError
from idlib_graph.events.importing import (
    Doubted,
    Dropped,
    Filters,
    Result,
    Rules,
    parse_moment,
    parse_whole,
)
from idlib_graph.events.names import Names, split_names
from idlib_graph.events.reading import read_rows
from idlib_graph.events.table import DEFAULT_TYPES, Event

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
"""The 49 columns, in the order in which files without a header have them."""
NEEDED = (
    "id", "type_of_violence", "side_a", "side_b", "date_prec", "date_start", "date_end", "country",
    "adm_1",
)  # fmt: skip
PRECISIONS = {1: "day", 2: "days", 3: "week", 4: "month", 5: "year"}
"""``date_prec``: the day; 2 to 6 days; a week; a month; longer, up to a year."""

_STATE_BASED, _NON_STATE, _ONE_SIDED = 1, 2, 3
_RELEASE = re.compile(r"(?:gedevent|ged)_?v?(\d{2})_?(\d{1,2})((?:_\d{1,2})*)(?!\d)", re.ASCII)


def ged_rules(
    *,
    names: Names | None = None,
    filters: Filters | None = None,
    actors: Collection[str] = (),
    source: str = "UCDP GED",
) -> Rules:
    """The rules of UCDP GED.

    State-based and non-state violence (``type_of_violence`` 1 and 2) is a clash of each actor of
    one side with each of the other, and cooperation of those of one side. One-sided violence (3)
    is against civilians and dropped. What the coders have not cleared (``code_status``), and dates
    coarser than asked for, are review.

    Parameters
    ----------
    names : the spellings that names are resolved by
    filters : which events are asked for
    actors : numbers of single actors, which are never split at commas, as `read_actor_ids` gives
    source : what the rows of the table say they are from

    Examples
    --------
    >>> rules = ged_rules()
    >>> row = {"id": "206114", "type_of_violence": "2", "side_a": "IS", "side_b": "MFS, PYD",
    ...        "date_prec": "1", "date_start": "2015-06-06", "date_end": "2015-06-06",
    ...        "country": "Syria", "adm_1": "Ar Raqqah governorate"}
    >>> [(event.a, event.b, event.kind) for event in rules.apply(row)]
    [('IS', 'MFS', 'clash'), ('IS', 'PYD', 'clash'), ('MFS', 'PYD', 'alliance')]
    """
    known = Names() if names is None else names
    asked = filters or Filters()

    def apply(row: Mapping[str, str]) -> Iterator[Result]:
        if why := _unwanted(row, asked):
            yield Dropped(why)
            return
        first, last = parse_moment(row["date_start"]), parse_moment(row["date_end"])
        if why := asked.time(first, last):
            yield Dropped(why)
            return
        one, other = (_side(row, side, known, actors) for side in "ab")
        precision = _precision(row)
        doubt = _doubt(row, precision, asked) or _overlap(one, other)
        pairs = list(_pairs(one, other))
        if not pairs:
            yield Dropped("one organisation on both sides")
            return
        if doubt:
            yield Doubted(doubt)
        end, number = None if last == first else last, _number(row["id"])
        for kind, a, b in pairs:
            type_, signed = DEFAULT_TYPES[kind], "review" if doubt else kind
            yield Event(first, end, a, b, signed, type_, 1.0, source, number, precision, note=doubt)

    return Rules(apply, NEEDED, headerless=COLUMNS, names=known, filters=asked)


def read_actor_ids(paths: Iterable[Path | str], *, encoding: str = "utf-8") -> frozenset[str]:
    r"""Read the numbers of single actors from files of the UCDP Actor Dataset.

    A coalition that took part in a dyad has a number of its own, which is not among them.

    Raises
    ------
    NotFoundError
        Where there is no such file.
    TableError
        Where it has no column ``ActorId``.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "ucdp-actor.csv")
    ...     _ = path.write_text("ActorId,NameData\n6815,HTS\n")
    ...     sorted(read_actor_ids([path]))
    ['6815']
    """
    rows = (
        row
        for path in paths
        for row in read_rows(path, needed=("actorid",), lower=True, encoding=encoding)
    )
    return frozenset(row.cells["actorid"].strip() for row in rows)


def ged_release(path: Path | str) -> str:
    """The short name of a release, as its file's name gives it.

    Examples
    --------
    >>> ged_release("GEDEvent_v24_1.csv"), ged_release("ged251-csv.zip"), ged_release("mine.csv")
    ('UCDP GED 24.1', 'UCDP GED 25.1', 'UCDP GED')
    >>> ged_release("GEDEvent_v25_0_8.csv")
    'UCDP Candidate 25.0.8'
    """
    found = _RELEASE.match(Path(path).name.lower())
    if not found:
        return "UCDP GED"
    year, number, rest = found[1], found[2], found[3].replace("_", ".")
    return f"UCDP {'Candidate' if rest else 'GED'} {year}.{number}{rest}"


def _unwanted(row: Mapping[str, str], asked: Filters) -> str:
    violence = parse_whole(row["type_of_violence"], "type_of_violence")
    if violence == _ONE_SIDED:
        return "violence against civilians (type_of_violence 3)"
    if violence not in {_STATE_BASED, _NON_STATE}:
        msg = f"type_of_violence {violence} is none of 1, 2, 3"
        raise RowError(msg)
    return asked.place(row["country"], row["adm_1"])


def _precision(row: Mapping[str, str]) -> str:
    code = parse_whole(row["date_prec"], "date_prec")
    if code not in PRECISIONS:
        msg = f"date_prec {code} is none of 1 to 5"
        raise RowError(msg)
    return PRECISIONS[code]


def _doubt(row: Mapping[str, str], precision: str, asked: Filters) -> str:
    status = row.get("code_status", "").strip()
    if status.lower() not in {"", "clear"}:
        return f"not cleared by the coders (code_status: {status})"
    if asked.is_coarse(precision):
        return f"date known to the {precision} only (date_prec {row['date_prec'].split('.')[0]})"
    return ""


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    return "" if set(one).isdisjoint(other) else "an organisation is on both sides"


def _side(
    row: Mapping[str, str], side: str, known: Names, actors: Collection[str]
) -> tuple[str, ...]:
    """The organisations of one side, each once, by their names."""
    text = row[f"side_{side}"]
    if not text.strip():
        msg = f"side_{side} is empty"
        raise RowError(msg)
    columns = (f"side_{side}_new_id", f"side_{side}_id", f"side_{side}_dset_id")
    number = next((_number(row[name]) for name in columns if row.get(name)), "")
    parts = (text,) if number in actors else split_names(text, known)
    if len(parts) == 1:
        return (known.resolve(parts[0], number),)
    return tuple(dict.fromkeys(known.resolve(part) for part in parts))


def _pairs(one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for a, b in product(one, other):
        if a != b:
            yield "clash", a, b
    for side in (one, other):
        for a, b in combinations(side, 2):
            yield "alliance", a, b


def _number(text: str) -> str:
    """A number as text, without the decimals that some exports give it."""
    return text.strip().removesuffix(".0")
