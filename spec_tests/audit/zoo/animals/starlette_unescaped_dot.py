"""A pattern with bare dots."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def data(_request: Request) -> JSONResponse:
    """The resource."""
    return JSONResponse({"balance": 42})


app = Starlette(
    routes=[Route("/data", data, methods=["GET", "PUT"])],
    middleware=[
        Middleware(
            CORSMiddleware,
            allow_origin_regex="https://.*.example.com",
            allow_credentials=True,
            allow_methods=["GET", "HEAD", "POST", "PUT"],
            allow_headers=["Content-Type"],
        )
    ],
)
