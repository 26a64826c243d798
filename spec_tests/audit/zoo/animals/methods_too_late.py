"""Lists methods on the wrong response."""

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, asgi, grant, resource


@asgi
def app(asked: Asked) -> Answer:
    """Lists methods on the wrong response."""
    if asked.origin != "https://app.example.com":
        return resource(asked, VARY)
    listed = (("Access-Control-Allow-Methods", "PUT"), ("Access-Control-Allow-Headers", "content-type"))
    return resource(asked, (*grant(asked)[:3], *(() if asked.is_preflight else listed)))
