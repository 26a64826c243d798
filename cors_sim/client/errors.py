"""What an API refuses before there is a request: an exception in script, not a verdict."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why. Values are stable."""

    URL_INVALID = "url-invalid"
    URL_INCLUDES_CREDENTIALS = "url-includes-credentials"
    METHOD_INVALID = "method-invalid"
    METHOD_FORBIDDEN = "method-forbidden"
    METHOD_NOT_FOR_NO_CORS = "method-not-for-no-cors"
    MODE_NAVIGATE = "mode-navigate"
    ONLY_IF_CACHED_ACROSS_ORIGINS = "only-if-cached-across-origins"
    BODY_WITH_GET = "body-with-get"
    STREAM_WITH_KEEPALIVE = "stream-with-keepalive"
    HEADER_NAME_INVALID = "header-name-invalid"
    HEADER_VALUE_INVALID = "header-value-invalid"


class ClientError(Exception):
    """
    What script gets thrown, or its promise rejected with, by the API itself.

    Attributes:
        refusal: why.
        name: of the exception in script, as ``TypeError``.
        value: what was refused.
    """

    def __init__(self, refusal: Refusal, value: object, name: str = "TypeError") -> None:
        super().__init__(refusal, value, name)
        self.refusal = refusal
        self.value = value
        self.name = name

    def __str__(self) -> str:
        return f"{self.name}: {self.refusal}, got {self.value!r}"
