"""Joins server, pages and drivers: opens each page, waits for its scenarios, tells what happened.

May import everything here.
"""

import asyncio
import re
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any

from spec_tests.browsers.scenarios import Observation, Scenario

from .drivers import DRIVERS, Driver, Line
from .drivers.base import MARK
from .pages import Page, make_page, make_pages
from .server import ExperimentServer

_STALLED = 25.0  # seconds without a report after which a page is given up
_LAST_LINES = 0.25  # seconds that console lines may take to arrive after their page is done
_CLOCKS = 2.0  # milliseconds by which a browser's clock and its page's may differ
_SCENARIO_URL = re.compile(r"/r/([a-z0-9-]+)/")


async def record(
    scenarios: Sequence[Scenario], engines: Iterable[str] = tuple(DRIVERS), together: int = 60
) -> AsyncIterator[Observation]:
    """Run scenarios in one browser after the other.

    A page that stops reporting takes its browser with it: the scenario that was running is not completed,
    and the rest of the page runs in a fresh browser.

    Args:
        scenarios: Without placeholders.
        engines: Names of `DRIVERS`.
        together: How many scenarios one page runs at most, one after the other.

    Yields:
        One observation for each scenario and engine.
    """
    async with ExperimentServer(list(scenarios)) as server:
        for engine in engines:
            server.reset()
            pages = deque(make_pages(list(scenarios), together))
            while pages:
                async with DRIVERS[engine]() as browser:
                    stalled = False
                    while pages and not stalled:
                        page = pages.popleft()
                        for observation in await _run(browser, server, page):
                            yield observation
                        rest = [
                            scenario for scenario in page.scenarios if scenario["id"] not in server.reports
                        ]
                        stalled = bool(rest)
                        if rest[1:]:
                            pages.appendleft(make_page(page.key + "-rest", rest[1:]))


async def _run(browser: Driver, server: ExperimentServer, page: Page) -> list[Observation]:
    """Observations of the scenarios that a page reported, and of the one with which it stopped."""
    server.pages = page.documents
    await browser.open(page.url)
    while page.key not in server.done:
        server.progress.clear()
        try:
            await asyncio.wait_for(server.progress.wait(), _STALLED)
        except TimeoutError:
            break
    await asyncio.sleep(_LAST_LINES)
    ids = [scenario["id"] for scenario in page.scenarios]
    lines = attribute(await browser.take_lines(), ids, server.reports)
    unreported = [scenario_id for scenario_id in ids if scenario_id not in server.reports]
    return [
        _observation(browser, server, scenario_id, lines[scenario_id])
        for scenario_id in ids
        if scenario_id not in unreported[1:]
    ]


def attribute(
    lines: Iterable[Line], scenario_ids: Sequence[str], reports: dict[str, dict[str, Any]]
) -> dict[str, list[Line]]:
    """Tell which scenario each console line is about.

    A line that names a scenario's URL is about that scenario. Any other is about the one that was running:
    the one whose mark came last where the browser's console has marks, else the one at whose time it came.

    Args:
        lines: In the order in which the browser gave them.
        scenario_ids: Which ones the page ran.
        reports: What the page said of each: when it started and ended.
    """
    attributed: dict[str, list[Line]] = defaultdict(list)
    marked: str | None = None
    for line in lines:
        if line.is_mark:
            marked = line.text.removeprefix(MARK).strip()
            continue
        found = _SCENARIO_URL.findall(f"{line.text} {line.url or ''}")
        named = next((scenario_id for scenario_id in found if scenario_id in scenario_ids), None)
        scenario_id = named or marked or _running_at(line.time, scenario_ids, reports)
        if scenario_id is not None:
            attributed[scenario_id].append(line)
    return attributed


def _running_at(time: float, scenario_ids: Sequence[str], reports: dict[str, dict[str, Any]]) -> str | None:
    found = None
    for scenario_id in scenario_ids:
        report = reports.get(scenario_id)
        if report and report["started"] - _CLOCKS <= time <= report["ended"] + _CLOCKS:
            found = scenario_id
    return found


def _observation(
    browser: Driver, server: ExperimentServer, scenario_id: str, lines: list[Line]
) -> Observation:
    report = server.reports.get(scenario_id, {})
    members = ("text", "level", "source", "category", "url")
    console = [{member: getattr(line, member) for member in members} for line in lines]
    return {
        "scenario": scenario_id,
        "engine": browser.engine,
        "version": browser.version,
        "completed": bool(report),
        "page_origin": report.get("origin"),
        "results": report.get("results"),
        "requests": server.requests.get(scenario_id, []),
        "console": [
            {member: value for member, value in line.items() if value is not None} for line in console
        ],
    }
