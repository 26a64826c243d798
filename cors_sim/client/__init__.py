"""
How script asks: from what a page wrote to the `Request` that the specifications make of it.

What an API itself refuses (a forbidden method, a body with GET) is a `ClientError`: the exception that
script gets, not a verdict. `event` says what script gets to hear of a verdict.
"""

from cors_sim.browsers.script.interface import Refusal, ScriptError
from cors_sim.client.bodies import Blob, BodyInit, Document, FormData, Stream, URLSearchParams
from cors_sim.client.elements_api import element, module_import
from cors_sim.client.errors import ClientError
from cors_sim.client.events import Event, event
from cors_sim.client.fetch_api import RequestInit, fetch
from cors_sim.client.other_apis import event_source, send_beacon, worker
from cors_sim.client.page import Page, embedder_policy
from cors_sim.client.xhr_api import set_request_header, xhr

__all__ = [
    "Blob",
    "BodyInit",
    "ClientError",
    "Document",
    "Event",
    "FormData",
    "Page",
    "Refusal",
    "RequestInit",
    "ScriptError",
    "Stream",
    "URLSearchParams",
    "element",
    "embedder_policy",
    "event",
    "event_source",
    "fetch",
    "module_import",
    "send_beacon",
    "set_request_header",
    "worker",
    "xhr",
]
