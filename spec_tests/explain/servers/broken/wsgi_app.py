"""Nothing of CORS."""

import os
from http import HTTPStatus
from urllib.parse import parse_qs
from wsgiref.simple_server import make_server


def app(environ, start_response):
    answer = parse_qs(environ["QUERY_STRING"]).get("answer", ["200"])[0]
    if answer == "crash":
        raise RuntimeError("nobody catches this")
    status = HTTPStatus(405 if environ["REQUEST_METHOD"] == "OPTIONS" else int(answer))
    headers = [("Content-Type", "application/json"), ("X-Total-Count", "42"), ("X-Hidden", "h")]
    start_response(f"{status.value} {status.phrase}", headers)
    return [b'{"items":[]}']


# {{{ At the end of the module that makes app, the application
# }}}

make_server("127.0.0.1", int(os.environ["PORT"]), app).serve_forever()
