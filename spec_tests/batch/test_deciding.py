"""`decide_table` and `decide_batches`, by example."""

from typing import Any

import pyarrow as pa
import pytest

from cors_sim import BROWSERS, CHROMIUM, WEBKIT, InvalidInput
from cors_sim.batch import Summary, decide_batches, decide_table, deciding, output_schema, summarize

PAGE = "https://app.example.com"


def table(*rows: dict[str, Any]) -> pa.Table:
    """Rows with a page, a URL and a status, and what else each says."""
    usual = {"url": "https://api.example.com/", "origin": PAGE, "status": 200}
    return pa.Table.from_pylist(
        [usual | row for row in rows],
        pa.schema([(name, pa.string()) for name in usual | rows[0]]).set(2, pa.field("status", pa.int64())),
    )


def column(name: str, *rows: dict[str, Any], **options: Any) -> list[Any]:  # noqa: ANN401 - of decide_table
    """One column of the verdicts on *rows*."""
    found: list[Any] = decide_table(table(*rows), **options)[name].to_pylist()
    return found


class TestVerdicts:
    """What is said of a row."""

    def test_allowed(self) -> None:
        """Nothing but that, and by which browser."""
        decided = decide_table(table({"access_control_allow_origin": "*"})).to_pylist()[0]

        assert {
            name: value for name, value in decided.items() if name not in {"url", "origin", "status"}
        } == {
            "access_control_allow_origin": "*",
            "allowed": True,
            "reason": None,
            "step": None,
            "header": None,
            "observed": None,
            "expected": None,
            "browser": "standard",
            "error": None,
        }

    def test_blocked(self) -> None:
        """Why, where in the standard, and on what evidence."""
        decided = decide_table(table({"access_control_allow_origin": "https://other.example"})).to_pylist()[
            0
        ]

        assert {
            name: decided[name] for name in ("allowed", "reason", "step", "header", "observed", "expected")
        } == {
            "allowed": False,
            "reason": "allow-origin-mismatch",
            "step": "CORS check, step 4",
            "header": "Access-Control-Allow-Origin",
            "observed": "https://other.example",
            "expected": PAGE,
        }

    def test_browsers_differ(self) -> None:
        """A wildcard covers Authorization in browsers, and not in the standard."""
        rows = pa.Table.from_pylist(
            [
                {
                    "url": "https://api.example.com/",
                    "origin": PAGE,
                    "status": 200,
                    "request_headers": [("Authorization", "x")],
                    "access_control_allow_origin": ["*"],
                    "preflight_status": 204,
                    "preflight_access_control_allow_origin": "*",
                    "preflight_access_control_allow_headers": "*",
                }
            ],
            pa.schema(
                [
                    *((name, pa.string()) for name in ("url", "origin")),
                    ("status", pa.int64()),
                    ("request_headers", pa.map_(pa.string(), pa.string())),
                    ("access_control_allow_origin", pa.list_(pa.string())),
                    ("preflight_status", pa.int64()),
                    ("preflight_access_control_allow_origin", pa.string()),
                    ("preflight_access_control_allow_headers", pa.string()),
                ]
            ),
        )
        decided = {browser.name: decide_table(rows, browser=browser) for browser in BROWSERS}

        assert {name: found["allowed"][0].as_py() for name, found in decided.items()} == {
            "standard": False,
            "chromium": True,
            "firefox": True,
            "webkit": True,
        }
        assert {name: found["browser"][0].as_py() for name, found in decided.items()} == dict.fromkeys(
            decided
        ) | {name: name for name in decided}

    def test_mixed_content_names_its_url(self) -> None:
        """Decided once, and each row names its own."""
        urls = [f"http://api.example.com/{number}" for number in range(3)]

        assert urls == column("observed", *({"url": url} for url in urls))

    def test_redirects_name_where_they_lead(self) -> None:
        """Relative to the URL of the row, with the fragment of the row."""
        rows = [
            {"url": url, "status": 302, "location": location, "access_control_allow_origin": "*"}
            for url in ("https://api.example.com/a/b", "https://api.example.com/c/d#e")
            for location in ("f", "https://other.example/")
        ]

        assert column("observed", *rows) == [
            *("https://api.example.com/a/f", "https://other.example/"),
            *("https://api.example.com/c/f#e", "https://other.example/#e"),
        ]


class TestErrors:
    """A row that is no request or no response stops nothing."""

    @pytest.mark.parametrize(
        ("row", "error"),
        [
            ({"url": "/relative"}, "url must be an absolute URL, got '/relative'"),
            ({"url": None}, "url must be a URL, or the non-empty list of URLs so far, got None"),
            ({"origin": None}, "origin must be a str, TupleOrigin or OpaqueOrigin, got None"),
            ({"status": None}, "status must be a whole number from 0 to 999, got None"),
            ({"status": 1000}, "status must be a whole number from 0 to 999, got 1000"),
            ({"mode": "CORS"}, "mode must be one of 'same-origin', 'cors', "),
            ({"method": "PUT"}, "preflight must be given, because of the method PUT, got None"),
            ({"content_type": "a\nb"}, "header value must hold no NUL and no newline, got 'a\\nb'"),
        ],
    )
    def test_one_row(self, row: dict[str, Any], error: str) -> None:
        """It says why, and the one beside it is decided."""
        decided = decide_table(table(row, {}))

        assert str(decided["error"][0].as_py()).startswith(error)
        assert decided["allowed"].to_pylist() == [None, False]

    def test_no_answer(self) -> None:
        """A status of zero is no error."""
        assert column("reason", {"status": 0}) == ["network-error"]


class TestBatches:
    """`decide_batches`: what Spark's mapInArrow takes."""

    def test_one_for_one(self) -> None:
        """As many batches, with as many rows, in the same order, even where there are none."""
        rows = table(*({"url": f"https://a{number}.example/"} for number in range(7)))
        batches = [*rows.to_batches(max_chunksize=3), *rows.slice(0, 0).to_batches()]
        batches.append(pa.RecordBatch.from_pylist([], rows.schema))
        decided = list(decide_batches(iter(batches), browser=CHROMIUM))

        assert [batch.num_rows for batch in decided] == [batch.num_rows for batch in batches]
        assert {batch.schema for batch in decided} == {output_schema(rows.schema)}
        assert pa.Table.from_batches(decided) == decide_table(rows, browser=CHROMIUM)

    def test_no_browser(self) -> None:
        """A name is none, and no row is asked about it."""
        with pytest.raises(InvalidInput, match="browser must be a Browser, got 'chromium'"):
            decide_batches([], browser="chromium")  # type: ignore[arg-type]  # to see it refused

    def test_one_at_a_time(self) -> None:
        """A batch is asked for when it is needed, so that there may be more than memory holds."""
        asked = []

        def batches() -> Any:  # noqa: ANN401 - an iterator of batches
            for number in range(3):
                asked.append(number)
                yield table({}).to_batches()[0]

        decided = decide_batches(batches())

        assert asked == []
        next(decided)
        assert asked == [0]

    def test_what_is_remembered(self) -> None:
        """What was decided in one batch is what is said in the next, whatever the URL."""
        rows = [table({"url": f"http://a{number}.example/"}) for number in range(3)]
        decided = pa.Table.from_batches(decide_batches(row.to_batches()[0] for row in rows))

        assert decided["observed"].to_pylist() == [f"http://a{number}.example/" for number in range(3)]

    def test_no_more_is_remembered_than_there_is_room_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is not remembered is decided again, and alike."""
        rows = table(
            *(
                {"access_control_allow_origin": PAGE, "access_control_allow_credentials": f"{number % 3}"}
                for number in range(9)
            )
        )
        expected = decide_table(rows)
        for name in ("_REMEMBERED", "_ROWS_AT_ONCE", "_VALUES_AT_ONCE"):
            monkeypatch.setattr(deciding, name, 2)

        assert decide_table(rows) == expected


class TestTables:
    """`decide_table`: whatever the table is made of."""

    def test_empty(self) -> None:
        """No rows in, no rows out, with all columns."""
        decided = decide_table(table({}).slice(0, 0))

        assert decided.schema == output_schema(table({}).schema)
        assert decided.num_rows == 0

    def test_chunks(self) -> None:
        """However the columns are cut."""
        one, other = table({"url": "https://a.example/"}), table({"url": "x"}, {"url": "http://b.example/"})

        assert decide_table(pa.concat_tables([one, other])) == pa.concat_tables(
            [decide_table(one), decide_table(other)]
        )

    def test_dictionaries(self) -> None:
        """As Parquet and pandas have them."""
        plain = table({"access_control_allow_origin": "*"}, {"access_control_allow_origin": PAGE})
        encoded = plain.set_column(3, "access_control_allow_origin", plain.column(3).dictionary_encode())

        assert decide_table(encoded)["allowed"] == decide_table(plain)["allowed"]


class TestSummary:
    """`summarize`: how many rows came out how."""

    def test_counts(self) -> None:
        """The most frequent reason first; errors are counted, and are no reasons."""
        rows = [
            {"access_control_allow_origin": value}
            for value in ("*", None, None, "null", "a, b", "a, b", "a, b", "\n\nx\n\ny")
        ]
        summary = summarize(decide_table(table(*rows), browser=WEBKIT))

        assert summary == Summary(
            rows=8,
            allowed=1,
            reasons=(
                ("allow-origin-multiple-values", 3),
                ("allow-origin-missing", 2),
                ("allow-origin-mismatch", 1),
            ),
            errors=1,
        )
        assert str(summary).splitlines()[:3] == ["8  rows", "1  allowed", "3  allow-origin-multiple-values"]

    def test_of_nothing(self) -> None:
        """Zero of everything."""
        assert summarize(decide_table(table({}).slice(0, 0))) == Summary(0, 0, (), 0)

    def test_of_an_undecided_table(self) -> None:
        """It says which column is missing."""
        with pytest.raises(InvalidInput, match="column 'allowed' must be there, and hold bool"):
            summarize(table({}))
