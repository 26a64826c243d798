"""
Every combination of a small scope, put to both models.

``python -m spec_tests.oracle.exhaustive`` runs all of it and ends with exit code 1 on the first
differences; ``--slice K/N`` runs every N-th combination from the K-th on, which is what CI does.

The scope: one fetch with an empty cache; who asks, how, with which headers and credentials; what the
preflight answers; what the request itself is answered. Each value of a dimension stands for a class
that the standard tells apart. An answer that nobody asks for is not varied, so that what is counted are
conversations that differ.
"""

import argparse
import itertools
import multiprocessing
import sys
from collections.abc import Iterator
from functools import partial

from rich.progress import Progress

from cors_sim import OpaqueOrigin, Request, Response, preflight_check, preflight_needed
from spec_tests.oracle.adapter import Both

PAGE = "https://app.example.com"
API = "https://api.example.com/data"
ORIGINS: tuple[str | OpaqueOrigin, ...] = (
    PAGE,
    "https://app.example.com:8443",
    "https://api.example.com",
    OpaqueOrigin("frame"),
)
METHODS = ("GET", "POST", "PUT", "patch")
HEADERS: tuple[tuple[tuple[str, str], ...], ...] = (
    (),
    (("Content-Type", "text/plain"),),
    (("Content-Type", "application/json"),),
    (("Authorization", "Bearer x"),),
    (("X-B", "1"), ("x-a", "2")),
    (("Range", "bytes=-5"), ("Accept", "a" * 128)),
)
MODES = ("cors", "no-cors", "same-origin")
CREDENTIALS_MODES = ("same-origin", "include")
FLAGS = (False, True)

STATUSES = (204, 404)
ALLOW_ORIGINS = (None, "*", PAGE, "null", f"{PAGE}, *")
ALLOW_CREDENTIALS = (None, "true", "True")
ALLOW_METHODS = (None, "*", "PUT", "PATCH, put", "@")
ALLOW_HEADERS = (None, "*", "authorization", "Content-Type, x-a", "X-A,,x-b,", "x a")
EXPOSE_HEADERS = (None, "*", "x-c")
RESOURCE_POLICIES = (None, "same-origin", "cross-origin")


def requests() -> Iterator[Request]:
    """Every request of the scope."""
    for origin, method, headers, mode, credentials_mode, flag in itertools.product(
        ORIGINS, METHODS, HEADERS, MODES, CREDENTIALS_MODES, FLAGS
    ):
        yield Request(
            API,
            origin=origin,
            method=method,
            headers=headers,
            mode=mode,
            credentials_mode=credentials_mode,
            use_cors_preflight=flag,
        )


def responses() -> list[Response]:
    """Every answer to the request itself."""
    return [
        Response(
            200,
            headers(
                ("Access-Control-Allow-Origin", allow_origin),
                ("Access-Control-Allow-Credentials", allow_credentials),
                ("Access-Control-Expose-Headers", expose_headers),
                ("Cross-Origin-Resource-Policy", resource_policy),
                ("X-C", "3"),
            ),
        )
        for allow_origin, allow_credentials, expose_headers, resource_policy in itertools.product(
            ALLOW_ORIGINS, ALLOW_CREDENTIALS, EXPOSE_HEADERS, RESOURCE_POLICIES
        )
    ]


def preflights() -> list[Response]:
    """Every answer to a preflight."""
    return [
        Response(
            status,
            headers(
                ("Access-Control-Allow-Origin", allow_origin),
                ("Access-Control-Allow-Credentials", allow_credentials),
                ("Access-Control-Allow-Methods", allow_methods),
                ("Access-Control-Allow-Headers", allow_headers),
            ),
        )
        for status, allow_origin, allow_credentials, allow_methods, allow_headers in itertools.product(
            STATUSES, ALLOW_ORIGINS, ALLOW_CREDENTIALS, ALLOW_METHODS, ALLOW_HEADERS
        )
    ]


def headers(*pairs: tuple[str, str | None]) -> list[tuple[str, str]]:
    """The pairs that have a value."""
    return [(name, value) for name, value in pairs if value is not None]


def answers_to(request: Request) -> Iterator[tuple[Response | None, Response]]:
    """Every answer to the preflight of *request*, if it has one, with every answer to itself."""
    all_responses = responses()
    if preflight_needed(request) is None:
        for response in all_responses:
            yield None, response
        return
    for preflight in preflights():
        passes = preflight_check(request, preflight).allowed
        # Behind a preflight that fails, nobody asks for the response: one stands for all. If the
        # package failed it wrongly, that one shows it.
        for response in all_responses if passes else all_responses[:1]:
            yield preflight, response


def _answer(
    preflight: Response | None, response: Response, _method: str, _url: str, is_preflight: bool
) -> Response:
    return preflight if is_preflight and preflight is not None else response


def run(request: Request, first: int = 0, step: int = 1) -> tuple[int, list[str]]:
    """
    Put *request* with its answers, every *step*-th from the *first* on, to both models.

    Returns:
        How many conversations were compared, and what differed in the first that did.
    """
    compared = 0
    for preflight, response in itertools.islice(answers_to(request), first, None, step):
        both = Both(partial(_answer, preflight, response))
        differences = both.differences(request)
        compared += 1
        if differences:
            return compared, [repr(request), repr(preflight), repr(response), *differences]
    return compared, []


def _run_slice(work: tuple[Request, int, int]) -> tuple[int, list[str]]:
    return run(*work)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code is 1 where the models differ."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0] if __doc__ else None)
    parser.add_argument("--slice", default="1/1", help="K/N: every N-th conversation from the K-th on")
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    options = parser.parse_args(arguments)
    first, _, step = options.slice.partition("/")
    work = [(request, int(first) - 1, int(step)) for request in requests()]
    compared = 0
    with multiprocessing.Pool(options.jobs) as pool, Progress() as progress:
        task = progress.add_task("requests", total=len(work))
        for count, differences in pool.imap_unordered(_run_slice, work):
            compared += count
            progress.advance(task)
            if differences:
                progress.console.print("\n".join(differences), markup=False)
                return 1
    print(f"{compared} conversations compared, no difference")
    return 0


if __name__ == "__main__":
    sys.exit(main())
