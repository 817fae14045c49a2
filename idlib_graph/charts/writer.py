"""XML as the charts write it: without what only takes room."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import io
    from collections.abc import Mapping


class Writer:
    """Writes XML in the way of matplotlib's own writer, without what only takes room.

    Parameters
    ----------
    file : what is written to
    tags : elements that are open already
    """

    def __init__(self, file: io.StringIO, tags: list[str]) -> None:
        self._tags = tags
        self._names: set[str] = set()
        self.write = file.write
        self.flush = file.flush

    def start(self, tag: str, attrib: Mapping[str, str] | None = None, **extra: str) -> int:
        """Open an element, and give its depth."""
        self.write(f"<{tag}{_attributes({**(attrib or {}), **extra})}>")
        self._tags.append(tag)
        return len(self._tags) - 1

    def is_new(self, name: str) -> bool:
        """Whether that is the first time that somebody asks for what has this name."""
        new = name not in self._names
        self._names.add(name)
        return new

    def data(self, text: str) -> None:
        """Write text within an element."""
        self.write(_escaped(text))

    def comment(self, text: str) -> None:
        """Leave out what is said about the picture."""

    def end(self, tag: str = "", indent: bool = True) -> None:  # noqa: FBT001, FBT002 - as matplotlib has it
        """Close the element opened last."""
        del tag, indent
        self.write(f"</{self._tags.pop()}>\n")

    def close(self, depth: int) -> None:
        """Close all elements down to that one."""
        while len(self._tags) > depth:
            self.end()

    def element(
        self, tag: str, text: str = "", attrib: Mapping[str, str] | None = None, **extra: str
    ) -> None:
        """Write a whole element."""
        end = f">{_escaped(text)}</{tag}>" if text else "/>"
        self.write(f"<{tag}{_attributes({**(attrib or {}), **extra})}{end}\n")


def _attributes(values: Mapping[str, str]) -> str:
    return "".join([f' {name}="{_escaped(value)}"' for name, value in values.items() if value])


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")
