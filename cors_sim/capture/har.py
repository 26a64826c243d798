"""
HAR files, as the developer tools of browsers export them, read one entry at a time.

A HAR may be of any size: an entry is let go when what bears on CORS has been taken from it. It may also
be cut short, or be no HAR at all: what was read before that is kept, and the problem is told.

Spec: http://www.softwareishard.com/blog/har-12-spec/
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

import attrs
import ijson

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.headers import HeaderList
from cors_sim.responses import Response
from cors_sim.urls import URL, url_or_none

_VERSIONS: Final = frozenset({"1.1", "1.2"})
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_DEPTH_LIMIT: Final = 100
_ENTRY: Final = ["log", "entries", "item"]
_PAGE: Final = ["log", "pages", "item"]
_VERSION: Final = ["log", "version"]
_PROGRAMS: Final = (["log", "browser", "name"], ["log", "creator", "name"])


@attrs.frozen(repr=False, kw_only=True)
class HarEntry(Value):
    """
    One request of a HAR and its response.

    Args:
        method: as sent.
        url: without a fragment.
        request_headers: as recorded, which may be less than was sent.
        response: None where none is shown: there was none, or the browser hid it.
        has_body: whether the request has a body.
        error: the browser's word for why it failed, as ``net::ERR_FAILED``; None where there is none.
        resource_type: what it was for in the browser's words, as ``fetch`` or ``preflight``; or None.
        page: the address of the page that it belongs to, where that is known.
        is_cached: whether the browser took the response from its cache.
        is_from_service_worker: whether a service worker answered.
    """

    method: str
    url: URL
    request_headers: HeaderList
    response: Response | None
    has_body: bool = False
    error: str | None = None
    resource_type: str | None = None
    page: URL | None = None
    is_cached: bool = False
    is_from_service_worker: bool = False


@attrs.frozen(repr=False, kw_only=True)
class Har(Value):
    """
    What was read of a HAR.

    Args:
        entries: the requests over http and https, in the order of the file.
        creator: the program that wrote it, or the browser whose requests it says they are.
        left_out: how many entries could not be read.
        problem: in a line, why not all of the file could be used; None where it could.
    """

    entries: tuple[HarEntry, ...]
    creator: str
    left_out: int
    problem: str | None


class ReadableFile(Protocol):
    """A file that was opened for reading bytes."""

    def read(self, size: int = ..., /) -> bytes:
        """Up to *size* bytes; none at the end."""
        ...


def read_har(file: ReadableFile) -> Har:
    """
    Read a HAR.

    Args:
        file: opened for reading bytes.
    """
    reader = _Reader()
    text = _Text(file)
    problem = None
    try:
        reader.read(text)
    except (ijson.JSONError, UnicodeDecodeError):  # the latter where text is UTF-8 to ijson alone
        read = f"{len(reader.entries)} requests were read before that"
        problem = f"the HAR ends in the middle; {read}" if text.is_over else f"this is no JSON; {read}"
    except _TooDeepError:
        problem = f"no HAR has more than {_DEPTH_LIMIT} levels"
    return Har(
        entries=tuple(reader.entries),
        creator=next((reader.about[name] for name in ("browser", "creator") if name in reader.about), ""),
        left_out=reader.left_out,
        problem=problem or reader.problem(),
    )


class _Text:
    """A file without the mark that some programs write ahead of UTF-8, and JSON does not have."""

    def __init__(self, file: ReadableFile) -> None:
        self._file = file
        self._is_at_start = True
        self.is_over = False

    def read(self, size: int = -1) -> bytes:
        """Up to *size* bytes; none at the end."""
        data = self._file.read(size)
        if self._is_at_start and data:
            self._is_at_start = False
            data = data.removeprefix(_BYTE_ORDER_MARK) or self._file.read(size)
        self.is_over = size != 0 and not data
        return data


class _TooDeepError(Exception):
    """Ends the reading of what is nested for no other purpose than to be nested."""


class _Reader:
    """Reads the JSON of a HAR as it comes."""

    def __init__(self) -> None:
        self.entries: list[HarEntry] = []
        self.left_out = 0
        self.about: dict[str, str] = {}
        self._pages: dict[str, URL] = {}
        self._is_har = False

    def read(self, text: _Text) -> None:
        """Read all of *text*."""
        for path, value in _values(text):
            if path == _ENTRY:
                self._is_har = True
                self._take_entry(value)
            elif path == _PAGE:
                self._take_page(_mapping(value))
            elif path == _VERSION:
                self._is_har = True
                self.about["version"] = str(value)
            elif path in _PROGRAMS and isinstance(value, str):
                self.about[path[1]] = value

    def problem(self) -> str | None:
        """What is wrong with a file that is JSON."""
        if not self._is_har:
            return "this JSON is no HAR: it has no member 'log' with 'entries'"
        version = self.about.get("version", "1.2")
        if version not in _VERSIONS:
            return f"this is HAR {version}, and what was read of it was read as 1.2"
        return None

    def _take_page(self, page: Mapping[str, Any]) -> None:
        # Browsers put the page's address where its title is to be.
        url = url_or_none(_string(page, "title"))
        if url is not None:
            self._pages[_string(page, "id")] = url

    def _take_entry(self, value: object) -> None:
        entry = _mapping(value)
        request = _mapping(entry.get("request"))
        url, method = url_or_none(_string(request, "url")), _string(request, "method")
        if url is None or not _infra.is_token(method):
            self.left_out += 1
        elif url.has_http_scheme:
            self.entries.append(self._entry(entry, request, url, method))

    def _entry(
        self, entry: Mapping[str, Any], request: Mapping[str, Any], url: URL, method: str
    ) -> HarEntry:
        response = _mapping(entry.get("response"))
        errors = (_string(response, name) for name in ("_error", "_failureText"))
        return HarEntry(
            method=method,
            url=url.without_fragment,
            request_headers=_headers(request),
            response=_response(response),
            has_body=_number(request, "bodySize") > 0 or bool(request.get("postData")),
            error=next(filter(None, errors), None),
            resource_type=_string(entry, "_resourceType") or None,
            page=self._pages.get(_string(entry, "pageref")),
            is_cached=_string(entry, "_fromCache") != "",
            is_from_service_worker=response.get("_fetchedViaServiceWorker") is True,
        )


def _values(text: _Text) -> Iterator[tuple[list[str], Any]]:
    """What is looked at, each with where it is: entries and pages whole, and plain values outside them."""
    path: list[str] = []
    builder: ijson.ObjectBuilder | None = None
    built_at = 0
    for event, value in ijson.basic_parse(text, use_float=True):
        if event in {"start_map", "start_array"}:
            if builder is None and path in (_ENTRY, _PAGE):
                builder, built_at = ijson.ObjectBuilder(), len(path)
            path.append("item")
            if len(path) > _DEPTH_LIMIT:
                raise _TooDeepError
        elif event in {"end_map", "end_array"}:
            path.pop()
        elif event == "map_key":
            path[-1] = value
        elif builder is None:
            yield path, value
        if builder is not None:
            builder.event(event, value)
            if len(path) == built_at:
                yield path, builder.value
                builder = None


def _response(response: Mapping[str, Any]) -> Response | None:
    status = response.get("status")
    # Some tools write -1 or 0 where there is none.
    if not isinstance(status, int) or isinstance(status, bool) or not 0 < status <= 999:
        return None
    headers = _headers(response)
    # A status without a head is what is left of a response that the browser kept from its tools.
    return None if not headers and _number(response, "headersSize") < 0 else Response(status, headers)


def _headers(message: Mapping[str, Any]) -> HeaderList:
    """The headers, without what stands in for them in HTTP/2 (``:path``)."""
    listed = message.get("headers")
    pairs = []
    for header in map(_mapping, listed if isinstance(listed, list) else []):
        name = _string(header, "name")
        if _infra.is_token(name):
            # Chromium joins the values of repeated headers by newlines.
            values = _infra.lines_of(_infra.isomorphic_encoded(_string(header, "value")), bare_cr=True) or [
                ""
            ]
            pairs += [(name, value) for value in values if "\0" not in value]
    return HeaderList(pairs)


def _mapping(value: object) -> Mapping[str, Any]:
    """*value* if it is an object, else an empty one: a HAR is what somebody wrote."""
    return value if isinstance(value, dict) else {}


def _string(mapping: Mapping[str, Any], name: str) -> str:
    value = mapping.get(name)
    return value if isinstance(value, str) else ""


def _number(mapping: Mapping[str, Any], name: str) -> float:
    value = mapping.get(name)
    return value if isinstance(value, int | float) else 0
