"""Nothing of CORS."""

import os
from urllib.parse import parse_qs

import uvicorn


async def app(scope, receive, send):
    answer = parse_qs(scope["query_string"].decode()).get("answer", ["200"])[0]
    if answer == "crash":
        raise RuntimeError("nobody catches this")
    status = 405 if scope["method"] == "OPTIONS" else int(answer)
    headers = [(b"content-type", b"application/json"), (b"x-total-count", b"42"), (b"x-hidden", b"h")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"items":[]}'})


# {{{ At the end of the module that makes app, the application
# }}}

uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="critical", lifespan="off")
