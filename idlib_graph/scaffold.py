"""A minimal data set to start from, commented for whoever fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.output import write_folder

if TYPE_CHECKING:
    from pathlib import Path

_HANDBOOK = "CODEBOOK.md"
_SCHEMA = "# yaml-language-server: $schema=schema/{name}.schema.json\n"

_DATASET = """\
title: My data set
description: What it covers, and which sources it was coded from.
# What slices and charts cover; leave it out for as long as the relations do.
# period: 2017/2020-02
license: CC-BY-4.0
# Settings that this data set is meant to be read with.
# defaults: {without: [collective]}
"""

_SOURCES = """\
# One entry a source: who published it, when, and how far it is to be trusted.
- id: example-paper-2020
  title: Example article
  publisher: Example Paper
  published: 2020-05-01        # EDTF: 2020, 2020-05, 2020-05-01, 2020~, [2019..2020]
  reliability: C               # Admiralty code: A completely reliable ... E unreliable, F unknown
  reliability_reason: A regional newspaper that names its witnesses.
"""

_FACTIONS = """\
# One entry an organisation; every spelling that a source uses is an alias of exactly one.
- id: red-brigade              # lower-case letters, digits, hyphens
  name: Red Brigade
  type: armed-group            # armed-group, coalition, network, state, state-force,
  aliases: [RB]                # civil-body, media, cell or collective
- id: blue-front
  name: Blue Front
  type: coalition
- id: green-army
  name: Green Army
  type: armed-group
"""

_RELATIONS = """\
# One entry a relation. kind: alliance, split or clash. How to code, and what each type means,
# stands in CODEBOOK.md.
- id: red-in-blue
  kind: alliance
  type: membership
  from: red-brigade            # who is which: from and to, or between: [a, b]
  to: blue-front
  date: 2018/2019-06           # left out where no source gives a time
  evidence:
    - source: example-paper-2020
      paragraphs: [3]          # paragraphs of the source's text, counted from 1
      claim: asserted          # asserted, reported, alleged, speculated, expected, denied
  note: Your own words, never the article's.
- id: red-leaves-blue
  kind: split
  type: breakaway
  from: red-brigade
  to: blue-front
  date: 2019-06
  evidence:
    - {source: example-paper-2020, paragraphs: [4], claim: reported, claimant: Red Brigade}
- id: red-fights-green
  kind: clash
  type: battle
  between: [red-brigade, green-army]
  date: "[2019-08..2019-10]"   # some time between; quote a text that begins with a bracket
  evidence:
    - {source: example-paper-2020, paragraphs: [5], claim: asserted}
- id: blue-green-truce
  kind: alliance
  type: truce
  between: [blue-front, green-army]
  date: 2020-01
  evidence:
    - {source: example-paper-2020, paragraphs: [6], claim: reported, via: Example Agency}
"""

FILES = {
    "dataset": _DATASET,
    "sources": _SOURCES,
    "factions": _FACTIONS,
    "relations": _RELATIONS,
}


def make_dataset(folder: Path | str) -> list[Path]:
    """Write a valid data set of three factions, with how to code and what its editor needs.

    Beside the data files stand ``CODEBOOK.md``, the handbook of the bundled data set, and their
    JSON Schemas. Where it cannot be finished, what was written is taken away again.

    Raises
    ------
    OutputError
        Where the folder is there already with something in it, or cannot be written.
    """
    from idlib_graph.load import bundled_dataset  # noqa: PLC0415 - data files are found on use

    bundled = bundled_dataset()
    book = (bundled / "codebook.yaml").read_text(encoding="utf-8")
    lines = [line for line in book.splitlines() if "yaml-language-server" not in line]
    texts = {**FILES, "codebook": "\n".join(lines) + "\n"}
    contents = {f"{name}.yaml": with_schema(name, text) for name, text in texts.items()}
    contents[_HANDBOOK] = (bundled / _HANDBOOK).read_text(encoding="utf-8")
    return write_folder(folder, {**contents, **schema_files()})[: len(contents)]


def with_schema(name: str, text: str) -> str:
    """A data file's text under the line that tells editors its schema, of `schema_files`."""
    return _SCHEMA.format(name=name) + text


def schema_files() -> dict[str, str]:
    """The JSON Schema of each data file, by where it stands in a data set's folder."""
    from idlib_graph.schema import read_schema  # noqa: PLC0415 - data files are found on use

    names = (*FILES, "codebook")
    return {f"schema/{name}.schema.json": read_schema(name) for name in names}
