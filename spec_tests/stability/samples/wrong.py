"""
What type checkers must not let pass: each line is wrong, and says as what mypy knows it.

A comment that silences nothing is an error itself, in mypy and in pyright.
"""

import cors_sim

REQUEST = cors_sim.Request("https://api.example.com/", origin="https://app.example.com")
RESPONSE = cors_sim.Response(200)

cors_sim.Request("https://api.example.com/")  # type: ignore[call-arg]  # whose page?
cors_sim.Request("https://api.example.com/", "https://app.example.com")  # type: ignore[call-arg]  # by its name
cors_sim.decide(RESPONSE, REQUEST)  # type: ignore[arg-type]  # the other way round
cors_sim.decide(REQUEST, RESPONSE, browser="firefox")  # type: ignore[arg-type]  # a Browser
cors_sim.simulate(REQUEST, RESPONSE)  # type: ignore[arg-type]  # what answers, not an answer
cors_sim.simulate(REQUEST, lambda _: 200)  # type: ignore[arg-type, return-value]  # a Response
cors_sim.start(REQUEST).receive(RESPONSE)  # type: ignore[union-attr]  # it may be over
RESPONSE.status = 404  # type: ignore[misc]  # values are frozen
cors_sim.decide(REQUEST, RESPONSE).reason.value  # type: ignore[union-attr]  # noqa: B018 - None where allowed
cors_sim.PreflightCache(entries=[REQUEST])  # type: ignore[list-item]  # entries of a cache
