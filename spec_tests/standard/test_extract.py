"""The extractor on small documents, and what is well known of what it extracted."""

# ruff: noqa: D103 - the name of a test says what it tests

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from spec_tests.standard import extract, tables
from spec_tests.standard.document import Document, ExtractionError
from spec_tests.standard.extract import (
    ALGORITHMS,
    extract_steps,
    load_steps,
    load_tables,
)

COMMIT = "586cd2a44c2a865b37c166dc0740f3fb8bb220d6"

# With the end tags left out as in the standard.
NUMBERED = """
<div algorithm>
<p>To perform a <dfn id=concept-sample>sample</dfn> given a <a for=/>request</a>, run these steps:

<p class=note>A note before the steps.

<ol>
 <li><p>Let <var>x</var> be
 "<code>client</code>".

 <li>
  <p>If one of these is true

  <ul class=brief>
   <li>one
   <li><p>two
  </ul>

  <p>then:

  <div class=note><p>A note <ol><li>with steps</ol></div>

  <ol>
   <li><p>Nested.

   <li class=XXX><p>Nested issue.
  </ol>

  <div class=example><ol><li><p>Do not.</ol></div>

 <li>
  <p>Switch:

  <dl class="switch compact">
   <dt>"<code>a</code>"
   <dt>"<code>b</code>"
   <dd>
    <ol><li><p>First of a and b.</ol>

   <dt>"<code>c</code>"
   <dd><p>Do c.

   <dt>Otherwise
   <dd>
    <ol>
     <li>First otherwise.
     <li><p>Second otherwise.
    </ol>

    <p class=warning>Careful.
  </dl>

 <li><p>Return. <span class=note>Or not.</span>
</ol>
</div>
"""


def test_steps_are_numbered_by_nesting_and_by_branch() -> None:
    steps, branches = Document(NUMBERED).algorithm("concept-sample")
    assert list(steps) == ["1", "2", "2.1", "2.2", "3", "3.a.1", "3.c.1", "3.c.2", "4"]
    assert branches == ["3.a", "3.b", "3.c"]


def test_a_step_is_its_own_text_without_notes_and_nested_steps() -> None:
    assert Document(NUMBERED).algorithm("concept-sample").steps == {
        "1": 'Let x be "client".',
        "2": "If one of these is true one two then:",
        "2.1": "Nested.",
        "2.2": "Nested issue.",
        "3": 'Switch: "a" "b" "c" Do c. Otherwise',
        "3.a.1": "First of a and b.",
        "3.c.1": "First otherwise.",
        "3.c.2": "Second otherwise.",
        "4": "Return.",
    }


@pytest.mark.parametrize(
    ("source", "step"),
    [
        (
            "<p>A <dfn>sample</dfn> is one of <ul><li>`<code>A</code>` <li>b</ul> <p>is true.",
            "A sample is one of `A` b",
        ),
        (
            "<p>A <dfn>sample</dfn> is a thing. <p>An <dfn>other</dfn>: <ol><li>Another's.</ol>",
            "A sample is a thing.",
        ),
    ],
)
def test_an_algorithm_without_steps_is_one(source: str, step: str) -> None:
    assert Document(source).algorithm("sample") == ({"": step}, [])


def test_an_algorithm_can_be_a_heading() -> None:
    source = (
        '<h3 dfn lt="a sample" id=sample?>Is it a <var>sample</var>?</h3>'
        "<p>Run these steps:<ol><li>One.</ol>"
    )
    assert Document(source).definition("sample?").name == "a sample"
    assert Document(source).algorithm("sample?").steps == {"1": "One."}


@pytest.mark.parametrize(
    ("dfn", "anchor"),
    [
        ("<dfn id=concept-sample for=x>a sample</dfn>", "concept-sample"),
        ("<dfn>CORS-unsafe request-header byte</dfn>", "cors-unsafe-request-header-byte"),
        ('<dfn lt="block bad port">should be blocked</dfn>', "block-bad-port"),
        (
            '<dfn for="header value" lt="get, decode, and split|getting">get</dfn>',
            "header-value-get-decode-and-split",
        ),
        ("<dfn for=request/destination>script-like</dfn>", "request-destination-script-like"),
        ("<dfn>document `<code>Accept</code>` value</dfn>", "document-accept-value"),
    ],
)
def test_a_definition_has_the_anchor_of_the_published_standard(dfn: str, anchor: str) -> None:
    assert list(Document(f"<p>A {dfn} is.").definitions) == [anchor]


def test_anchors_are_definitions_and_ids() -> None:
    document = Document("<h2 id=b>B</h2><p>A <dfn>c</dfn> and <dfn method for=X>m()</dfn>.")
    assert document.anchors() == ["b", "c"]


def test_a_missing_algorithm_is_named() -> None:
    with pytest.raises(ExtractionError, match="'concept-gone'"):
        extract_steps(Document(NUMBERED), ["concept-sample", "concept-gone"])


@pytest.mark.parametrize(
    "source",
    [
        "<p><dfn>x</dfn>:<ol><li>If so: <ol><li>a</ol> Else: <ol><li>b</ol></ol>",
        "<p><dfn>x</dfn>:<ol><li>One of: <ul><li>a: <ol><li>b</ol></ul></ol>",
        "<p><dfn>x</dfn>:<ol><li>As follows: <dl><dt>a<dd><ol><li>b</ol></dl></ol>",
    ],
)
def test_steps_without_a_number_of_their_own_are_an_error(source: str) -> None:
    with pytest.raises(ExtractionError):
        Document(source).algorithm("x")


def test_two_definitions_with_one_anchor_are_an_error() -> None:
    with pytest.raises(ExtractionError, match="'x'"):
        Document("<p><dfn>x</dfn> <p><dfn>X</dfn>")


def test_tables_fail_where_the_standard_has_another_shape() -> None:
    with pytest.raises(ExtractionError, match="cors-safelisted-method"):
        tables.extract_tables(Document(NUMBERED))
    reworded = "<p>A <dfn>CORS-safelisted method</dfn> is a method that is safe."
    with pytest.raises(ExtractionError, match="quoted value"):
        tables.extract_tables(Document(reworded))


def test_differences_tell_changed_from_moved_steps() -> None:
    steps, data = load_steps(), load_tables()
    assert extract.differences((steps, data), (steps, data)) == []
    new_steps, new_data = copy.deepcopy(steps), copy.deepcopy(data)
    hashes = list(steps["algorithms"]["concept-cors-check"]["steps"].values())
    # Step 2 is changed, a step comes in after step 6, and step 8 goes.
    hashes = [hashes[0], "changed", *hashes[2:6], "new", hashes[6]]
    new_steps["algorithms"]["concept-cors-check"]["steps"] = {
        str(number): text for number, text in enumerate(hashes, start=1)
    }
    new_steps["algorithms"]["concept-cache-clear"]["steps"] = {"": "changed"}
    del new_steps["algorithms"]["concept-tao-check"]
    new_steps["anchors"].remove("concept-request")
    new_data["tables"]["bad_ports"] = [*as_list(data["tables"]["bad_ports"])[1:], 65000]
    new_data["tables"]["redirect_limit"] = 21
    assert extract.differences((steps, data), (new_steps, new_data)) == [
        "#concept-cache-clear: step (only) changed",
        "#concept-cors-check: step 2 changed",
        "#concept-cors-check: step 7 is new",
        "#concept-cors-check: step 7 is now step 8",
        "#concept-cors-check: step 8 is gone",
        "#concept-tao-check: no longer extracted",
        "#concept-request: no longer in the standard",
        "table bad_ports: gone [0], new [65000]",
        "table redirect_limit: was 20, is 21",
    ]


def test_check_prints_what_changed_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps, data = load_steps(), load_tables()
    monkeypatch.setattr(extract, "_write", pytest.fail)
    monkeypatch.setattr(extract, "extract", lambda _: (steps, data))
    assert extract.main(["--check", "fetch"]) == 0
    assert capsys.readouterr().out == "0 differences\n"
    data["tables"]["redirect_limit"] = 21
    steps["commit"] = "0" * 40
    assert extract.main(["--check", "fetch"]) == 1
    printed = capsys.readouterr().out
    assert COMMIT in printed
    assert "table redirect_limit: was 20, is 21\n1 differences\n" in printed


def test_an_unreadable_checkout_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract.main([str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.startswith("extract: git rev-parse HEAD: ")


def test_the_stored_files_are_of_the_pinned_commit() -> None:
    steps, data = load_steps(), load_tables()
    assert steps["standard"] == data["standard"] == "https://fetch.spec.whatwg.org/"
    assert steps["commit"] == data["commit"] == COMMIT
    assert steps["date"] == data["date"] == "2026-07-02"


def test_the_stored_steps_are_those_of_the_listed_algorithms() -> None:
    algorithms = load_steps()["algorithms"]
    assert list(algorithms) == sorted(ALGORITHMS)
    assert set(algorithms) <= set(load_steps()["anchors"])
    for algorithm in algorithms.values():
        assert algorithm["steps"]
        for text in algorithm["steps"].values():
            assert re.fullmatch("[0-9a-f]{12}", text)


@pytest.mark.parametrize(
    ("anchor", "name", "last", "some"),
    [
        ("concept-cors-check", "CORS check", "8", ["1", "3", "7"]),
        ("concept-tao-check", "TAO check", "8", ["6"]),
        ("cors-preflight-fetch-0", "CORS-preflight fetch", "8", ["5.2", "7.5", "7.16"]),
        ("concept-main-fetch", "main fetch", "24", ["12.a.3", "12.d.1", "12.g.2", "14.1.3"]),
        ("concept-http-fetch", "HTTP fetch", "7", ["4.1.2", "6.3.a.1", "6.3.c.2"]),
        ("concept-http-redirect-fetch", "HTTP-redirect fetch", "22", ["12.2", "21.1"]),
        ("cors-safelisted-request-header", "CORS-safelisted request-header", "3", ["2.c.4"]),
        ("concept-header-list-delete", "delete", "", []),
        ("concept-cache-match-header", "header-name cache entry match", "", []),
    ],
)
def test_well_known_steps(anchor: str, name: str, last: str, some: list[str]) -> None:
    algorithm = load_steps()["algorithms"][anchor]
    assert algorithm["name"] == name
    assert list(algorithm["steps"])[-1] == last
    assert set(some) <= algorithm["steps"].keys()


def test_no_table_is_empty() -> None:
    for name, table in load_tables()["tables"].items():
        assert table, name


@pytest.mark.parametrize(
    ("name", "members", "others", "size"),
    [
        ("bad_ports", [0, 6667, 139, 10080], [80, 138, 443, 8080], 83),
        ("cors_safelisted_methods", ["GET", "HEAD", "POST"], ["PUT"], 3),
        ("forbidden_methods", ["CONNECT", "TRACE", "TRACK"], ["OPTIONS"], 3),
        ("normalized_methods", ["DELETE", "PUT"], ["PATCH"], 6),
        ("forbidden_request_headers", ["Cookie", "Origin", "Via"], ["User-Agent"], 21),
        ("forbidden_request_header_prefixes", ["proxy-", "sec-"], [], 2),
        ("method_override_request_headers", ["X-HTTP-Method"], [], 3),
        ("cors_safelisted_request_header_names", ["accept", "range"], ["Otherwise"], 5),
        ("cors_unsafe_request_header_bytes", [0x00, 0x22, 0x29, 0x7F], [0x09, 0x20, 0x2C], 45),
        ("language_header_bytes", [*b"09AZaz *,-.;="], [*b'"/_@['], 69),
        ("safelisted_content_types", ["text/plain"], ["application/json"], 3),
        ("cors_non_wildcard_request_header_names", ["Authorization"], [], 1),
        ("no_cors_safelisted_request_header_names", ["Content-Type"], ["Range"], 4),
        ("privileged_no_cors_request_header_names", ["Range"], [], 1),
        ("cors_safelisted_response_header_names", ["Content-Length"], ["ETag"], 7),
        ("forbidden_response_header_names", ["Set-Cookie", "Set-Cookie2"], [], 2),
        ("request_body_header_names", ["Content-Location"], ["Content-Length"], 4),
        ("null_body_statuses", [101, 103, 204, 205, 304], [], 5),
        ("redirect_statuses", [301, 302, 303, 307, 308], [300, 304], 5),
        ("range_statuses", [206, 416], [], 2),
        ("destinations", ["", "webidentity", "xslt"], ["fetch"], 24),
        ("script_like_destinations", ["serviceworker"], ["xslt", "style"], 6),
        ("request_modes", ["no-cors", "webtransport"], [], 6),
        ("credentials_modes", ["omit", "same-origin", "include"], [], 3),
        ("redirect_modes", ["follow", "error", "manual"], [], 3),
        ("cache_modes", ["only-if-cached"], [], 6),
        ("initiator_types", ["fetch", "xmlhttprequest", "other"], ["null"], 21),
        ("local_schemes", ["about", "blob", "data"], [], 3),
        ("http_schemes", ["http", "https"], [], 2),
        ("fetch_schemes", ["about", "file", "https"], ["ws"], 6),
    ],
)
def test_well_known_members(name: str, members: list[object], others: list[object], size: int) -> None:
    table = as_list(load_tables()["tables"][name])
    assert all(member in table for member in members)
    assert not any(other in table for other in others)
    assert len(table) == size


def test_well_known_numbers() -> None:
    numbers = {name: table for name, table in load_tables()["tables"].items() if type(table) is int}
    assert numbers == {
        "default_max_age": 5,
        "redirect_limit": 20,
        "safelist_total_limit": 1024,
        "safelist_value_limit": 128,
    }
    assert load_tables()["tables"]["ok_status_range"] == [200, 299]


@pytest.mark.parametrize(
    ("name", "size", "example"),
    [
        (
            "credentials_table",
            7,
            {
                "credentials_mode": "include",
                "allow_origin": "https://rabbit.invalid",
                "allow_credentials": "True",
                "shared": False,
            },
        ),
        ("get_decode_split_examples", 12, {"headers": ["B: sniff"], "output": None}),
        (
            # The second row of a cell that spans two.
            "get_decode_split_examples",
            12,
            {"headers": ["A: x / x", "A: ,", "A: 1"], "output": ["x / x", "", "", "1"]},
        ),
        (
            # The last row of a cell that spans three.
            "extract_mime_type_examples",
            7,
            {"headers": ["Content-Type: text/html", "Content-Type:"], "output": "text/html"},
        ),
        (
            "http_quoted_string_examples",
            3,
            {"input": '"\\', "output": '"\\', "extracted": "\\", "position": 2},
        ),
    ],
)
def test_well_known_examples(name: str, size: int, example: dict[str, object]) -> None:
    examples = as_list(load_tables()["tables"][name])
    assert len(examples) == size
    assert example in examples


def as_list(table: object) -> list[Any]:
    """Return a table that is a list."""
    assert isinstance(table, list)
    return table
