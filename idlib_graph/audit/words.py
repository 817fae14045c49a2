"""Words of a text, so that ways of writing a name make no difference."""

from __future__ import annotations

import re
import unicodedata

SHORT = 3
"""Abbreviations of so many capitals (IS, US) are other words in small letters."""

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʿʾʼ′", "'"))  # noqa: RUF001 - the signs themselves
_DOTTED = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b\.?")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def words(text: str) -> list[str]:
    """The words of a text in their own case.

    Hyphens, spaces of any kind and punctuation part words; accents, apostrophes, a possessive
    ``'s``, the dots of an abbreviation and signs without a width go.

    Examples
    --------
    >>> words("U.S.-backed; the Hay`at's al\N{NON-BREAKING HYPHEN}Sham")
    ['US', 'backed', 'the', 'Hayat', 'al', 'Sham']
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
        text = "".join(sign for sign in text if unicodedata.category(sign) not in {"Mn", "Cf"})
    else:
        text = text.translate(_APOSTROPHES)
    text = _DOTTED.sub(lambda match: match[0].replace(".", "") + " ", text)
    return [_bare(word) for word in _WORD.findall(text)]


def name_word(word: str) -> str:
    """A word of a name as it is looked for among the `forms` of a text's words.

    Examples
    --------
    >>> name_word("Rebels"), name_word("ISIS"), name_word("IS")
    ('rebel', 'isis', 'IS')
    """
    if word.isupper():
        return word if 1 < len(word) <= SHORT and word.isalpha() else word.casefold()
    return _singular(word.casefold())


def forms(word: str) -> tuple[str, ...]:
    """All forms in which a name may have a word of a text.

    In its own case, without the small s of an abbreviation's plural; in small letters; and as a
    singular.

    Examples
    --------
    >>> forms("Rebels"), forms("NGOs"), forms("is")
    (('Rebels', 'rebels', 'rebel'), ('NGO', 'ngos', 'ngo'), ('is', 'is', 'is'))
    """
    plural_of_capitals = word.endswith("s") and word[:-1].isupper()
    folded = word.casefold()
    return (word[:-1] if plural_of_capitals else word, folded, _singular(folded))


def _singular(folded: str) -> str:
    plural = len(folded) > SHORT and folded.endswith("s") and not folded.endswith("ss")
    return folded[:-1] if plural else folded


def _bare(word: str) -> str:
    if word.endswith(("'s", "'S")):
        word = word[:-2]
    return word.replace("'", "")
