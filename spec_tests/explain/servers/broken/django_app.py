"""Settings, URLs and server in one; nothing of CORS."""

import os
from wsgiref.simple_server import make_server

from django.http import HttpResponseNotAllowed, JsonResponse

SECRET_KEY = "of a test"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "django_app"
INSTALLED_APPS = []
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]

# {{{ In settings.py, behind INSTALLED_APPS and MIDDLEWARE
# }}}


def items(request):
    if request.method == "OPTIONS":
        return HttpResponseNotAllowed(["GET", "POST", "PUT", "PATCH", "DELETE"])
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
