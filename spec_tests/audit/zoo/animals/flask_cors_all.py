"""The default origins, with credentials."""

from flask import Flask, Response, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, supports_credentials=True)


def data() -> Response:
    """The resource."""
    return jsonify(balance=42)


app.add_url_rule("/data", view_func=data, methods=["GET", "PUT"])
