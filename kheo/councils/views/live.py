"""A part of a page that asks for itself again every two seconds: 304 and nothing more while nothing has changed."""

from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from kheo.councils import screen


def tag_of(*shown):
    """The tag of a part of a page, of everything that it shows; the page carries it for the first question."""
    return screen.digest(get_language(), *shown)


def answer(request, template, context):
    """The part as it is now, under the tag in its context."""
    etag = f'"{context["tag"]}"'
    response = get_conditional_response(request, etag=etag) or render(request, template, context)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-store"
    return response
