"""
Header lists: what a request or response says, in order, names repeated or not.

A `HeaderList` is a value; every method that changes one returns another. Names and values are
isomorphic text (one character a byte). What the standard calls *get*, *contains*, *extract header list
values*, … is the method of that name.

Spec: https://fetch.spec.whatwg.org/#terminology-headers
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.errors import InvalidInput

Text = str | bytes
HeadersInput: TypeAlias = (
    "HeaderList | Mapping[str, Text] | Mapping[bytes, Text] | Iterable[tuple[Text, Text]]"
)
"""What a header list is made from."""


_NO_QUOTE_OR_COMMA: Final = _infra.run_of('[^",]*')
_NO_QUOTE_OR_BACKSLASH: Final = _infra.run_of(r'[^"\\]*')
_TOKEN_LISTS: Final = frozenset(
    {
        "access-control-allow-headers",
        "access-control-allow-methods",
        "access-control-expose-headers",
        "referrer-policy",
    }
)

_set: Final = object.__setattr__


class HeaderList(Value):
    """
    An ordered multimap of header names to header values.

    Args:
        headers: a mapping, or pairs where a name may be repeated. Names keep their case. Values lose
            tabs, spaces and newlines at their ends, as the standard normalizes them.

    Raises:
        InvalidInput: a name is no token, or a value holds a NUL or a newline or is not isomorphic.

    Spec: https://fetch.spec.whatwg.org/#concept-header-list
    """

    __slots__ = ("_index", "_pairs")

    _pairs: tuple[tuple[str, str], ...]
    _index: dict[str, str] | None

    def __init__(self, headers: HeadersInput = ()) -> None:
        checked = [(_header_name(name), _header_value(value)) for name, value in _pairs(headers)]
        _set(self, "_pairs", tuple(checked))
        _set(self, "_index", _infra.combined_by_name(checked))

    @classmethod
    def of_wire(cls, pairs: Iterable[tuple[str, str]]) -> "HeaderList":
        """The list of *pairs* as a browser has read them, which may hold what no value here may."""
        return cls._trusted(tuple(pairs))

    @classmethod
    def _trusted(cls, pairs: tuple[tuple[str, str], ...]) -> "HeaderList":
        new = cls.__new__(cls)
        _set(new, "_pairs", pairs)
        _set(new, "_index", None)
        return new

    def _combined(self) -> dict[str, str]:
        """The combined values by name: of a list made of others, when it is first asked; many never are."""
        index = self._index
        if index is None:
            index = _infra.combined_by_name(self._pairs)
            _set(self, "_index", index)
        return index

    def __contains__(self, name: object) -> bool:
        """
        Whether a header of this name, in any case, is there.

        Spec: https://fetch.spec.whatwg.org/#header-list-contains
        """
        return isinstance(name, str) and _infra.ascii_lowercase(name) in self._combined()

    def get(self, name: str) -> str | None:
        """
        The values of all headers of this name joined by a comma and a space, or None.

        Spec: https://fetch.spec.whatwg.org/#concept-header-list-get
        """
        # 1-2. A name in lower case, as all of ours are, is found at once.
        index = self._index
        if index is None:
            index = self._combined()
        value = index.get(name)
        return index.get(_infra.ascii_lowercase(name)) if value is None else value

    def get_all(self, name: str) -> tuple[str, ...]:
        """The values of all headers of this name, one a header."""
        lowered = _infra.ascii_lowercase(name)
        if lowered not in self._combined():
            return ()
        return tuple(value for other, value in self._pairs if _infra.ascii_lowercase(other) == lowered)

    def get_decode_and_split(self, name: str) -> list[str] | None:
        """
        The comma-separated items of all headers of this name, quoted strings kept whole, or None.

        Spec: https://fetch.spec.whatwg.org/#concept-header-list-get-decode-split
        """
        # 1.
        value = self.get(name)
        # 2-3.
        return None if value is None else get_decode_and_split(value)

    def extract_values(self, name: str) -> list[str] | Literal["failure"] | None:
        """
        What all headers of this name say by the ABNF of the name.

        Args:
            name: ``Access-Control-Allow-Methods``, ``-Allow-Headers``, ``-Expose-Headers`` or
                ``Referrer-Policy`` (lists of tokens); ``Access-Control-Max-Age`` (seconds, one header);
                ``Location`` (one header, taken as it is: the URL parser is the judge of it, in the
                standard's own tests too).

        Returns:
            None where there is no such header, ``"failure"`` where one is malformed or repeated
            against its ABNF, else the values.

        Spec: https://fetch.spec.whatwg.org/#extract-header-list-values
        """
        # 1-2. (2 below, for the names that are no lists.)
        combined = self.get(name)
        if combined is None:
            return None
        lowered = _infra.ascii_lowercase(name)
        # 3-4.
        # 4.1-4.3. Several headers that are lists say what the list that they are together says.
        repeated = lowered not in _TOKEN_LISTS and len(self.get_all(name)) > 1
        extracted = None if repeated else _extract_header_values(lowered, combined)
        # 5.
        return "failure" if extracted is None else extracted

    def append(self, name: Text, value: Text) -> "HeaderList":
        """
        The list with one more header, its name spelt as that of an equal one already there.

        Spec: https://fetch.spec.whatwg.org/#concept-header-list-append
        """
        name, value = _header_name(name), _header_value(value)
        # 1.
        if name in self:
            name = self._pairs[self._place(name)][0]
        # 2.
        return HeaderList._trusted((*self._pairs, (name, value)))

    def delete(self, *names: str) -> "HeaderList":
        """
        The list without the headers of these names.

        Spec: https://fetch.spec.whatwg.org/#concept-header-list-delete
        """
        gone = {_infra.ascii_lowercase(name) for name in names}
        if gone.isdisjoint(self._combined()):
            return self
        return HeaderList._trusted(
            tuple(pair for pair in self._pairs if _infra.ascii_lowercase(pair[0]) not in gone)
        )

    def only(self, wanted: Callable[[str], bool]) -> "HeaderList":
        """The list of those headers whose names are *wanted*."""
        return HeaderList._trusted(tuple(pair for pair in self._pairs if wanted(pair[0])))

    def set(self, name: Text, value: Text) -> "HeaderList":
        """
        The list with the first header of this name changed to *value* and the others gone.

        Spec: https://fetch.spec.whatwg.org/#concept-header-list-set
        """
        name, value = _header_name(name), _header_value(value)
        # 1.
        if name in self:
            index = self._place(name)
            rest = HeaderList._trusted(self._pairs[index + 1 :]).delete(name)
            return HeaderList._trusted((*self._pairs[:index], (self._pairs[index][0], value), *rest))
        # 2.
        return self.append(name, value)

    def combine(self, name: Text, value: Text) -> "HeaderList":
        """
        The list with *value* added to the first header of this name behind a comma and a space.

        Spec: https://fetch.spec.whatwg.org/#concept-header-list-combine
        """
        name, value = _header_name(name), _header_value(value)
        # 1.
        if name in self:
            pairs = list(self._pairs)
            first, old = pairs[index := self._place(name)]
            pairs[index] = (first, f"{old}, {value}")
            return HeaderList._trusted(tuple(pairs))
        # 2.
        return self.append(name, value)

    def combined(self) -> Iterable[tuple[str, str]]:
        """Each name once, in lower case, with the values of all headers of that name combined."""
        return self._combined().items()

    def sort_and_combine(self) -> "HeaderList":
        """
        The list as script iterates it: names in lower case, sorted, values combined.

        Spec: https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine
        """
        # 1-2.
        pairs: list[tuple[str, str]] = []
        # 3.
        for name in sorted_lowercase_set(self.names()):
            # 3.1.1-3.1.2.
            if name == "set-cookie":
                # 3.1.2.1.
                pairs += [(name, value) for value in self.get_all(name)]
            # 3.2.1-3.2.3.
            else:
                pairs.append((name, self._combined()[name]))
        # 4.
        return HeaderList._trusted(tuple(pairs))

    def names(self) -> list[str]:
        """The name of every header, repeated ones too, as spelt."""
        return [name for name, _ in self._pairs]

    def _place(self, name: str) -> int:
        lowered = _infra.ascii_lowercase(name)
        return next(i for i, pair in enumerate(self._pairs) if _infra.ascii_lowercase(pair[0]) == lowered)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __eq__(self, other: object) -> bool:
        return self._pairs == other._pairs if isinstance(other, HeaderList) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._pairs)

    def __repr__(self) -> str:
        return f"HeaderList({list(self._pairs)!r})"

    def __setattr__(self, name: str, value: object) -> None:
        message = f"HeaderList is frozen: {name} cannot be set"
        raise AttributeError(message)

    def __reduce__(self) -> tuple[object, tuple[tuple[tuple[str, str], ...]]]:
        return HeaderList._trusted, (self._pairs,)


def header_list(
    headers: HeadersInput,
) -> HeaderList:
    """*headers* as a `HeaderList`, itself if it is one."""
    return headers if isinstance(headers, HeaderList) else HeaderList(headers)


def get_decode_and_split(value: str) -> list[str]:
    """
    The comma-separated items of a header value; a comma in a quoted string separates nothing.

    Spec: https://fetch.spec.whatwg.org/#header-value-get-decode-and-split
    """
    # 1-4.
    values: list[str] = []
    start = position = 0
    # 5.
    while True:
        # 5.1.
        position = _infra.end_of_run(_NO_QUOTE_OR_COMMA, value, position)
        # 5.2.1-5.2.2.
        if value.startswith('"', position):
            position = end_of_quoted_string(value, position)
            if position < len(value):
                continue
        # 5.3-5.5.
        values.append(_infra.strip_http_tab_or_space(value[start:position]))
        # 5.6.
        if position >= len(value):
            return values
        # 5.7-5.8.
        position += 1
        start = position


def end_of_quoted_string(text: str, start: int) -> int:
    """
    The position behind the quoted string that begins at *start*, or the end of *text*.

    Spec: https://fetch.spec.whatwg.org/#collect-an-http-quoted-string
    """
    # 1-4.
    position = start + 1
    # 5.
    while True:
        # 5.1.
        position = _infra.end_of_run(_NO_QUOTE_OR_BACKSLASH, text, position)
        # 5.2-5.4.
        if position >= len(text):
            break
        position += 1
        # 5.5.1-5.5.3. What follows a backslash is no delimiter.
        if text[position - 1] == "\\":
            position = min(position + 1, len(text))
        # 5.6.1-5.6.2.
        else:
            break
    # 6-7. The callers want the place, not the value.
    return position


def sorted_lowercase_set(names: Iterable[str]) -> list[str]:
    """
    Each of *names* once, in lower case, in the order of their bytes.

    Spec: https://fetch.spec.whatwg.org/#convert-header-names-to-a-sorted-lowercase-set
    """
    # 1-3.
    return sorted({_infra.ascii_lowercase(name) for name in names})


def _pairs(headers: object) -> Iterable[tuple[object, object]]:
    """The pairs that *headers* is."""
    if isinstance(headers, Mapping):
        return headers.items()
    if isinstance(headers, Iterable) and not isinstance(headers, str | bytes):
        pairs = list(headers)
        if all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in pairs):
            return pairs
    raise InvalidInput("headers", headers, "must be a mapping, or pairs of a name and a value")


def _extract_header_values(name: str, value: str) -> list[str] | None:
    """
    What *value* says by the ABNF of *name* (in lower case); None for failure.

    Spec: https://fetch.spec.whatwg.org/#extract-header-values
    """
    # 1-2.
    if name in _TOKEN_LISTS:
        # RFC 9110, 5.6.1: a recipient ignores empty elements, so an empty list is a list.
        items = _infra.items_between_commas(value)
        return items if not items or _infra.is_token("".join(items)) else None
    if name == "access-control-max-age" and not _infra.is_ascii_digits(value):
        return None
    return [value]


def _header_name(name: object) -> str:
    text = _infra.isomorphic_text(name, "header name")
    if not _infra.is_token(text):
        raise InvalidInput("header name", text, "must be an HTTP token")
    return text


def _header_value(value: object) -> str:
    """
    A header value, normalized.

    Spec: https://fetch.spec.whatwg.org/#concept-header-value-normalize
    """
    text = _infra.strip_http_whitespace(_infra.isomorphic_text(value, "header value"))
    if "\0" in text or "\n" in text or "\r" in text:
        raise InvalidInput("header value", text, "must hold no NUL and no newline")
    return text


NO_HEADERS: Final = HeaderList()
