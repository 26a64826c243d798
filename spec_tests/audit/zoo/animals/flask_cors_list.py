"""One origin."""

from flask import Flask, Response, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(
    app,
    origins=["https://app.example.com"],
    supports_credentials=True,
    methods=["GET", "PUT"],
    allow_headers=["Content-Type"],
)


def data() -> Response:
    """The resource."""
    response = jsonify(balance=42)
    response.headers["Cache-Control"] = "no-store"
    return response


app.add_url_rule("/data", view_func=data, methods=["GET", "PUT"])
