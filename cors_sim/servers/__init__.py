"""
Something that answers: what `cors_sim.simulate` asks.

Each function here makes a `Server`: `recorded` from what was answered before, `asgi` and `wsgi` from
an application in this process, `live` from an address; `server_of` finds out what it was given.
`with_credentials` and `shared_cache` stand in front of any server, these or your own. Each will do for
`simulate` as it is, and for `simulate_async` as its `Server.awaited`.

Each run of a fetch opens a session of its own, so nothing is kept from one run to the next. Where keeping
is the point, as in a cache that users share, open the session yourself and pass that as the server.

Needs the extra ``[http]``.
"""

from cors_sim.servers._server import Awaited, Server, Unanswered
from cors_sim.servers.anything import server_of
from cors_sim.servers.asgi_application import asgi
from cors_sim.servers.caching import AwaitedCacheSession, CacheSession, SharedCache, shared_cache
from cors_sim.servers.credentials import with_credentials
from cors_sim.servers.network import live
from cors_sim.servers.recordings import recorded
from cors_sim.servers.wsgi_application import wsgi

__all__ = [
    "Awaited",
    "AwaitedCacheSession",
    "CacheSession",
    "Server",
    "SharedCache",
    "Unanswered",
    "asgi",
    "live",
    "recorded",
    "server_of",
    "shared_cache",
    "with_credentials",
    "wsgi",
]
