"""The origin of production."""

import os

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()


@app.api_route("/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
async def items(path: str, answer: str = "200"):
    if answer == "crash":
        raise RuntimeError("nobody catches this")
    return JSONResponse({"items": []}, int(answer), {"X-Total-Count": "42", "X-Hidden": "h"})


# {{{ At the end of the module that makes app, the application
from fastapi.middleware.cors import CORSMiddleware

app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"])
# }}}

uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="critical")
