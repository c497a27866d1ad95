"""What the person has done lately, told by the journal."""

from datetime import timedelta

from django.urls import reverse

from kheo.desk.ground import Ground
from kheo.desk.rows import Done
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.kernel.models import Entry
from kheo.units.history import tell
from kheo.units.models import offices

FEW = 5
LATELY = timedelta(days=14)
# What ends a task of the desk; saving a section does not.
ENDINGS = [
    "registration.submitted", "registration.returned", "registration.accepted", "registration.declined",
    "registration.withdrawn", "registration.result_reported", "registration.proposed", "registration.merged",
]  # fmt: skip


def done_lately(ground: Ground) -> list[Done]:
    """The person's last few endings, each with the registration that it was about."""
    units = {office.unit_id for office in offices(ground.person)}
    entries = Entry.objects.filter(
        unit_id__in=units,
        by_id=ground.person.pk,
        verb__in=ENDINGS,
        at__gte=clock.now() - LATELY,
    )
    entries = list(entries.order_by("-at", "-pk")[:FEW])
    titles = dict(Registration.objects.filter(pk__in={e.subject_id for e in entries}).values_list("pk", "title"))
    return [
        Done(
            what=titles[entry.subject_id],
            url=reverse("exemplars:detail", args=[entry.subject_id]),
            sentence=told.sentence,
            at=entry.at,
        )
        for entry, told in zip(entries, tell(entries), strict=True)
        if entry.subject_id in titles
    ]
