"""A Django site for each set of django-cors-headers' settings; Django itself has one set a process."""

from collections.abc import Callable, Iterable
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, JsonResponse
from django.test.utils import override_settings
from django.urls import path


def _data(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"balance": 42})


urlpatterns = [path("data", _data)]


def site(**cors: object) -> Callable[..., Iterable[bytes]]:
    """A WSGI application with the settings *cors*."""
    if not settings.configured:
        settings.configure(
            ALLOWED_HOSTS=[".example.com"],
            INSTALLED_APPS=["corsheaders"],
            MIDDLEWARE=["corsheaders.middleware.CorsMiddleware"],
            ROOT_URLCONF=__name__,
        )
        django.setup()
    handler = WSGIHandler()

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        with override_settings(**cors):
            return list(handler(environ, start_response))

    return application
