"""
How script asks: from what a page wrote to the `Request` that the specifications make of it.

What an API itself refuses (a forbidden method, a body with GET) is a `ClientError`: the exception that
script gets, not a verdict.
"""

from cors_sim.client.bodies import Blob, FormData, Stream, URLSearchParams
from cors_sim.client.elements_api import element, event_source, module_import, send_beacon
from cors_sim.client.errors import ClientError, Refusal
from cors_sim.client.fetch_api import fetch
from cors_sim.client.page import Page
from cors_sim.client.xhr_api import xhr

__all__ = [
    "Blob",
    "ClientError",
    "FormData",
    "Page",
    "Refusal",
    "Stream",
    "URLSearchParams",
    "element",
    "event_source",
    "fetch",
    "module_import",
    "send_beacon",
    "xhr",
]
