"""The wording of problems: values quoted on one line, and suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_SHOWN = 60


def shown(text: str) -> str:
    """Quote the text for a message: one line, no control characters, cut where it is long.

    Examples
    --------
    >>> print(shown("x" * 1000))
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'
    """
    return repr(text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…")


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most like the word, if one is like enough.

    Examples
    --------
    >>> nearest("zinky", ["hts", "zinki"])
    'zinki'
    """
    if len(word) > LONGEST_SHOWN:
        return None
    import difflib  # noqa: PLC0415 - only where something is wrong

    close = difflib.get_close_matches(word, candidates, n=1, cutoff=0.6)
    return close[0] if close else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return a suggestion to stand at the end of a message; empty where none is near."""
    found = nearest(word, candidates)
    return f" (did you mean {shown(found)}?)" if found else ""


def listed(words: Iterable[str], *, most: int = 12) -> str:
    """Join the words with commas, the first of them where they are many."""
    names = list(words)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
