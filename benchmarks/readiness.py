"""How large the explorer of the bundled data is, and how soon a browser has it ready.

Needs Playwright and a Chromium: ``IDLIB_BROWSER`` names one, else ``chromium`` on PATH.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset
from idlib_graph.explorer import build

ROUNDS = 9
DRAWS = 40


def main() -> None:
    """Open the page anew, offline, and print bytes and milliseconds until it is drawn."""
    analysis = analyze(load_dataset())
    html = build(analysis, analysis.ensemble(DRAWS))
    browser_path = os.environ.get("IDLIB_BROWSER") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder, "explorer.html")
        path.write_text(html, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=browser_path)
        times = []
        for _ in range(ROUNDS):
            page = browser.new_context(offline=True).new_page()
            page.goto(path.as_uri())
            page.locator("html[data-ready]").wait_for(state="attached")
            times.append(int(page.locator("html").get_attribute("data-ready") or 0))
        browser.close()
    print(
        f"{len(html.encode()):,} bytes; ready in {statistics.median(times):.0f} ms "
        f"({min(times)} to {max(times)}, {ROUNDS} rounds)"
    )


if __name__ == "__main__":
    main()
