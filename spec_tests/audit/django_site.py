"""
A site of Django with django-cors-headers, audited; the ids and severities of what is found are printed.

    python -m spec_tests.audit.django_site SETTINGS TRUSTED URL
"""

import json
import logging
import sys
from collections.abc import Callable

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

from cors_sim.audit import Policy, audit
from cors_sim.servers import wsgi

Handler = Callable[[HttpRequest], HttpResponse]


def me(_request: HttpRequest) -> HttpResponse:
    """The resource."""
    return HttpResponse("me")


def boom(_request: HttpRequest) -> HttpResponse:
    """A view that crashes."""
    raise ZeroDivisionError


def crashing(get_response: Handler) -> Handler:
    """A middleware that crashes for some."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path == "/crash":
            raise ZeroDivisionError
        return get_response(request)

    return middleware


urlpatterns = [path("me", me), path("boom", boom)]


def main() -> None:
    """Audit the site that the arguments describe."""
    given, trusted, url = json.loads(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3]
    ahead = given.pop("AHEAD", [])
    settings.configure(
        ALLOWED_HOSTS=["*"],
        INSTALLED_APPS=["corsheaders"],
        LOGGING_CONFIG=None,
        MIDDLEWARE=[
            *ahead,
            "corsheaders.middleware.CorsMiddleware",
            "django.middleware.common.CommonMiddleware",
        ],
        ROOT_URLCONF=__name__,
        SECRET_KEY="of no use",  # noqa: S106 - nothing is signed
        **given,
    )
    django.setup()
    logging.disable(logging.CRITICAL)
    server = wsgi(WSGIHandler(), raise_app_exceptions=False)
    report = audit(server, Policy(trusted, credentials=True), url=url)
    print(json.dumps({finding.id: finding.severity for finding in report.findings}))


if __name__ == "__main__":
    main()
