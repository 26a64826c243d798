"""Makes random scenarios from a seed; the n-th of a seed is the same whatever was made before it.

May import the modules beside it, and nothing that knows what a browser does with a scenario.
"""

from collections.abc import Iterator
from typing import Any

from . import vocabulary as words
from .answering import Servers, draw_odd_spots
from .asking import draw_action, draw_page, draw_repeated
from .draw import Draw


def random_scenario(seed: str, number: int) -> dict[str, Any]:
    """The `number`-th scenario of a seed (lower-case letters and digits), with placeholders in it."""
    scenario_id = f"random-{seed}-{number}"
    draw = Draw(scenario_id)
    page = draw_page(draw)
    kind = draw.weighted(words.WORKER_KINDS if page["kind"] == "worker" else words.KINDS)
    repeated = kind in {"fetch", "xhr"} and draw.chance(0.11)
    targets = words.SECURE_TARGETS if page["origin"] == "tpage" else words.TARGETS
    redirects = 0 if kind == "worker" else draw.weighted({0: 66, 1: 18, 2: 11, 3: 5})
    if repeated:
        redirects = draw.weighted({0: 90, 1: 10})
    chain = [draw.weighted(targets) for _ in range(redirects + 1)]
    action = draw_action(draw, kind, f"@{{{chain[0]}}}/a")
    spots = draw_odd_spots(draw, action, redirects)
    actions = draw_repeated(draw, action, chain[0]) if repeated else [action]
    servers = Servers(draw, page, action, chain, spots)
    server = servers.write(repeated=repeated)
    tags = [kind, *(["repeated"] if repeated else []), *servers.tags]
    if not repeated and draw.chance(0.035):
        tags.append("odd-url")
        action["url"] = draw.weighted(words.ODD_URLS)
    return {"id": scenario_id, "page": page, "actions": actions, "server": server, "tags": tags}


def generate(seed: str, count: int, start: int = 0) -> Iterator[dict[str, Any]]:
    """The scenarios of a seed from number `start` on."""
    return (random_scenario(seed, number) for number in range(start, start + count))
