"""The same photograph in two dossiers, told to whoever judges: a note, never an accusation.

It names only dossiers that the reader may open, and says nothing where there is none: nobody learns of another's draft
by sending its photograph.
"""

from collections.abc import Iterable

from kheo.exemplars.models import Registration, RegistrationFile
from kheo.kernel.likeness import are_like
from kheo.people.models import Person

MOST = 500  # photographs looked at for one page: a logo that everybody sends is no news


def resembling(attached: Iterable[RegistrationFile], person: Person) -> dict[int, list[Registration]]:
    """For each photograph (by the number of its row) the other registrations with the same one, newest first."""
    pictures = {one.pk: one.file.picture for one in attached if getattr(one.file, "picture", None)}
    bands = sorted({band for picture in pictures.values() for band in picture.bands})
    if not bands:
        return {}
    own = {one.registration_id for one in attached}
    rows = RegistrationFile.objects.visible_to(person).filter(file__picture__bands__overlap=bands)
    others = rows.exclude(registration__in=own).select_related("registration", "file__picture")
    found: dict[int, list[Registration]] = {}
    for other in others.order_by("-registration_id", "pk")[:MOST]:
        for pk, picture in pictures.items():
            known = found.setdefault(pk, [])
            if are_like(picture.look, other.file.picture.look) and other.registration not in known:
                known.append(other.registration)
    return {pk: registrations for pk, registrations in found.items() if registrations}
