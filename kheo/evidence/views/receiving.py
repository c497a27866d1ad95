"""Taking in what a device sends, through the page of a dossier or through the door for another phone.

A script sends one file a request, the large ones in parts, and is answered with the list as it is now, or with the
sentence that refuses. A page without script sends a form with as many files as were chosen.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.http import JsonResponse, UnreadablePostError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from kheo.evidence import actions, permissions, policies
from kheo.evidence.models import HandOff
from kheo.exemplars.models import Registration, RegistrationFile
from kheo.kernel import parts
from kheo.kernel.errors import BadInput, NotNow, NotPermitted, Refused, TryLater
from kheo.kernel.files import Told
from kheo.people.models import Person

SCRIPT = "X-Upload"  # the header by which our script makes itself known
_STATUS = {NotPermitted: 403, TryLater: 503, NotNow: 409, BadInput: 422}


@dataclass(frozen=True)
class Way:
    """By which way files come in: into which dossier, in whose name, through which door, if any."""

    registration: Registration
    person: Person
    handoff: HandOff | None = None

    @property
    def owner(self) -> str:
        """Whose large files are still coming by it."""
        if self.handoff:
            return f"handoff {self.handoff.pk}"
        return f"registration {self.registration.pk} of person {self.person.pk}"

    def check(self):
        """Whether something may come by it now."""
        permissions.can_attach(self.person, self.registration)
        if self.handoff:
            policies.lets_in(self.handoff)


def is_script(request) -> bool:
    return SCRIPT in request.headers


def take_in(request, way: Way) -> list[RegistrationFile]:
    """Keep what the request brings: one file of a script, or those of a form, each for itself.

    Of several the good ones are kept; `BadInput` then names the others.
    """
    permissions.can_attach(way.person, way.registration)
    if is_script(request):
        return [_take_one(request, way)]
    kept, refused = [], []
    for uploaded in request.FILES.getlist("file"):
        try:
            told = Told(keep_place="keep_place" in request.POST)
            kept.append(actions.attach(way.registration, uploaded, by=way.person, told=told, handoff=way.handoff))
        except BadInput as why:
            refused.append(str(why))
    if refused:
        raise BadInput(" ".join(refused))
    if not kept:
        raise BadInput(_("Choose a photo or a file first."))
    return kept


def _take_one(request, way: Way) -> RegistrationFile:
    client_id = _uuid(request.POST.get("client_id"))
    if "file" in request.FILES:
        return _attach(request, way, request.FILES["file"], client_id)
    kept = way.registration.files.filter(client_id=client_id).first()
    if kept:
        return kept  # the parts are gone since; the answer was lost on the way
    with transaction.atomic(), parts.whole(way.owner, client_id) as file:
        return _attach(request, way, file, client_id)


def _attach(request, way: Way, file: File, client_id: uuid.UUID) -> RegistrationFile:
    return actions.attach(
        way.registration, file, by=way.person, client_id=client_id, told=_told(request), handoff=way.handoff
    )


def part(request, way: Way, client_id: uuid.UUID) -> JsonResponse:
    """How much of a large file has come (GET), and one more part of it (POST): `{"received": bytes}`."""
    if request.method != "POST":
        return JsonResponse({"received": parts.received(way.owner, client_id)})
    way.check()
    received = parts.append(
        way.owner, client_id, _body(request), offset=_number(request, "offset"), size=_number(request, "size"),
        name=request.GET.get("name", ""),
    )  # fmt: skip
    return JsonResponse({"received": received})


def _body(request) -> bytes:
    try:
        return request.body
    except UnreadablePostError:
        raise TryLater(_("The connection broke: send it again.")) from None


def refusal(why: Refused) -> JsonResponse:
    """The sentence for a script: 503 may be tried again, the others not."""
    status = next(status for kind, status in _STATUS.items() if isinstance(why, kind))
    return JsonResponse({"sentence": str(why)}, status=status)


def _told(request) -> Told:
    said = request.POST
    place = _degrees(said.get("latitude", "")), _degrees(said.get("longitude", ""))
    whole = place if None not in place else None
    return Told(_moment(said.get("taken_at", "")), whole, keep_place="keep_place" in said)


def _moment(text: str) -> datetime | None:
    """What the camera wrote, `2024-10-15T07:30:00`, in the time of the place."""
    try:
        read = parse_datetime(text)
    except ValueError:
        return None
    if read is None or read.year < 1990:
        return None
    return read if timezone.is_aware(read) else timezone.make_aware(read)


def _degrees(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) <= 180 else None


def _number(request, name: str) -> int:
    text = request.GET.get(name, "")[:15]
    return int(text) if text.isdecimal() else 0


def _uuid(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        raise BadInput(_("This file has no number of its own. Reload the page and send it again.")) from None
