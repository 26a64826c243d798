"""Two Flask applications: one with Flask-CORS (8963), one without it (8964).

Flask is installed only where the captures are made, so it is taken as `Any`.
"""

from importlib import import_module
from threading import Thread
from typing import Any

flask: Any = import_module("flask")
flask_cors: Any = import_module("flask_cors")
serving: Any = import_module("werkzeug.serving")

PAGE = "http://localhost:8960"


def ok() -> object:
    """Answer some JSON."""
    return flask.jsonify(ok=True, method=flask.request.method)


def fail() -> object:
    """Fail as an application does that nobody caught."""
    raise RuntimeError("not caught")


def with_flask_cors() -> object:
    """The application with one path for each way of configuring Flask-CORS."""
    app = flask.Flask("with_flask_cors")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    flask_cors.CORS(
        app,
        resources={
            "/default": {},
            "/missed": {"origins": ["https://app.example"]},
            "/allowed": {"origins": [PAGE, "https://app.example"], "supports_credentials": True},
            "/pattern": {"origins": r"http://localhost:\d+", "expose_headers": ["X-Total"]},
            "/star-credentials": {"origins": "*", "supports_credentials": True},
            "/send-wildcard": {"origins": "*", "send_wildcard": True},
            "/only-content-type": {"origins": "*", "allow_headers": ["Content-Type"]},
            "/only-get": {"origins": "*", "methods": ["GET"]},
            "/fails": {},
            "/items/*": {},
        },
    )
    paths = ("default", "missed", "allowed", "pattern", "star-credentials", "send-wildcard")
    for name in (*paths, "only-content-type", "only-get", "items/"):
        app.add_url_rule(f"/{name}", name, ok, methods=["GET", "PUT", "PATCH", "POST", "DELETE"])
    app.add_url_rule("/fails", "fails", fail)
    return app


def by_hand() -> object:
    """Set the header where the answer is made, so error pages go without it."""
    if flask.request.args.get("missing"):
        flask.abort(404)
    response = flask.jsonify(by_hand=True)
    response.headers["Access-Control-Allow-Origin"] = PAGE
    return response


def plain() -> object:
    """The application without Flask-CORS."""
    app = flask.Flask("plain")
    app.add_url_rule("/by-hand", "by-hand", by_hand, methods=["GET", "PUT"])
    app.add_url_rule(
        "/no-options",
        "no-options",
        by_hand,
        methods=["GET", "PUT"],
        provide_automatic_options=False,
    )
    return app


def main() -> None:
    """Serve both until the process is ended."""
    first = serving.make_server("127.0.0.1", 8963, with_flask_cors(), threaded=True)
    second = serving.make_server("127.0.0.1", 8964, plain(), threaded=True)
    Thread(target=first.serve_forever, daemon=True).start()
    second.serve_forever()


if __name__ == "__main__":
    main()
