"""Row by row what `cors_sim.batch` does at once: written from the description of the columns alone."""

from typing import Any

from cors_sim import Browser, InvalidInput, OpaqueOrigin, Request, Response, decide

Row = dict[str, Any]

RESPONSE = {
    "access_control_allow_origin": "Access-Control-Allow-Origin",
    "access_control_allow_credentials": "Access-Control-Allow-Credentials",
    "location": "Location",
    "content_type": "Content-Type",
    "x_content_type_options": "X-Content-Type-Options",
    "cross_origin_resource_policy": "Cross-Origin-Resource-Policy",
}
PREFLIGHT = {
    "preflight_access_control_allow_origin": "Access-Control-Allow-Origin",
    "preflight_access_control_allow_credentials": "Access-Control-Allow-Credentials",
    "preflight_access_control_allow_methods": "Access-Control-Allow-Methods",
    "preflight_access_control_allow_headers": "Access-Control-Allow-Headers",
    "preflight_location": "Location",
}
HEADERS = (*RESPONSE, *PREFLIGHT)


def decided(row: Row, browser: Browser) -> Row:
    """The columns of the verdict on *row*."""
    row = {name: value for name, value in row.items() if value is not None}
    added = dict.fromkeys(("allowed", "reason", "step", "header", "observed", "expected", "error"))
    added["browser"] = browser.name
    try:
        asked, answer = request(row), response(row, "status", RESPONSE)
        preflight = response(row, "preflight_status", PREFLIGHT) if "preflight_status" in row else None
        verdict = decide(asked, answer, preflight=preflight, browser=browser)
    except InvalidInput as error:
        return added | {"error": str(error)}
    added["allowed"] = verdict.allowed
    if verdict.evidence is not None:
        added |= {
            "reason": verdict.reason,
            "step": str(verdict.step),
            "header": verdict.evidence.header,
            "observed": verdict.evidence.observed,
            "expected": verdict.evidence.expected,
        }
    return added


def request(row: Row) -> Request:
    """The request in *row*."""
    fields = {
        name: row[name]
        for name in (
            *("method", "mode", "credentials_mode", "redirect_mode", "destination", "embedder_policy"),
            *("secure_context", "use_cors_preflight"),
        )
        if name in row
    }
    url: Any = row.get("url")
    origin: Any = OpaqueOrigin() if row.get("origin") == "null" else row.get("origin")
    return Request(url, origin=origin, headers=tuple(row.get("request_headers", ())), **fields)


def response(row: Row, status: str, headers: dict[str, str]) -> Response:
    """An answer in *row*."""
    if row.get(status) == 0:
        return Response.network_error()
    pairs = []
    for name, header in headers.items():
        value = row.get(name, ())
        pairs += [(header, item) for item in ([value] if isinstance(value, str) else value)]
    return Response(row.get(status), pairs)
