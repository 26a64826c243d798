"""A handler that raises."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def data(request: Request) -> JSONResponse:
    """The resource."""
    answers = {"GET": 42, "PUT": 43}
    return JSONResponse({"balance": answers[request.method]})


app = Starlette(
    routes=[Route("/data", data, methods=["GET", "PUT"])],
    middleware=[
        Middleware(
            CORSMiddleware,
            allow_origins=["https://app.example.com"],
            allow_credentials=True,
            allow_methods=["GET", "HEAD", "POST", "PUT"],
            allow_headers=["Content-Type"],
        )
    ],
)
