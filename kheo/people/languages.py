"""The language a browser speaks to its person: Django's cookie, set wherever we learn the person's wish."""

from django.conf import settings
from django.http import HttpResponseBase


def remember(response: HttpResponseBase, language: str) -> HttpResponseBase:
    """The same response, after which this browser speaks the language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=settings.SESSION_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE, secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
    )  # fmt: skip
    return response
