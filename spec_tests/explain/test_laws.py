from __future__ import annotations

import attrs
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cors_sim import (
    BROWSERS,
    Allowed,
    Blocked,
    Change,
    Fix,
    HeaderList,
    Opaque,
    OpaqueOrigin,
    Outcome,
    Request,
    Response,
    explain,
    simulate,
)
from cors_sim.explain.values import Target
from spec_tests.explain import brute
from spec_tests.explain.mended import Answerer, Changed, Granting, Record
from spec_tests.explain.worlds import CDN, EVIL, PAGE, World, requests, worlds
from spec_tests.strategies import fetches

BY_NAME = {browser.name: browser for browser in BROWSERS}
IN_ANY_BROWSER = st.sampled_from(sorted(BY_NAME))


def offered(request: Request, world: World, browser: str, live: bool) -> tuple[Outcome, list[Fix]]:
    """What came of *request*, and the fixes for it, with the server at hand or only a record of it."""
    outcome = simulate(request, world, browser=BY_NAME[browser])
    return outcome, list(explain(outcome, world if live else None).fixes)


def server(outcome: Outcome, world: World, live: bool) -> Answerer | Record:
    """What the fixes were found with."""
    return world if live else Record(outcome.exchanges)


def request_for(fix: Fix, outcome: Outcome) -> Request:
    """What script asks for, with *fix*."""
    return outcome.request if fix.request is None else fix.request


class TestWorks:
    """Every fix that is offered works where it is said to."""

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans())
    def test_run_again(self, request: Request, world: World, browser: str, live: bool) -> None:
        """The changes, made to the server by somebody else, let the fetch through in these browsers."""
        outcome, fixes = offered(request, world, browser, live)
        for fix in fixes:
            changed = Changed(server(outcome, world, live), fix.changes)
            asks = request_for(fix, outcome)
            for showing in fix.showings:
                again = simulate(asks, changed, browser=showing.browser)
                if showing.verdict is not None:
                    assert showing.verdict == again.verdict
                if showing.works:
                    assert isinstance(again.verdict, Allowed | Opaque)
                    assert (
                        isinstance(again.verdict, Allowed)
                        or asks.mode == "no-cors"
                        or (asks.redirect_mode == "manual")
                    )

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans())
    def test_shown_in_all(self, request: Request, world: World, browser: str, live: bool) -> None:
        """It was tried in all browsers, and works at least in the one that was asked about."""
        _, fixes = offered(request, world, browser, live)
        for fix in fixes:
            assert list(BROWSERS) == [showing.browser for showing in fix.showings]
            assert all(showing.works for showing in fix.showings if showing.browser.name == browser)

    @given(requests(), worlds(), IN_ANY_BROWSER)
    def test_nothing_assumed_of_a_server(self, request: Request, world: World, browser: str) -> None:
        """With the server at hand nothing is taken to be so."""
        _, fixes = offered(request, world, browser, live=True)
        assert [fix.assumes for fix in fixes] == [()] * len(fixes)

    @given(requests(), worlds(), IN_ANY_BROWSER)
    def test_unseen_is_assumed(self, request: Request, world: World, browser: str) -> None:
        """Without it, an answer that is changed and that nobody has seen is told of."""
        _, fixes = offered(request, world, browser, live=False)
        for fix in fixes:
            for change in fix.changes:
                assert change.was_seen or any(str(change.target) in text for text in fix.assumes)


class TestGrants:
    """A fix says what servers allow with it."""

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans())
    def test_suffice(self, request: Request, world: World, browser: str, live: bool) -> None:
        """Servers that allow just that, and let other answers be as the fix has them, let it through."""
        outcome, fixes = offered(request, world, browser, live)
        for fix in fixes:
            grants = {granted.url: granted.grant for granted in fix.grants}
            changed = Changed(server(outcome, world, live), fix.changes)
            asks = request_for(fix, outcome)
            for showing in fix.showings:
                again = simulate(asks, Granting(changed, grants), browser=showing.browser)
                assert not showing.works or isinstance(again.verdict, Allowed | Opaque)

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans())
    def test_to_whom(self, request: Request, world: World, browser: str, live: bool) -> None:
        """To every page only if the fix says so; with credentials only if the request has them."""
        outcome, fixes = offered(request, world, browser, live)
        for fix in fixes:
            asks = request_for(fix, outcome)
            for granted in fix.grants:
                grant = granted.grant
                assert grant.origins == (str(asks.origin),) or (fix.is_public and grant.is_public)
                assert grant.credentials == (asks.credentials_mode == "include")
                assert set(grant.header_names) <= {name.lower() for name in asks.headers.names()}
                assert set(grant.methods) <= {asks.method, "GET"}


def asking_by_preflight(allow_origin: str) -> tuple[Request, World]:
    """A page, and a server that lets others in too, but for the status of its preflight."""
    preflight = {"Access-Control-Allow-Origin": allow_origin, "Access-Control-Allow-Headers": "*"}
    everybody = Response(headers={"Access-Control-Allow-Origin": "*"})
    answers = {(CDN, True): Response(401, preflight), (CDN, False): everybody}
    return Request(CDN, origin=PAGE, headers={"X-A": "1"}), World(answers)


class TestGrantsNoMore:
    """No fix grants more than was asked for."""

    @example(*asking_by_preflight("*"), "chromium", True, "chromium")
    @example(*asking_by_preflight("null"), "chromium", True, "chromium")
    @example(*asking_by_preflight("ECHO"), "firefox", True, "webkit")
    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans(), IN_ANY_BROWSER)
    def test_to_another_origin(
        self, request: Request, world: World, browser: str, live: bool, theirs: str
    ) -> None:
        """Another origin can read nothing that it could not read before, unless the fix says public."""
        outcome, fixes = offered(request, world, browser, live)
        for fix in fixes:
            if not fix.is_public:
                for origin in (EVIL, OpaqueOrigin("another")):
                    other = attrs.evolve(request_for(fix, outcome), origin=origin)
                    self.gains_nothing(other, fix, server(outcome, world, live), theirs)

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans(), IN_ANY_BROWSER)
    def test_credentials(
        self, request: Request, world: World, browser: str, live: bool, theirs: str
    ) -> None:
        """Credentials are allowed only if the request has them, and by no public fix."""
        outcome, fixes = offered(request, world, browser, live)
        for fix in fixes:
            asks = request_for(fix, outcome)
            if asks.credentials_mode != "include":
                more = attrs.evolve(asks, credentials_mode="include")
                self.gains_nothing(more, fix, server(outcome, world, live), theirs)
            if fix.is_public and asks.mode == "cors":
                more = attrs.evolve(asks, credentials_mode="include", origin=EVIL)
                self.gains_nothing(more, fix, server(outcome, world, live), theirs)

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans())
    def test_method(self, request: Request, world: World, browser: str, live: bool) -> None:
        """Another method is named by no fix, and allowed only if the server's own list does."""
        outcome, fixes = offered(request, world, browser, live)
        for fix in fixes:
            asks = request_for(fix, outcome)
            more = attrs.evolve(asks, method="PURGE")
            before = Changed(
                server(outcome, world, live), without(fix.changes, "Access-Control-Allow-Methods")
            )
            self.gains_nothing(more, fix, before, browser)
            listed = added(fix.changes, "Access-Control-Allow-Methods")
            assert listed <= {asks.method, "GET"}

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans())
    def test_header(self, request: Request, world: World, browser: str, live: bool) -> None:
        """Another header is named by no fix, and allowed only if the server's own list does."""
        outcome, fixes = offered(request, world, browser, live)
        for fix in fixes:
            asks = request_for(fix, outcome)
            more = attrs.evolve(asks, headers={"X-Evil": "1"})
            before = Changed(
                server(outcome, world, live), without(fix.changes, "Access-Control-Allow-Headers")
            )
            self.gains_nothing(more, fix, before, browser)
            listed = added(fix.changes, "Access-Control-Allow-Headers")
            assert listed <= {name.lower() for name in asks.headers.names()}

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans())
    def test_never_null(self, request: Request, world: World, browser: str, live: bool) -> None:
        """No fix names ``null``, which everybody can be, and no fix repeats the origin that asks."""
        _, fixes = offered(request, world, browser, live)
        for fix in fixes:
            assert values(fix.changes, "Access-Control-Allow-Origin") <= {"*", str(request.origin)} - {
                "null"
            }

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans())
    def test_wildcard(self, request: Request, world: World, browser: str, live: bool) -> None:
        """A ``*`` is offered as public, and only without credentials."""
        outcome, fixes = offered(request, world, browser, live)
        for fix in fixes:
            if "*" in values(fix.changes, "Access-Control-Allow-Origin"):
                assert fix.is_public
                assert request_for(fix, outcome).credentials_mode != "include"

    def gains_nothing(
        self, more: Request, fix: Fix, before: Answerer | Record | Changed, browser: str
    ) -> None:
        """Whoever asks for *more* gets no more than *before*, where the answers are known."""
        server = before.server if isinstance(before, Changed) else before
        after = simulate(more, Changed(server, fix.changes), browser=BY_NAME[browser])
        if isinstance(server, Record):
            known = {change.target for change in fix.changes}
            known |= {Target.of(exchange.request) for exchange in server.exchanges}
            assume(known.issuperset(Target.of(exchange.request) for exchange in after.exchanges))
        if isinstance(after.verdict, Allowed):
            assert isinstance(simulate(more, before, browser=BY_NAME[browser]).verdict, Allowed)


def without(changes: tuple[Change, ...], name: str) -> list[Change]:
    """*changes*, but for those to the header of that name."""
    return [
        attrs.evolve(change, headers=tuple(item for item in change.headers if item.name != name))
        for change in changes
    ]


def values(changes: tuple[Change, ...], name: str) -> set[str | None]:
    """What *changes* have the header of that name say."""
    return {item.after for change in changes for item in change.headers if item.name == name}


def added(changes: tuple[Change, ...], name: str) -> set[str]:
    """What the header of that name lists, and did not list before."""
    return {
        word.strip()
        for change in changes
        for item in change.headers
        if item.name == name and item.after is not None
        for word in item.after.split(",")
        if word.strip() not in [old.strip() for old in (item.before or "").split(",")]
    }


class TestMinimal:
    """No header is changed that need not be."""

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans())
    def test_each_is_needed(self, request: Request, world: World, browser: str, live: bool) -> None:
        """Without one of the changed headers the fix fails somewhere where it works."""
        outcome, fixes = offered(request, world, browser, live)
        for fix in fixes:
            works = [showing.browser for showing in fix.showings if showing.works]
            exposed = {
                name
                for name, _ in fix.outcome.response.headers
                if name not in outcome.response.headers and outcome
            }
            for index, change in enumerate(fix.changes):
                for item in change.headers:
                    if item.name == "Vary" or (item.name.endswith("Credentials") and not item.after):
                        continue
                    rest = tuple(kept for kept in change.headers if kept is not item)
                    smaller = [*fix.changes]
                    smaller[index] = attrs.evolve(change, headers=rest)
                    changed = Changed(server(outcome, world, live), smaller)
                    outcomes = [
                        simulate(request_for(fix, outcome), changed, browser=there) for there in works
                    ]
                    assert any(
                        isinstance(other.verdict, Blocked)
                        or not all(name in other.response.headers for name in exposed)
                        for other in outcomes
                    )

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans())
    def test_vary(self, request: Request, world: World, browser: str, live: bool) -> None:
        """An answer that is changed for one origin alone says that it varies by origin."""
        _, fixes = offered(request, world, browser, live)
        for fix in fixes:
            for change in fix.changes:
                if change.for_origin is not None and not change.target.is_preflight:
                    answers = [
                        exchange.response
                        for exchange in fix.outcome.exchanges
                        if exchange.request.url == change.target.url and not exchange.request.is_preflight
                    ]
                    for response in answers:
                        vary = HeaderList(response.headers).get("vary") or ""
                        assert {"origin", "*"} & {item.strip().lower() for item in vary.split(",")}


class TestComplete:
    """Where trying all headers of a small domain finds a fix, one is offered."""

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans())
    def test_brute_force(self, request: Request, world: World, browser: str, live: bool) -> None:
        """A fix that leaves the request as it is: what brute force finds changes the server alone."""
        outcome = simulate(request, world, browser=BY_NAME[browser])
        assume(isinstance(outcome.verdict, Blocked))
        found = brute.search(outcome, server(outcome, world, live))
        if found is not None:
            fixes = explain(outcome, world if live else None).fixes
            assert [fix for fix in fixes if fix.request is None], found


class TestConditions:
    """The conditions are all that stands in the way, in order."""

    @given(requests(), worlds(), IN_ANY_BROWSER, st.booleans())
    def test_first(self, request: Request, world: World, browser: str, live: bool) -> None:
        """The first is what the verdict says; what can be read has none."""
        outcome = simulate(request, world, browser=BY_NAME[browser])
        conditions = explain(outcome, world if live else None).conditions
        assert [condition.reason for condition in conditions[:1]] == (
            [] if outcome.verdict.reason is None else [outcome.verdict.reason]
        )


class TestAnyServer:
    """Whatever a server answers, there is an explanation."""

    @given(fetches(), IN_ANY_BROWSER, st.booleans())
    def test_never_raises(self, fetch: tuple[Request, World], browser: str, live: bool) -> None:
        """It has a cause, and can be read."""
        request, hostile = fetch
        outcome = simulate(request, hostile, browser=BY_NAME[browser])
        explanation = explain(outcome, hostile if live else None)
        text = str(explanation)
        assert " ".join(explanation.cause.split()) in " ".join(text.split())
        assert [letter for letter in text if letter != "\n" and not letter.isprintable()] == []
        assert explanation.verdict == outcome.verdict
