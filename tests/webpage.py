"""A strict reader of our own HTML pages: what is wrong with one, in words."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "img", "br", "hr", "link", "input", "col", "wbr", "area", "base", "source"}
LOADING = ("src", "srcset", "data", "poster", "background", "action", "formaction", "ping")
ACTIVE = {"script", "iframe", "object", "embed", "form", "base", "link", "applet", "frame"}


@dataclass
class Element:
    """An element with its attributes, the elements directly in it, and all text below it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, *tags: str) -> list[Element]:
        """Every element of these tags below, in order of the page."""
        found = []
        for child in self.children:
            found += [child] if child.tag in tags or not tags else []
            found += child.all(*tags)
        return found


class _Tree(HTMLParser):
    """Reads a page into a tree, and notes tags that do not match."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#page", {})
        self.open = [self.root]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            self.faults.append(f"</{tag}> closes <{self.open[-1].tag}>")
        if len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"a comment: {data}")


def read_page(html: str) -> tuple[Element, list[str]]:
    """The page as a tree, and what is wrong with it."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    page = tree.root
    faults = tree.faults + [f"<{e.tag}> is never closed" for e in tree.open[1:]]
    if not html.startswith("<!doctype html>"):
        faults.append("no doctype")
    for check in (_ids, _links, _loads, _headings, _tables, _images, _policy):
        faults += check(page)
    return page, faults


def _ids(page: Element) -> list[str]:
    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    twice = {name for name in ids if ids.count(name) > 1}
    odd = [name for name in ids if not re.fullmatch(r"[A-Za-z][\w-]*", name)]
    return [f"id {name!r} is there twice" for name in twice] + [f"odd id {n!r}" for n in odd]


def _links(page: Element) -> list[str]:
    ids = {e.attributes.get("id") for e in page.all()}
    found = []
    for element in page.all():
        for name in ("href", "aria-labelledby", "aria-describedby", "for"):
            target = element.attributes.get(name)
            if target is None:
                continue
            if name == "href" and not target.startswith("#"):
                if not target.startswith(("http://", "https://")):
                    found.append(f"<{element.tag}> leads out of the page: {target}")
                if element.attributes.get("rel") != "noopener noreferrer":
                    found.append(f"{target} may learn where the reader came from")
            elif target.removeprefix("#") not in ids:
                found.append(f"{name}={target!r} leads nowhere")
    return found


def _loads(page: Element) -> list[str]:
    found = [f"<{e.tag}> in the page" for e in page.all() if e.tag in ACTIVE]
    for element in page.all():
        for name, value in element.attributes.items():
            if name.startswith("on") or name == "style":
                found.append(f"<{element.tag} {name}>")
            if name in LOADING and not value.startswith("data:image/svg+xml,"):
                found.append(f"<{element.tag}> loads {value[:60]}")
    styles = "".join(e.text for e in page.all("style"))
    return found + re.findall(r"url\([^)]*\)|@import[^;]*", styles)


def _headings(page: Element) -> list[str]:
    levels = [int(e.tag[1]) for e in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    found = [] if levels[:1] == [1] and levels.count(1) == 1 else ["not one h1, first"]
    return found + [
        f"h{one} is followed by h{two}" for one, two in pairwise(levels) if two > one + 1
    ]


def _tables(page: Element) -> list[str]:
    found = []
    for table in page.all("table"):
        if not table.children or table.children[0].tag != "caption":
            found.append("a table without a caption")
        elif not table.children[0].text.strip():
            found.append("a table with an empty caption")
        widths = {
            len([c for c in row.children if c.tag in {"td", "th"}]) for row in table.all("tr")
        }
        if len(widths) > 1:
            found.append(f"rows of {sorted(widths)} cells in {table.children[0].text!r}")
        if any("scope" not in cell.attributes for cell in table.all("th")):
            found.append("a th without a scope")
    return found


def _images(page: Element) -> list[str]:
    bad = [e for e in page.all("img") if not e.attributes.get("alt", "").strip()]
    return [f"an image without words: {e.attributes.get('src', '')[:40]}" for e in bad]


def _policy(page: Element) -> list[str]:
    policies = [
        e.attributes["content"]
        for e in page.all("meta")
        if e.attributes.get("http-equiv", "").lower() == "content-security-policy"
    ]
    if len(policies) != 1:
        return [f"{len(policies)} content security policies"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policies[0].split(";") if rule.strip()}
    found = [] if rules.get("default-src") == ["'none'"] else ["default-src is not 'none'"]
    found += [f"{name} is allowed" for name in rules if name.startswith(("script", "connect"))]
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(e.text.encode()).digest()).decode()}'"
        for e in page.all("style")
    ]
    if rules.get("style-src") != hashes:
        found.append("the style's hash is not that of the style")
    return found
