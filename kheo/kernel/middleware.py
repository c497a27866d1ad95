"""The edge of the house: a refusal becomes HTTP, a repeated POST is done once, signed-in pages are nobody else's."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kheo.kernel import replica
from kheo.kernel.errors import BadInput, NotNow, NotPermitted, Stale
from kheo.kernel.models import IdempotencyKey

HEADER, FIELD = "Idempotency-Key", "idempotency_key"


class DomainErrors:
    """The one place where a refusal becomes 403, 409 or a message."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, NotPermitted):
            raise PermissionDenied(str(exception)) from exception
        if isinstance(exception, Stale):
            return _refused(render(request, "409.html", {"stale": exception}, status=409))
        if isinstance(exception, NotNow | BadInput):
            messages.error(request, str(exception))
            return _refused(redirect(_back(request)))
        return None


class IdempotentPosts:
    """Every state-changing request of a signed-in person carries a key; the same key is answered once.

    The key is stored in the transaction of the verb, so after a crash or a failover a retry either finds the act done
    or does it; it never does it twice. A second request with the same key waits for the first, then gets its answer.
    Decision: docs/decisions/0004-idempotency-in-the-transaction.md.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated or _signs_in(request):
            return self.get_response(request)
        key = _key(request)
        if key is None:
            return HttpResponse(_("This form has no key. Reload the page and send it again."), status=400)
        with transaction.atomic():
            if answer := _claim(request, key):
                return answer
            response = self.get_response(request)
            if _is_refused(response):
                transaction.set_rollback(True)
            else:
                IdempotencyKey.objects.filter(person_id=request.user.pk, key=key).update(
                    status=response.status_code, location=response.get("Location", "")[:500]
                )
            return response


class RemembersWrites:
    """After every request that may have written, the browser keeps where the database's log stood.

    Read by `kheo.kernel.replica`. Sign-in and session are always read from the primary. Without a standby nothing is
    asked and nothing kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if replica.is_configured() and request.method not in replica.SAFE:
            response.set_cookie(
                replica.COOKIE, replica.written(), max_age=replica.REMEMBERED, secure=settings.HTTPS, httponly=True,
                samesite="Lax",
            )  # fmt: skip
        return response


class PrivateByDefault:
    """No shared cache and no browser history keeps a signed-in page (office PCs are shared)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response


def _refused(response):
    response.refused = True
    return response


def _is_refused(response):
    """Whether what the request did is undone: after every error, unless the view says itself (a draft keeps what can be
    read, and its page still shows with 422 what cannot)."""
    return getattr(response, "refused", response.status_code >= 400)


def _back(request):
    """The page that was left, on our own site; never the page that refuses, which would send the browser in circles."""
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure())
    circles = request.method == "GET" and referer == request.build_absolute_uri()
    return referer if ours and not circles else "/"


def _signs_in(request):
    """The doors (allauth's forms, one's own account, the language switch): done twice, they are as done once.

    They count wrong passwords in the database; a refusal rolled back here would forget the count.
    """
    return request.path.startswith(("/accounts/", "/account/change/", "/account/language/"))


def _key(request):
    try:
        return uuid.UUID(request.headers.get(HEADER) or request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _claim(request, key):
    """Take the key for this request, or give the answer that an earlier request with it has got."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {IdempotencyKey._meta.db_table} (person_id, key, path, status, location, at)"  # noqa: S608 - our own table
            " VALUES (%s, %s, %s, 0, '', now()) ON CONFLICT DO NOTHING",
            [request.user.pk, key, request.path[:300]],
        )
        if cursor.rowcount:
            return None
    # Locked, so that this transaction waits for the standby as well: what the earlier one did may not be there yet when
    # its wait was cut off, and a plain reader would not notice (docs/decisions/0023-beyond-one-machine.md).
    earlier = IdempotencyKey.objects.select_for_update().get(person_id=request.user.pk, key=key)
    if earlier.path != request.path[:300]:
        return HttpResponse(
            _("This form was already used for something else. Reload the page and send it again."), status=400
        )
    if earlier.location:
        return HttpResponseRedirect(earlier.location)
    return HttpResponse(status=204)
