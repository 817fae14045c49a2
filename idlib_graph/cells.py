r"""Cells of a table that spreadsheets leave alone and that can be read back as they were.

A spreadsheet computes a cell that begins with ``=``, ``+``, ``-`` or ``@``, or with a tab or line
end before such a sign, and a text from an article or a coder may begin so. As OWASP advises
(https://owasp.org/www-community/attacks/CSV_Injection) an apostrophe is put before it. Text that
has apostrophes there already gets one more, so that taking one away always gives the text back.
"""

from __future__ import annotations

import re

# The wide forms are signs to spreadsheets set to Chinese, Japanese or Korean.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def inert(text: str) -> str:
    """Text as a cell that no spreadsheet computes.

    Examples
    --------
    >>> inert("=1+1"), inert("'=1+1"), inert("'Ayn al-Arab"), inert("a = b")
    ("'=1+1", "''=1+1", "'Ayn al-Arab", 'a = b')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def read_cell(cell: str) -> str:
    """The text of a cell that `inert` made.

    Examples
    --------
    >>> read_cell("'=1+1"), read_cell("'Ayn al-Arab")
    ('=1+1', "'Ayn al-Arab")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def read_list(cell: str) -> tuple[str, ...]:
    r"""The items of a cell ``a|b``; ``\|`` is a bar and ``\\`` a backslash inside an item.

    Examples
    --------
    >>> read_list("HTS|Hayat Tahrir al-Sham"), read_list(r"a\|b|c"), read_list("")
    (('HTS', 'Hayat Tahrir al-Sham'), ('a|b', 'c'), ())
    """
    text = read_cell(cell)
    items = re.findall(r"(?:^|\|)((?:[^\\|]|\\.)*)", text, re.DOTALL) if text else []
    return tuple(re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in items)
