"""
What to write where on a server, so that it grants what a ``Grant`` says and no more.

A function a server, in modules by kind. They agree in this: an origin is answered with its own name
from a list, or with the one name that is right for all, never with what it sent; what depends on the
origin says ``Vary``, whoever asks; a preflight is answered without the application; error responses
have the headers too, or a note says which have not.
"""

from cors_sim.explain.snippets._snippet import Part, Snippet
from cors_sim.explain.snippets.servers import SERVERS, snippet

__all__ = ["SERVERS", "Part", "Snippet", "snippet"]
