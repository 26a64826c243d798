"""The documents in which scenarios run: one for each kind of page, each with many scenarios.

May import `scenarios`, and `server` for where the control addresses are.
"""

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from spec_tests.browsers.scenarios import Scenario

from .server import CONTROL

_HEAD = '<!doctype html><meta charset=utf-8><link rel=icon href="data:,"><title>recorder</title><body>'


@attrs.frozen
class Page:
    """A page to open, and the scenarios that it runs."""

    key: str
    url: str
    documents: dict[str, dict[str, Any]]
    scenarios: list[Scenario]


def make_pages(scenarios: list[Scenario], together: int) -> Iterator[Page]:
    """The pages for some scenarios, those that want the same page together.

    Scenarios that wait for a cache to expire (`slow`) share a page and run side by side.

    Args:
        scenarios: Without placeholders.
        together: How many scenarios one page runs at most.
    """
    groups: dict[str, list[Scenario]] = defaultdict(list)
    for scenario in scenarios:
        groups[json.dumps([scenario["page"], bool(scenario.get("slow"))], sort_keys=True)].append(scenario)
    for description, group in groups.items():
        name = hashlib.sha256(description.encode()).hexdigest()[:10]
        for start in range(0, len(group), together):
            yield make_page(f"{name}-{start // together}", group[start : start + together])


def make_page(key: str, scenarios: list[Scenario]) -> Page:
    """A page of its own for scenarios that want the same one."""
    page = scenarios[0]["page"]
    control = page["origin"] + CONTROL
    job = {
        "control": control,
        "key": key,
        "sideBySide": bool(scenarios[0].get("slow")),
        "warm": _warm_url(key, page["origin"], scenarios),
        "scenarios": [
            {
                member: scenario[member]
                for member in ("id", "actions", "settle_ms", "parallel")
                if member in scenario
            }
            for scenario in scenarios
        ],
    }
    source = json.dumps(job).replace("</", "<\\/").replace("<!--", "<\\!--")
    inner = f'{_HEAD}<script>self.__job={source}</script><script src="{control}runner.js"></script>'
    outer, headers, framed = _KINDS[page["kind"]](inner, source, control, key)
    documents = {key: {"html": outer, "headers": page["headers"] + headers}}
    if framed:
        documents[key + "-framed"] = {"html": inner, "headers": page["headers"]}
    return Page(key, f"{control}page/{key}", documents, scenarios)


def _warm_url(key: str, origin: str, scenarios: list[Scenario]) -> str | None:
    """Where a page warms up its preflight cache, if any of its scenarios could depend on it."""
    if all(len(scenario["actions"]) == 1 for scenario in scenarios):
        return None
    return (
        "https://localhost:8844" if origin.startswith("https:") else "http://127.0.0.1:8803"
    ) + f"{CONTROL}warm/{key}"


# The outer document, its further headers, and whether it frames a document that has an address of its own.
_Made = tuple[str, list[list[str]], bool]


def _top(inner: str, _source: str, _control: str, _key: str) -> _Made:
    return inner, [], False


def _csp_sandbox(inner: str, _source: str, _control: str, _key: str) -> _Made:
    return inner, [["Content-Security-Policy", "sandbox allow-scripts"]], False


def _sandbox_iframe(_inner: str, _source: str, control: str, key: str) -> _Made:
    return f'{_HEAD}<iframe sandbox="allow-scripts" src="{control}page/{key}-framed"></iframe>', [], True


def _data_iframe(inner: str, _source: str, _control: str, _key: str) -> _Made:
    return f'{_HEAD}<iframe src="data:text/html;base64,{_base64(inner)}"></iframe>', [], False


def _scripted_iframe(statements: str) -> Callable[[str, str, str, str], _Made]:
    def make(inner: str, _source: str, _control: str, _key: str) -> _Made:
        frame = f"const html=atob('{_base64(inner)}'),frame=document.createElement('iframe');"
        return f"{_HEAD}<script>{frame}{statements};document.body.append(frame)</script>", [], False

    return make


def _worker(_inner: str, source: str, control: str, _key: str) -> _Made:
    code = _base64(f"self.__job={source};importScripts('{control}runner.js');")
    script = f"new Worker(URL.createObjectURL(new Blob([atob('{code}')],{{type:'text/javascript'}})))"
    return f"{_HEAD}<script>{script}</script>", [], False


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


_KINDS: dict[str, Callable[[str, str, str, str], _Made]] = {
    "top": _top,
    "csp-sandbox": _csp_sandbox,
    "sandbox-iframe": _sandbox_iframe,
    "data-iframe": _data_iframe,
    "srcdoc-iframe": _scripted_iframe("frame.srcdoc=html"),
    "sandbox-srcdoc-iframe": _scripted_iframe("frame.sandbox='allow-scripts';frame.srcdoc=html"),
    "blob-iframe": _scripted_iframe("frame.src=URL.createObjectURL(new Blob([html],{type:'text/html'}))"),
    "worker": _worker,
}
