"""Settings, URLs and server in one; nothing of CORS, and a login that preflights cannot pass."""

import os
from wsgiref.simple_server import make_server

from django.http import HttpResponse, JsonResponse

SECRET_KEY = "of a test"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "django_app"
INSTALLED_APPS = []
MIDDLEWARE = ["django_app.login"]

# {{{ In settings.py, behind INSTALLED_APPS and MIDDLEWARE
# }}}


def login(get_response):
    def middleware(request):
        return HttpResponse(status=401) if request.method == "OPTIONS" else get_response(request)

    return middleware


def items(request):
    answer = request.GET.get("answer", "200")
    if answer == "crash":
        raise RuntimeError("nobody catches this")
    return JsonResponse({"items": []}, status=int(answer), headers={"X-Total-Count": "42", "X-Hidden": "h"})


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "django_app"
    from django.core.wsgi import get_wsgi_application

    make_server("127.0.0.1", int(os.environ["PORT"]), get_wsgi_application()).serve_forever()
else:
    from django.urls import re_path

    urlpatterns = [re_path(".*", items)]
