"""A registration as what is judged: the chapter `evaluations` knows subjects only, and never what they are here."""

from collections.abc import Iterable

from django.db import transaction

from kheo.evaluations.actions import enter_subject
from kheo.evaluations.models import Subject
from kheo.exemplars.models import Registration
from kheo.exemplars.policies import can_be_judged
from kheo.people.models import Person


@transaction.atomic
def subject_of(registration: Registration, *, by: Person | None) -> Subject:
    """What an accepted registration is judged as in its round, entered when it is asked for first.

    The right to do so belongs to the act that cites it, as in `enter_subject`.
    """
    return subjects_of([registration], by=by)[registration.pk]


@transaction.atomic
def subjects_of(registrations: Iterable[Registration], *, by: Person | None) -> dict[int, Subject]:
    """The same for many, by the id of the registration."""
    ids = [registration.pk for registration in registrations]
    rows = Registration.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found: dict[int, Subject] = {}
    for row in rows.select_related("judged_as", "unit", "receiver", "round", "field"):
        found[row.pk] = row.judged_as or _entered(row, by)
    return found


def _entered(registration: Registration, by: Person | None) -> Subject:
    can_be_judged(registration)
    subject = enter_subject(
        registration.round, registration.unit, code=registration.code, issuer=registration.receiver,
        title=registration.title, kind=registration.kind, by=by,
        field=registration.field.key if registration.field else "",
    )  # fmt: skip
    Registration.objects.filter(pk=registration.pk).update(judged_as=subject)
    return subject
