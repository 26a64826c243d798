"""What the servers on the way answer: right, as a careful server would have it, but at the odd spots.

A spot names a place: `end:origin` is the `Access-Control-Allow-Origin` of the final response,
`0:pre-methods` the `Access-Control-Allow-Methods` of the first preflight response, `1:location` the
`Location` of the second redirect. May import `asking`, `draw` and the vocabulary.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import vocabulary as words
from .asking import Action, is_credentialed
from .draw import Draw

Response = dict[str, Any]

_BODIES: dict[str, str] = json.loads(Path(__file__).with_name("bodies.json").read_text())
_RESOURCES = "abcd"  # the resources that redirect to one another
_NORMALIZED = {"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"}


def draw_odd_spots(draw: Draw, action: Action, last: int) -> set[str]:
    """The spots where something is odd: none to three.

    Args:
        draw: The random source.
        action: Who asks.
        last: How many redirects there are.
    """
    spots = [
        "end:origin",
        "end:origin",
        "end:status",
        "end:expose",
        "end:policy",
        "end:network",
        "end:extra",
    ]
    spots += ["end:credentials", "end:credentials"] if is_credentialed(action) else ["end:credentials"]
    if action["kind"] in words.CONTENT:
        spots += ["end:content", "end:content"]
    for hop in range(last + 1):
        if _preflight_likely(draw, action):
            for what in (
                "origin",
                "credentials",
                "methods",
                "headers",
                "status",
                "age",
                "network",
                "extra",
            ):
                spots.append(f"{hop}:pre-{what}")
            spots += [f"{hop}:pre-{what}" for what in ("origin", "methods", "headers")]
        if hop < last:
            for what in ("origin", "origin", "credentials", "location", "status", "network"):
                spots.append(f"{hop}:{what}")
    rare = {spot for spot in spots if spot.endswith("network") and not draw.chance(0.3)}
    count = draw.weighted({0: 26, 1: 36, 2: 24, 3: 14})
    return set(draw.sample([spot for spot in spots if spot not in rare], count))


def _preflight_likely(draw: Draw, action: Action) -> bool:
    simple = action.get("method", "GET").upper() in {"GET", "HEAD", "POST"}
    return not simple or bool(action.get("headers")) or "uploadListener" in action or draw.chance(0.05)


class Servers:
    """Writes the `server` of one scenario.

    Attributes:
        tags: What was odd, and how, for people who look at the scenario.
    """

    def __init__(
        self, draw: Draw, page: dict[str, Any], action: Action, chain: list[str], spots: set[str]
    ) -> None:
        self.draw = draw
        self.page = page
        self.action = action
        self.chain = chain
        self.spots = spots
        self.tags: list[str] = []
        self.origin = "null" if page["kind"] in words.OPAQUE_PAGES else f"${{{page['origin']}}}"
        self.credentialed = is_credentialed(action)

    def write(self, *, repeated: bool) -> dict[str, Any]:
        """The responses of each resource.

        Args:
            repeated: Whether several requests are made, so that preflight caches matter.
        """
        server: dict[str, Any] = {}
        last = len(self.chain) - 1
        for hop in range(last + 1):
            answers = {"*": [self._redirect(hop) if hop < last else self._final()]}
            if _preflight_likely(self.draw, self.action):
                answers["OPTIONS"] = [self._preflight(hop, generous=repeated)]
                if repeated and self.draw.chance(0.35):
                    answers["OPTIONS"].append(self._preflight(hop, generous=True))
                if self.action.get("method", "GET").upper() == "OPTIONS":
                    answers["OPTIONS"] += answers["*"]
            server[_RESOURCES[hop]] = answers
        if repeated and last == 0 and self.draw.chance(0.5):
            server["b"] = server["a"]
        if any(":location" in spot for spot in self.spots):
            server["z"] = {"*": [self._final()], "OPTIONS": [self._preflight(last, generous=False)]}
        return server

    def _field(self, name: str, good: str | None, spot: str, *, generic: float = 0.4) -> list[Any]:
        """The lines of one header field: right, or odd if its spot is.

        Args:
            name: The field's name.
            good: The right value, or None where the field should be missing.
            spot: Its spot.
            generic: How often the oddity is one that any field can have.
        """
        if spot not in self.spots:
            return [] if good is None else [[name, good]]
        draw = self.draw
        right = words.ODD_VALUES[name][0] if good is None else good
        if draw.chance(0.22):
            self.tags.append(f"{spot}=missing")
            return []
        if draw.chance(generic):
            label = draw.choice(list(words.ODD_LINES))
            self.tags.append(f"{spot}={label}")
            fills = {"{name}": name, "{lower}": name.lower(), "{upper}": name.upper(), "{good}": right}
            return [_fill(line, fills) for line in words.ODD_LINES[label]]
        value = _fill(draw.choice(words.ODD_VALUES[name]), {"{good}": right})
        self.tags.append(f"{spot}={value}")
        lines = [[name, value]]
        if draw.chance(0.08):
            lines.append([name, draw.choice([right, value, ""])])
        return lines

    def _tainted(self, hop: int) -> bool:
        path = [self.page["origin"], *self.chain[: hop + 1]]
        return any(path[0] != path[i] != path[i + 1] for i in range(1, len(path) - 1))

    def _allow(self, hop: int, prefix: str) -> list[Any]:
        """`Access-Control-Allow-Origin` and `-Credentials`."""
        right = "null" if self._tainted(hop) else self.origin
        good: str | None = right if self.credentialed or self.draw.chance(0.5) else "*"
        same_origin = (
            self.chain[hop] == self.page["origin"] and self.origin != "null" and not self._tainted(hop)
        )
        if same_origin and self.draw.chance(0.6):
            good = None
        if self.action.get("mode") in {"no-cors", "same-origin"} and self.draw.chance(0.6):
            good = None
        if good is None and prefix + "origin" not in self.spots:
            return []
        if self.credentialed and prefix + "origin" in self.spots and self.draw.chance(0.3):
            self.tags.append(f"{prefix}origin=*")
            lines: list[Any] = [["Access-Control-Allow-Origin", "*"]]
        else:
            lines = self._field("Access-Control-Allow-Origin", good or "*", prefix + "origin")
        true = "true" if self.credentialed else None
        return lines + self._field("Access-Control-Allow-Credentials", true, prefix + "credentials")

    def _preflight(self, hop: int, *, generous: bool) -> Response:
        draw, prefix = self.draw, f"{hop}:pre-"
        method = self.action.get("method", "GET")
        if method.upper() in _NORMALIZED:
            method = method.upper()
        names = {name.lower() for name, _ in self.action.get("headers", [])}
        names |= {"content-type"} if "body" in self.action else set()
        wildcard = not self.credentialed and draw.chance(0.2)
        methods = "PUT, DELETE, PATCH" if generous and draw.chance(0.5) else method
        allowed: str | None = "*" if wildcard else methods
        if method in {"GET", "HEAD", "POST"} and draw.chance(0.6):
            allowed = None
        allowed_names = "*" if wildcard else ", ".join(sorted(names)) or None
        headers = self._allow(hop, prefix)
        headers += self._field("Access-Control-Allow-Methods", allowed, prefix + "methods")
        headers += self._field("Access-Control-Allow-Headers", allowed_names, prefix + "headers")
        rarely = {None: 75, "600": 20, "0": 5}
        age = draw.choice(["600", "600", "5", None, "0"]) if generous else draw.weighted(rarely)
        headers += self._field("Access-Control-Max-Age", age, prefix + "age", generic=0.2)
        response: Response = {"status": draw.weighted(words.GOOD_PREFLIGHT_STATUSES), "headers": headers}
        if prefix + "status" in self.spots:
            response["status"] = draw.weighted(words.BAD_PREFLIGHT_STATUSES)
            self.tags.append(f"{prefix}status={response['status']}")
            if response["status"] in words.REDIRECT_STATUSES and draw.chance(0.85):
                headers.append(["Location", f"@{{{self.chain[hop]}}}/z"])
        self._disturb(response, prefix)
        return response

    def _redirect(self, hop: int) -> Response:
        draw, prefix = self.draw, f"{hop}:"
        location: str | None = f"@{{{self.chain[hop + 1]}}}/{_RESOURCES[hop + 1]}"
        if prefix + "location" in self.spots:
            location = draw.weighted(words.ODD_LOCATIONS)
            self.tags.append(f"{prefix}location={location}")
        headers = self._allow(hop, prefix)
        if location is not None:
            headers.append(["Location", location] if location else "Location:")
        response = {"status": draw.weighted(words.REDIRECT_STATUSES), "headers": headers}
        if prefix + "status" in self.spots:
            response["status"] = draw.choice([300, 304, 305, 200, 404, 500])
            self.tags.append(f"{prefix}status={response['status']}")
        self._disturb(response, prefix)
        return response

    def _final(self) -> Response:
        draw = self.draw
        response: Response = {"status": 200}
        own = self._own_content()
        headers: list[Any] = self._allow(len(self.chain) - 1, "end:")
        headers += self._content(response, *own)
        response["headers"] = headers
        if "end:status" in self.spots:
            response["status"] = draw.weighted(words.STATUSES)
            self.tags.append(f"end:status={response['status']}")
            if draw.chance(0.2):
                response["reason"] = draw.choice(["", "Custom Reason", "R\u00e9ason"])
        if "end:expose" in self.spots or draw.chance(0.06):
            self.tags.append("exposes")
            headers += draw.sample(words.RESPONSE_HEADERS, draw.randint(2, 6))
            headers += self._field("Access-Control-Expose-Headers", "X-Foo, X-Bar", "end:expose")
        is_element = self.action["kind"] in words.CONTENT
        no_cors = self.action.get("mode") == "no-cors" or (is_element and "crossorigin" not in self.action)
        isolated = bool(self.page["headers"])
        if "end:policy" in self.spots or (no_cors and draw.chance(0.2)) or (isolated and draw.chance(0.5)):
            self.spots.add("end:policy")
            headers += self._field(
                "Cross-Origin-Resource-Policy", "cross-origin", "end:policy", generic=0.15
            )
        self._disturb(response, "end:")
        return response

    def _own_content(self) -> tuple[str | None, str]:
        """The content type and the body that whoever asks can use."""
        kind = self.action["kind"]
        taken_as = self.action.get("as", "fetch") if kind == "preload" else kind
        anything = self.draw.choice([("text/plain", "ok"), (None, "ok"), ("application/json", "{}")])
        return words.CONTENT.get(taken_as, anything)

    def _content(self, response: Response, content: str | None, body: str) -> list[Any]:
        """Give a response a body, and return the header lines that go with it."""
        draw, lines = self.draw, []
        if "end:content" in self.spots:
            content, body = draw.choice(words.OTHER_CONTENT) if draw.chance(0.6) else (content, "x")
            self.tags.append(f"end:content={content}")
            if draw.chance(0.4):
                lines.append(
                    ["X-Content-Type-Options", draw.choice(["nosniff", "NoSniff", "nosniff, x", "x"])]
                )
        if content is not None:
            lines.append(["Content-Type", content])
        response |= {"body_b64": _BODIES[body]} if body in _BODIES else {"body": body}
        return lines

    def _disturb(self, response: Response, prefix: str) -> None:
        """What can be odd about a whole response: no answer at all, or lines that do not belong."""
        if prefix + "network" in self.spots:
            self.tags.append(prefix + "network")
            response["abort"] = True
        if prefix + "extra" in self.spots:
            self.tags.append(prefix + "extra")
            if self.draw.chance(0.12):
                response["before"] = "HTTP/1.1 103 Early Hints\r\nAccess-Control-Allow-Origin: *\r\n\r\n"
            elif self.draw.chance(0.2):
                response["no_length"] = True
            more = self.draw.sample(words.RESPONSE_HEADERS, self.draw.randint(1, 4))
            response["headers"] = response["headers"] + more
            self.draw.shuffle(response["headers"])


def _fill(text: str, fills: Mapping[str, str]) -> str:
    for placeholder, value in fills.items():
        text = text.replace(placeholder, value)
    return text
