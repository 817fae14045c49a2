"""Debian's Chromium, driven by Playwright, without a network.

``IDLIB_BROWSER`` names another Chromium; with ``IDLIB_REQUIRE_BROWSER=1`` the lack of one is an
error and not a reason to skip.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

REQUIRED = os.environ.get("IDLIB_REQUIRE_BROWSER") == "1"
AXE = Path(__file__).parent / "node" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SHOWN = "one => one.getAttribute('display') !== 'none'"
"""Which shapes of the network are shown, in JavaScript."""

DESKTOP, PHONE = (1280, 800), (390, 844)

Scheme = Literal["light", "dark"]


def missing(reason: str) -> None:
    """Skip, or fail where a browser must be there."""
    if REQUIRED:
        pytest.fail(f"{reason}, and IDLIB_REQUIRE_BROWSER is set")
    pytest.skip(reason)


def find_browser() -> str:
    """The Chromium to use."""
    named = os.environ.get("IDLIB_BROWSER")
    found = named if named and os.access(named, os.X_OK) else shutil.which("chromium")
    if found is None:
        missing("Chromium is not installed")
    return str(found)


@dataclass
class Visitor:
    """Opens pages offline, and keeps whatever they ask for or complain of."""

    browser: Browser
    folder: Path
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(
        self,
        html: str,
        at: str = "",
        *,
        size: tuple[int, int] = DESKTOP,
        scheme: Scheme = "light",
        ready: str = "html[data-ready]",
    ) -> Page:
        """A page with the part `at` of its address, once `ready` is there."""
        path = self.folder / f"page-{len(self.contexts)}.html"
        path.write_text(html, encoding="utf-8")
        context = self.browser.new_context(
            offline=True,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            service_workers="block",
        )
        self.contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        address = path.as_uri()
        page.on("request", lambda r: self._request(r.url, address))
        page.on("console", lambda m: self.complaints.append(f"console {m.type}: {m.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"page error {error}"))
        page.on("dialog", self._dialog)
        page.goto(f"{address}{at}")
        page.locator(ready).wait_for(state="attached")
        return page

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, url: str, address: str) -> None:
        if url.partition("#")[0] != address and not url.startswith("data:"):
            self.complaints.append(f"request {url[:120]}")

    def close(self) -> None:
        """Close all pages."""
        for context in self.contexts:
            context.close()


def settle(page: Page) -> None:
    """Wait until the page has drawn what it was told, moved the focus, and kept its address."""
    page.evaluate(
        """() => new Promise((done) => {
          const draw = (n) => (n ? requestAnimationFrame(() => draw(n - 1)) : done());
          setTimeout(draw, 220, 3); // a drawing, and what waits two frames for it
        })"""
    )


def go_to(page: Page, day: str) -> None:
    """Move the slider, as a hand does, to the slice of a day."""
    slider = page.locator("#slider")
    slider.evaluate(
        """(slider, day) => {
          const days = JSON.parse(document.getElementById("data").textContent).days;
          slider.value = String(days.indexOf(day));
          for (const name of ["input", "change"]) {
            slider.dispatchEvent(new Event(name, { bubbles: true }));
          }
        }""",
        day,
    )
    settle(page)


def shown_places(page: Page) -> dict[str, str]:
    """What the network shows: each faction drawn, and its community or ``unaligned``."""
    told: list[str] = page.locator("circle[role=button]").evaluate_all(
        f"all => all.filter({SHOWN}).map(one => one.ariaLabel)"
    )
    return {label.rpartition(", ")[0]: label.rpartition(", ")[2] for label in told}


def shown_ties(page: Page) -> int:
    """How many ties the network shows."""
    return int(page.locator(".tie").evaluate_all(f"all => all.filter({SHOWN}).length"))


def audit(page: Page) -> list[str]:
    """What axe finds wrong, one line a rule and element."""
    if not AXE.exists():
        missing("axe-core is not installed: npm ci --prefix tests/node")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: Any = page.evaluate("() => axe.run(document, { preload: false })")
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary'][:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
