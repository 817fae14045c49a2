"""How large the explorer of the bundled data is, and how soon a browser has it ready.

Needs Playwright and a Chromium: ``IDLIB_BROWSER`` names one, else ``chromium`` on PATH.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import Case, Spread, Table, Target, measure, tell
from startup import CORE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measuring import Options

OPENINGS = 9
DRAWS = 40
READY, BYTES = Target(300), Target(150_000)
NOTE = f"""\
Milliseconds on the browser's clock until the page is drawn, {OPENINGS} openings, each anew and \
offline; they come and go with the machine, which the imports beside them tell of."""


def tables(options: Options) -> Iterator[Table]:
    """One table; a round is a page built and opened again and again."""
    rounds = 1 if options.quick else min(options.rounds, 3)
    cases = [
        Case(CORE, ("-c", CORE)),
        Case("explorer", ("-m", "readiness", str(OPENINGS)), ("playwright",)),
    ]
    taken = measure(cases, rounds)
    page = taken["explorer"]
    if page.lacking:
        yield Table("Explorer", [{"": "explorer", "result": page.lacking}], NOTE)
        return
    times = Spread(tuple(time for told in page.told for time in told["times"]))
    size = page.told_of("size")
    yield Table(
        "Explorer",
        [
            {"": "ready, ms", "result": times, "target": READY.judge(times)},
            {"": "bytes", "result": int(size.median), "target": BYTES.judge(size)},
            {"": f"`{CORE}`, CPU s", "result": taken[CORE].whole, "target": ""},
        ],
        NOTE,
    )


def main(openings: int) -> None:
    """Tell bytes, and milliseconds of each opening."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - may be missing

    from idlib_graph.analysis import analyze  # noqa: PLC0415 - of the child alone
    from idlib_graph.checks import load_dataset  # noqa: PLC0415 - of the child alone
    from idlib_graph.explorer import build  # noqa: PLC0415 - of the child alone

    analysis = analyze(load_dataset())
    html = build(analysis, analysis.ensemble(DRAWS))
    browser_path = os.environ.get("IDLIB_BROWSER") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder, "explorer.html")
        path.write_text(html, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=browser_path)
        times = []
        for _ in range(openings):
            context = browser.new_context(offline=True)
            page = context.new_page()
            page.goto(path.as_uri())
            page.locator("html[data-ready]").wait_for(state="attached")
            times.append(int(page.locator("html").get_attribute("data-ready") or 0))
            context.close()  # pages that stay open take from those that come after
        browser.close()
    tell(size=len(html.encode()), times=times)


if __name__ == "__main__":
    main(int(sys.argv[1]))
