"""The texts of articles: one file a source, in paragraphs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from idlib_graph.errors import IdlibGraphError, NotFoundError


@dataclass(frozen=True, slots=True)
class Article:
    """A source's text.

    Attributes
    ----------
    paragraphs : unbroken runs of lines that are not blank, the first of which is number 1
    sha256 : of the bytes of the file
    """

    source: str
    paragraphs: tuple[str, ...]
    sha256: str = ""


def read_articles(folder: Path | str) -> dict[str, Article]:
    r"""Read every ``<source-id>.txt`` of a folder, in order of name.

    Raises
    ------
    NotFoundError
        Where there is no such folder, or no text file in it.
    IdlibGraphError
        Where a file cannot be read, or is not UTF-8.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "paper.txt").write_text("First.\n\nSecond.\n", encoding="utf-8")
    ...     print(read_articles(folder)["paper"].paragraphs)
    ('First.', 'Second.')
    """
    try:
        paths = sorted(Path(folder).iterdir())
    except OSError as error:
        msg = f"cannot read the folder of articles {folder}: {(error.strerror or '').lower()}"
        raise NotFoundError(msg) from error
    texts = [path for path in paths if path.suffix == ".txt" and not path.name.startswith(".")]
    if not texts:
        msg = f"there is no text file in {folder}; an article is a file <source-id>.txt"
        raise NotFoundError(msg)
    return {path.stem: _read(path) for path in texts}


def split_paragraphs(text: str) -> tuple[str, ...]:
    r"""The unbroken runs of lines that are not blank.

    Examples
    --------
    >>> split_paragraphs("one\nmore\n \n\ntwo")
    ('one\nmore', 'two')
    """
    paragraphs: list[list[str]] = [[]]
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.strip(" \t\v\f\ufeff\u00a0"):
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return tuple("\n".join(lines) for lines in paragraphs if lines)


def _read(path: Path) -> Article:
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        msg = f"cannot read the article {path}: {(error.strerror or '').lower()}"
        raise IdlibGraphError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"the article {path} is not UTF-8 at byte {error.start}; save it as UTF-8"
        raise IdlibGraphError(msg) from error
    return Article(path.stem, split_paragraphs(text), hashlib.sha256(data).hexdigest())
