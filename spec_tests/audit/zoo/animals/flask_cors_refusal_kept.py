"""Answers that caches may keep."""

from flask import Flask, Response, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=[r"https://app\.example\.com$"], methods=["GET"])


def data() -> Response:
    """The resource."""
    response = jsonify(balance=42)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


app.add_url_rule("/data", view_func=data, methods=["GET", "PUT"])
