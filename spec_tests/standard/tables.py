"""
The tables of the Fetch standard as data: its lists of names, limits and worked examples.

Everything is read from where the standard states it, and where its text has another shape than
expected the reading fails: a changed sentence must be looked at, not half understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spec_tests.standard.document import HEADINGS, Document, Element, ExtractionError, only

# A byte as the standard writes it: "0x28 (left parenthesis)", "0x29 ())", "0x7F DEL".
_BYTE = r"0x([0-9A-F]{2})(?: \([^()]+\)| [A-Z]+)?"
_BYTES = rf"{_BYTE}(?:(?:, or |, | or ){_BYTE})*"


def extract_tables(document: Document) -> dict[str, object]:
    """
    Return the standard's tables, sorted by name.

    Members are in the order of the standard; bytes and ports ascend.

    Raises:
        ExtractionError: one of them is missing or does not have the expected shape.
    """
    tables = {
        **_method_tables(document),
        **_header_tables(document),
        **_request_tables(document),
        **_response_tables(document),
        **_examples(document),
    }
    return dict(sorted(tables.items()))


def _method_tables(document: Document) -> dict[str, object]:
    return {
        "cors_safelisted_methods": _prose(document, "cors-safelisted-method", "that is ", "."),
        "forbidden_methods": _prose(document, "forbidden-method", "match for ", ". "),
        "normalized_methods": _prose(
            document, "concept-method-normalize", "match for ", ", byte-uppercase it."
        ),
    }


def _header_tables(document: Document) -> dict[str, object]:
    safelisted = "cors-safelisted-request-header"
    switch = only(document.steps_list(safelisted).descendants("dl"), f"switch of #{safelisted}")
    forbidden = "forbidden-request-header"
    forbidden_lists = list(document.steps_list(forbidden).descendants("ul"))
    if len(forbidden_lists) != 2:
        raise ExtractionError(f"#{forbidden}: expected two lists of names")
    return {
        "cors_non_wildcard_request_header_names": _prose(
            document, "cors-non-wildcard-request-header-name", "match for ", "."
        ),
        "cors_safelisted_request_header_names": [
            _unquote(label.text()) for label in switch.elements("dt") if label.text() != "Otherwise"
        ],
        "cors_safelisted_response_header_names": _names(
            _after(document, "cors-safelisted-response-header-name", "ul"),
            last="Any item in list that is not a forbidden response-header name.",
        ),
        "cors_unsafe_request_header_bytes": _unsafe_bytes(
            _after(document, "cors-unsafe-request-header-byte", "ul")
        ),
        "forbidden_request_header_prefixes": _listed(
            document.algorithm(forbidden).steps["2"], "starts with ", ", then return true."
        ),
        "forbidden_request_headers": _names(forbidden_lists[0]),
        "forbidden_response_header_names": _names(_after(document, "forbidden-response-header-name", "ul")),
        "language_header_bytes": _language_bytes(switch),
        "method_override_request_headers": _names(forbidden_lists[1]),
        "no_cors_safelisted_request_header_names": _names(
            _after(document, "no-cors-safelisted-request-header-name", "ul")
        ),
        "privileged_no_cors_request_header_names": _names(
            _after(document, "privileged-no-cors-request-header-name", "ul")
        ),
        "request_body_header_names": _names(_after(document, "request-body-header-name", "ul")),
        "safelist_total_limit": int(
            _in_a_step(
                document,
                "cors-unsafe-request-header-names",
                r"safelistValueSize is greater than (\d+), then",
            )
        ),
        "safelist_value_limit": int(
            _in_a_step(document, safelisted, r"length is greater than (\d+), then return false")
        ),
        "safelisted_content_types": _enumerated(
            _in_a_step(document, safelisted, r"essence is not (.*), then return false")
        ),
    }


def _request_tables(document: Document) -> dict[str, object]:
    http_schemes = _prose(document, "http-scheme", "scheme is ", ".")
    default = ". Unless stated otherwise"
    return {
        "bad_ports": sorted(int(cells[0].text()) for cells in _rows(_after(document, "bad-port", "table"))),
        "cache_modes": _prose(document, "concept-request-cache-mode", "which is ", default),
        "credentials_modes": _prose(document, "concept-request-credentials-mode", "which is ", default),
        "destinations": _prose(document, "destination-type", "is one of: ", "."),
        "fetch_schemes": [
            *_prose(document, "fetch-scheme", "scheme is ", ", or an HTTP(S) scheme."),
            *http_schemes,
        ],
        "http_schemes": http_schemes,
        # The null among them is the absence of a type, so it is not a member.
        "initiator_types": _prose(document, "request-initiator-type", "which is null, ", default),
        "local_schemes": _prose(document, "local-scheme", "scheme is ", "."),
        "redirect_limit": int(
            _in_a_step(document, "concept-http-redirect-fetch", r"redirect count is (\d+), then return")
        ),
        "redirect_modes": _prose(document, "concept-request-redirect-mode", "which is ", default),
        "request_modes": _prose(document, "concept-request-mode", "which is ", default),
        "script_like_destinations": _prose(
            document, "request-destination-script-like", "script-like if it is ", "."
        ),
    }


def _response_tables(document: Document) -> dict[str, object]:
    return {
        "default_max_age": int(
            _in_a_step(
                document,
                "cors-preflight-fetch-0",
                r"max-age is failure or null, then set max-age to (\d+)\.",
            )
        ),
        "null_body_statuses": _statuses(document, "null-body-status"),
        "ok_status_range": _status_range(document, "ok-status"),
        "range_statuses": _statuses(document, "range-status"),
        "redirect_statuses": _statuses(document, "redirect-status"),
    }


def _examples(document: Document) -> dict[str, object]:
    return {
        "credentials_table": list(_credentials_rows(document)),
        "extract_mime_type_examples": [
            {"headers": _header_lines(headers), "output": output.text()}
            for headers, output in _example_rows(document, "example-extract-a-mime-type")
        ],
        "get_decode_split_examples": [
            {"headers": _header_lines(headers), "output": _list_or_null(output)}
            for headers, output in _example_rows(document, "example-header-list-get-decode-split")
        ],
        "http_quoted_string_examples": [
            {
                "input": _quoted_code(given),
                "output": _quoted_code(output),
                "extracted": _quoted_code(extracted),
                "position": int(position.text()),
            }
            for given, output, extracted, position in _example_rows(document, "example-http-quoted-string")
        ],
    }


# Prose.


def _prose(document: Document, anchor: str, before: str, after: str) -> list[str]:
    """Return the values enumerated in the definition with ``anchor``: see ``_listed``."""
    return _listed(document.definition(anchor).block.normative_text(), before, after)


def _listed(text: str, before: str, after: str) -> list[str]:
    """Return the values enumerated in ``text`` from ``before`` to the ``after`` next to it."""
    _, found, rest = text.partition(before)
    enumeration, ended, _ = rest.partition(after)
    if not found or not ended:
        raise ExtractionError(f"expected {before!r} and {after!r} in {text[:200]!r}")
    return _enumerated(enumeration)


def _enumerated(text: str) -> list[str]:
    """Return the quoted values that ``text`` consists of, with commas and "or" between them."""
    return [_unquote(item) for item in re.split(r", or |, | or ", text)]


def _unquote(text: str) -> str:
    """Return what is between the backticks or double quotes of ``text``."""
    if text == "the empty string":
        return ""
    match = re.fullmatch(r"`([^`]+)`|\"([^\"]+)\"", text)
    if match is None:
        raise ExtractionError(f"expected a quoted value, not {text!r}")
    return str(match[1] or match[2])


def _in_a_step(document: Document, anchor: str, pattern: str) -> str:
    """Return the group of ``pattern`` where it matches, in one step of the algorithm."""
    found = [
        match[1]
        for text in document.algorithm(anchor).steps.values()
        for match in re.finditer(pattern, text)
    ]
    if len(found) != 1:
        raise ExtractionError(f"#{anchor}: expected one match of {pattern!r}, not {len(found)}")
    return found[0]


def _statuses(document: Document, anchor: str) -> list[int]:
    """Return the statuses enumerated in the definition with ``anchor``."""
    text = document.definition(anchor).block.normative_text()
    match = re.fullmatch(r".* is a status that is (\d{3}(?:(?:, or |, | or )\d{3})*)\.", text)
    if match is None:
        raise ExtractionError(f"expected a list of statuses, not {text!r}")
    return [int(status) for status in re.findall(r"\d{3}", match[1])]


def _status_range(document: Document, anchor: str) -> list[int]:
    """Return the first and the last status of the range in the definition with ``anchor``."""
    text = document.definition(anchor).block.normative_text()
    match = re.fullmatch(r".* is a status in the range (\d{3}) to (\d{3}), inclusive\.", text)
    if match is None:
        raise ExtractionError(f"expected a range of statuses, not {text!r}")
    return [int(match[1]), int(match[2])]


def _unsafe_bytes(conditions: Element) -> list[int]:
    """Return the CORS-unsafe request-header bytes, by the two conditions on a byte."""
    texts = [item.normative_text() for item in conditions.elements()]
    if len(texts) != 2:
        raise ExtractionError(f"expected two conditions on a byte, not {texts}")
    control = re.fullmatch(rf"byte is less than {_BYTE} and is not {_BYTE}", texts[0])
    one_of = re.fullmatch(rf"byte is ({_BYTES})\.", texts[1])
    if control is None or one_of is None:
        raise ExtractionError(f"unexpected conditions on a byte: {texts}")
    limit, exception = int(control[1], 16), int(control[2], 16)
    listed = _bytes(one_of[1])
    return [byte for byte in range(256) if (byte < limit and byte != exception) or byte in listed]


def _language_bytes(switch: Element) -> list[int]:
    """Return the bytes that may stand in `Accept-Language` and `Content-Language` values."""
    labels: list[str] = []
    conditions: dict[tuple[str, ...], str] = {}
    for child in switch.elements():
        if child.tag == "dt":
            labels.append(child.text())
        else:
            conditions[tuple(labels)] = child.normative_text()
            labels.clear()
    text = conditions.get(("`accept-language`", "`content-language`"), "")
    byte_range = rf"is not in the range {_BYTE} to {_BYTE}, inclusive, "
    match = re.fullmatch(
        rf"If value contains a byte that (?P<ranges>(?:{byte_range})+)"
        rf"and is not (?P<others>{_BYTES}), then return false\.",
        text,
    )
    if match is None:
        raise ExtractionError(f"unexpected condition on the bytes of a language: {text!r}")
    allowed = _bytes(match["others"])
    for limits in re.finditer(byte_range, match["ranges"]):
        allowed.update(range(int(limits[1], 16), int(limits[2], 16) + 1))
    return sorted(allowed)


def _bytes(text: str) -> set[int]:
    """Return the bytes that ``text`` enumerates."""
    return {int(byte[1], 16) for byte in re.finditer(_BYTE, text)}


# Lists and tables.


def _after(document: Document, anchor: str, tag: str) -> Element:
    """Return the element directly after the definition with ``anchor``, which must be a ``tag``."""
    element = next(document.definition(anchor).block.following(), None)
    if element is None or element.tag != tag:
        raise ExtractionError(f"#{anchor}: expected a {tag} after the definition")
    return element


def _names(items: Element, last: str | None = None) -> list[str]:
    """Return the names in backticks of a bullet list, which may end in the sentence ``last``."""
    texts = [item.normative_text() for item in items.elements()]
    if last is not None:
        if texts[-1:] != [last]:
            raise ExtractionError(f"expected the last item {last!r}, not {texts[-1:]}")
        del texts[-1]
    return [_unquote(text.removesuffix(".")) for text in texts]


def _rows(table: Element) -> list[list[Element]]:
    """Return the cells of each row of ``table`` but the headings, a spanning cell in each row."""
    rows: list[list[Element]] = []
    spanning: dict[int, tuple[Element, int]] = {}
    for row in table.descendants("tr"):
        own = row.elements("td")
        if not own:
            continue
        cells: list[Element] = []
        while own or len(cells) in spanning:
            column = len(cells)
            if column in spanning:
                cell, height = spanning.pop(column)
            else:
                cell = own.pop(0)
                height = int(cell.attrs.get("rowspan", "1"))
            if height > 1:
                spanning[column] = (cell, height - 1)
            cells.append(cell)
        rows.append(cells)
    if len({len(cells) for cells in rows}) != 1:
        raise ExtractionError(f"rows of different length in the table {table.text()[:70]!r}")
    return rows


def _example_rows(document: Document, identifier: str) -> list[list[Element]]:
    """Return the rows of the table in the example with this id."""
    example = document.with_id("div", identifier)
    return _rows(only(example.descendants("table"), f"table in #{identifier}"))


def _header_lines(cell: Element) -> list[str]:
    """Return the lines of the headers "as on the network" in ``cell``."""
    text = only(cell.descendants("pre"), "headers of an example").raw_text()
    lines = text.strip("\n").split("\n")
    if not all(re.match(r"[A-Za-z-]+:", line) for line in lines):
        raise ExtractionError(f"expected header lines, not {lines}")
    return lines


def _quoted_code(cell: Element) -> str:
    """Return the code between double quotes that ``cell`` consists of."""
    code = only(cell.descendants("code"), "code of an example").raw_text()
    if cell.text() != f'"{code}"':
        raise ExtractionError(f"expected quoted code, not {cell.text()!r}")
    return code


def _list_or_null(cell: Element) -> list[str] | None:
    """Return the list of strings, or null, that ``cell`` shows."""
    if cell.text() == "null":
        return None
    # The strings hold quotes too; only those outside the code elements delimit them.
    marked = "".join(
        child if isinstance(child, str) else child.raw_text().replace('"', "\0") for child in cell.children
    )
    match = re.fullmatch(r'« ("[^"]*"(?:, "[^"]*")*) »', marked.strip())
    if match is None:
        raise ExtractionError(f"expected a list of strings, not {cell.text()!r}")
    return [string.replace("\0", '"') for string in re.findall(r'"([^"]*)"', match[1])]


def _credentials_rows(document: Document) -> Iterator[dict[str, object]]:
    """Yield the rows of the table in the section "CORS protocol and credentials"."""
    section = []
    for element in document.with_id("h4", "cors-protocol-and-credentials").following():
        if element.tag in HEADINGS:
            break
        section.append(element)
    table = only((element for element in section if element.tag == "table"), "credentials table")
    for mode, origin, credentials, shared, _ in _rows(table):
        if shared.text() not in {"✅", "❌"}:
            raise ExtractionError(f"expected whether it is shared, not {shared.text()!r}")
        omitted = credentials.text() == "Omitted"
        yield {
            "credentials_mode": _unquote(mode.text()),
            "allow_origin": _unquote(origin.text()),
            "allow_credentials": None if omitted else _unquote(credentials.text()),
            "shared": shared.text() == "✅",
        }
