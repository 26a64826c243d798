"""
The form: all that somebody types into the page, as the texts that it is typed in.

It is what a link to the playground holds, so it may say anything. What no caller can mean becomes a problem
beside its field, and the other fields are read all the same.
"""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final, Literal, NotRequired, TypedDict, TypeVar

from cors_sim import (
    Browser,
    HeaderList,
    HTTPRequest,
    InvalidInput,
    OpaqueOrigin,
    Request,
    Response,
    parse_url,
)
from cors_sim.client import ClientError, Page, Refusal, RequestInit, fetch
from cors_sim.flows import Answerer
from cors_sim.urls import URL

Recipient = Literal["any", "preflight", "request"]


class Answer(TypedDict):
    """
    One of the server's answers, and to what: empty members fit anything.
    """

    to: Recipient
    method: str
    url: str
    status: str
    headers: str
    lost: bool


class Form(TypedDict):
    """
    What is typed in: the members of ``fetch()``, and the `origin` of the page (``null`` for an opaque one).

    Of the `answers`, the first that fits is given.
    """

    origin: str
    url: str
    method: str
    headers: str
    body: str
    mode: str
    credentials: str
    redirect: str
    answers: list[Answer]


Problems = dict[str, str]
"""What is wrong, by field; a field of an answer is called as ``answers.0.status``."""

T = TypeVar("T")


class Rule(TypedDict):
    """An answer as it was read: when it fits, and what it is."""

    to: Recipient
    method: NotRequired[str]
    url: NotRequired[URL]
    response: Response


class Unanswered(Exception):  # noqa: N818 - nobody is at fault
    """
    A browser asked what no answer of the form is for.

    Attributes:
        request: what it asked.
    """

    def __init__(self, request: HTTPRequest) -> None:
        super().__init__(request)
        self.request = request


# What stands in for a field that has a problem, so that the fields after it are looked at, too.
_STAND_INS: Final = MappingProxyType(
    {
        "origin": "https://app.example.com",
        "url": "https://api.example.com/",
        "method": "POST",
        "headers": "",
        "body": "",
        "mode": "cors",
        "credentials": "same-origin",
        "redirect": "follow",
    }
)
_REFUSALS: Final = MappingProxyType(
    {
        Refusal.URL_INVALID: ("url", "must be a URL, absolute or relative to the page"),
        Refusal.URL_INCLUDES_CREDENTIALS: ("url", "must have no user name and no password"),
        Refusal.METHOD_INVALID: ("method", "must be one word of letters, figures and a few signs"),
        Refusal.METHOD_FORBIDDEN: ("method", "must be another: no script can send this one"),
        Refusal.METHOD_NOT_FOR_NO_CORS: ("method", "must be GET, HEAD or POST in mode no-cors"),
        Refusal.MODE_NAVIGATE: ("mode", "must be another: no script can ask for this one"),
        Refusal.BODY_WITH_GET: ("body", "must be empty with GET and HEAD"),
        Refusal.HEADER_NAME_INVALID: ("headers", "must have a name of letters, figures and a few signs"),
        Refusal.HEADER_VALUE_INVALID: ("headers", "must have a value without line breaks and NUL"),
        Refusal.NOT_A_BYTE_STRING: ("", "must have no character above U+00FF"),
        Refusal.NOT_AN_ENUM_VALUE: ("", "must be one of the values that fetch() knows"),
    }
)


def read_request(form: Form, browser: Browser, problems: Problems) -> Request:
    """
    The request that script makes, as *browser* makes it of the form.

    Args:
        form: what is typed in.
        browser: whose ``fetch()`` it is.
        problems: takes what is wrong; each field that has a problem counts as if it had a usual value.
    """
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    while True:
        try:
            return _request(fields, browser)
        except InvalidInput as error:
            field, problem = error.argument, f"{error.rule}."
        except ClientError as error:
            field, problem = _refused(error, browser)
        problems.setdefault(field, sentence(problem))
        fields[field] = _STAND_INS[field]


def _request(fields: dict[str, str], browser: Browser) -> Request:
    origin = OpaqueOrigin() if fields["origin"] == "null" else fields["origin"]
    headers = read_headers(fields["headers"])
    init = RequestInit(
        method=fields["method"],
        headers=list(headers),
        mode=fields["mode"],
        credentials=fields["credentials"],
        redirect=fields["redirect"],
    )
    if fields["body"]:
        init["body"] = fields["body"]
    return fetch(fields["url"], init, origin=Page(origin), browser=browser)


def _refused(error: ClientError, browser: Browser) -> tuple[str, str]:
    """The field that `fetch()` refuses, and why, in our words and in those that script gets."""
    member, rule = _REFUSALS[error.refusal]
    said = error.in_browser(browser)
    told = f"{said.name}: {said.message}" if said.message else f"a {said.name}"
    return member or error.member, f"{rule}. Script gets {told}"


def read_headers(text: str) -> HeaderList:
    """
    The headers in *text*, one a line.

    Raises:
        InvalidInput: a line is no header; the rule says which line.
    """
    headers = HeaderList()
    for number, line in enumerate(text.split("\n"), start=1):
        name, colon, value = line.partition(":")
        if not line.strip(" \t\r"):
            continue
        if not colon:
            raise InvalidInput("headers", line, f"line {number} has no colon: write it as 'Name: value'")
        try:
            headers = headers.append(name, value)
        except InvalidInput as error:
            raise InvalidInput("headers", line, f"line {number}: {error}") from error
    return headers


def not_sent(form: Form, request: Request) -> list[str]:
    """The names of headers that are typed in, and that a browser does not let script set."""
    try:
        typed = read_headers(form["headers"])
    except InvalidInput:
        return []
    return [name for name in dict.fromkeys(typed.names()) if name not in request.headers]


def read_rules(form: Form, request: Request, problems: Problems) -> list[Rule]:
    """
    The server's answers.

    Args:
        form: what is typed in.
        request: what script asks for; URLs may be relative to its own.
        problems: takes what is wrong.
    """
    return [
        _rule(answer, request.url, f"answers.{index}", problems)
        for index, answer in enumerate(form["answers"])
    ]


def _rule(answer: Answer, base: URL, place: str, problems: Problems) -> Rule:
    def read(field: str, reader: Callable[[], T], stand_in: T) -> T:
        try:
            return reader()
        except InvalidInput as error:
            problems[f"{place}.{field}"] = sentence(f"{error.rule}.")
            return stand_in

    rule = Rule(to=answer["to"], response=Response.network_error())
    if answer["method"]:
        rule["method"] = answer["method"]
    if answer["url"]:
        url = read("url", lambda: parse_url(answer["url"], base), base)
        rule["url"] = url.without_fragment
    if not answer["lost"]:
        status = read("status", lambda: Response(_status(answer["status"])).status, 200)
        headers = read("headers", lambda: read_headers(answer["headers"]), HeaderList())
        rule["response"] = Response(status, headers)
    return rule


def _status(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text[:4])
    raise InvalidInput("status", text, "must be a whole number, as 200")


def server_of(rules: list[Rule]) -> Answerer:
    """
    What answers by *rules*.

    Raises:
        Unanswered: none fits, when it is called.
    """

    def answer(request: HTTPRequest) -> Response:
        for rule in rules:
            if _fits(rule, request):
                return rule["response"]
        raise Unanswered(request)

    return answer


def _fits(rule: Rule, request: HTTPRequest) -> bool:
    return (
        (rule["to"] == "any" or (rule["to"] == "preflight") == request.is_preflight)
        and rule.get("method", request.method) == request.method
        and rule.get("url", request.url) == request.url
    )


def sentence(words: str) -> str:
    """*words* with a capital letter."""
    return words[:1].upper() + words[1:]
