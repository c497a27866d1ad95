"""An invitation as it is handed over: a link to send, or a slip of paper. Made once, while the token is known."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kheo.people.models import Invitation, Person


@dataclass(frozen=True)
class Slip:
    """What a person needs for the first sign-in. `address` is the link without `http://`, to be typed from paper."""

    person: Person
    invitation: Invitation
    token: str
    link: str
    address: str
    qr: SafeString

    # Whoever reads the slip may read one of the three languages; the slip speaks them all.
    languages = [code for code, _ in settings.LANGUAGES]


def slip(request, invitation: Invitation, token: str) -> Slip:
    """The slip of an invitation that was just made, with an absolute address for other devices."""
    link = request.build_absolute_uri(reverse("people:welcome", args=[token]))
    drawing = segno.make(link, error="m", micro=False).svg_inline(scale=5, border=2)
    return Slip(
        person=invitation.person, invitation=invitation, token=token, link=link, address=link.partition("://")[2],
        qr=mark_safe(drawing),  # noqa: S308 - drawn by segno from our own address
    )  # fmt: skip
