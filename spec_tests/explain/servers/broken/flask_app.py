"""A slash too many behind the origin."""

import os

from flask import Flask, request

app = Flask(__name__)
PAGE = os.environ["PAGE"]

# {{{ Where app, the Flask application, is made
from flask_cors import CORS

CORS(app, origins=f"{PAGE}/")
# }}}


@app.route("/", defaults={"path": ""}, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
@app.route("/<path:path>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def items(path):
    answer = request.args.get("answer", "200")
    if answer == "crash":
        raise RuntimeError("nobody catches this")
    return {"items": []}, int(answer), {"X-Total-Count": "42", "X-Hidden": "h"}


app.run("127.0.0.1", int(os.environ["PORT"]))
