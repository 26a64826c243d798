"""
Would the browser let this script read that response, and if not, why?

A pure model of the Fetch standard's CORS algorithms: no I/O, no clock, no global state.
"""

import importlib
from typing import TYPE_CHECKING

from cors_sim import _on_demand
from cors_sim.browsers import STANDARD, Browser
from cors_sim.deciding import decide
from cors_sim.errors import InvalidInput, PreflightNeeded
from cors_sim.headers import HeaderList
from cors_sim.origins import OpaqueOrigin, TupleOrigin
from cors_sim.requests import BodyWithoutSource, Request
from cors_sim.responses import Response
from cors_sim.standard.cors_check import cors_check
from cors_sim.standard.preflight import PreflightNeed, preflight_check, preflight_needed
from cors_sim.urls import URL, parse_origin, parse_url
from cors_sim.verdicts import Allowed, Blocked, Evidence, Opaque, Reason, Step, TraceStep, Verdict

if TYPE_CHECKING:
    from cors_sim.browsers import BROWSERS, CHROMIUM, FIREFOX, WEBKIT, Departure
    from cors_sim.browsers.console.messages import ConsoleMessage, ConsoleReading, UnreadLine
    from cors_sim.browsers.console.reading import read_console
    from cors_sim.browsers.script.interface import ScriptError
    from cors_sim.exchanges import Exchange, HTTPRequest
    from cors_sim.explain.explanation import explain
    from cors_sim.explain.values import Change, Condition, Explanation, Fix
    from cors_sim.flows import Done, Outcome, Send, compare, simulate, simulate_async, start
    from cors_sim.standard.preflight_cache import PreflightCache
else:
    # Deciding needs none of these.
    __getattr__, __dir__ = _on_demand.names(
        __name__,
        {
            "BROWSERS": "browsers",
            "CHROMIUM": "browsers",
            "Change": "explain.values",
            "Condition": "explain.values",
            "ConsoleMessage": "browsers.console.messages",
            "ConsoleReading": "browsers.console.messages",
            "Departure": "browsers",
            "Done": "flows",
            "Exchange": "exchanges",
            "HTTPRequest": "exchanges",
            "Explanation": "explain.values",
            "FIREFOX": "browsers",
            "Fix": "explain.values",
            "Outcome": "flows",
            "PreflightCache": "standard.preflight_cache",
            "ScriptError": "browsers.script.interface",
            "Send": "flows",
            "UnreadLine": "browsers.console.messages",
            "WEBKIT": "browsers",
            "compare": "flows",
            "explain": "explain.explanation",
            "read_console": "browsers.console.reading",
            "simulate": "flows",
            "simulate_async": "flows",
            "start": "flows",
        },
    )

__all__ = [
    "BROWSERS",
    "CHROMIUM",
    "FIREFOX",
    "STANDARD",
    "URL",
    "WEBKIT",
    "Allowed",
    "Blocked",
    "BodyWithoutSource",
    "Browser",
    "Change",
    "Condition",
    "ConsoleMessage",
    "ConsoleReading",
    "Departure",
    "Done",
    "Evidence",
    "Exchange",
    "Explanation",
    "Fix",
    "HTTPRequest",
    "HeaderList",
    "InvalidInput",
    "Opaque",
    "OpaqueOrigin",
    "Outcome",
    "PreflightCache",
    "PreflightNeed",
    "PreflightNeeded",
    "Reason",
    "Request",
    "Response",
    "ScriptError",
    "Send",
    "Step",
    "TraceStep",
    "TupleOrigin",
    "UnreadLine",
    "Verdict",
    "compare",
    "cors_check",
    "decide",
    "explain",
    "parse_origin",
    "parse_url",
    "preflight_check",
    "preflight_needed",
    "read_console",
    "simulate",
    "simulate_async",
    "start",
]

# A room binds its own name where it is first imported; this one's belongs to the function.
importlib.import_module("cors_sim.explain")
del globals()["explain"]
