"""The desk of replication: copies to confirm, calls to answer, the silent of a call by name, advice asked once."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.desk.ground import Ground
from kheo.desk.reviewing import named
from kheo.desk.rows import Task
from kheo.exemplars.enums import COUNTED, Status
from kheo.exemplars.models import carried_by
from kheo.kernel import clock
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.replication.models import Adoption, Call
from kheo.replication.tracking import tracking
from kheo.units import tree

CHASE_FROM = timedelta(days=14)  # before the day of a call, from when the silent are told by name
ASKED_FOR = timedelta(days=30)  # after a copy was sent, until the unit that is copied is no longer asked for advice


def tasks(ground: Ground) -> list[Task]:
    """For those who register and those who review."""
    found: list[Task] = []
    if ground.writes:
        found += [*_to_answer(ground), *_to_advise(ground)]
    if ground.reviews:
        found += [*_to_confirm(ground), *_to_chase(ground)]
    return found


def _to_confirm(ground: Ground) -> Iterator[Task]:
    waiting = list(Adoption.objects.waiting_for(ground.answers_on).order_by("at")[:1000])
    if waiting:
        what = ngettext("Confirm %(count)s copy", "Confirm %(count)s copies", len(waiting))
        yield Task(
            what=what % {"count": format_number(len(waiting))},
            why=_("The oldest was told on %(day)s") % {"day": format_date(localdate(waiting[0].at))},
            url=reverse("replication:adoptions"),
        )


def _to_chase(ground: Ground) -> Iterator[Task]:
    """A call whose day is near, with who has not answered."""
    calls = Call.objects.open().filter(unit__in=ground.answers_on, due__lte=clock.today() + CHASE_FROM)
    for call in calls.select_related("unit").order_by("due", "pk"):
        told = tracking(call)
        if told.is_met:
            continue
        what = ngettext(
            "Remind %(count)s unit that has not answered “%(call)s”",
            "Remind %(count)s units that have not answered “%(call)s”",
            len(told.silent),
        )
        if told.silent:
            yield Task(
                what=what % {"count": format_number(len(told.silent)), "call": call.title},
                why=named(told.silent),
                due=call.due,
                url=reverse("replication:call_detail", args=[call.pk]) + "#silent",
            )


def _to_answer(ground: Ground) -> Iterator[Task]:
    """Calls over the person's units, on their level, that they have not answered."""
    calls = list(Call.objects.open().select_related("unit").prefetch_related("exemplars").order_by("due", "pk")[:200])
    if not calls:
        return
    chains = tree.chains([unit.pk for unit in ground.writes], on=clock.today())
    mine = Adoption.objects.filter(registration__unit__in=chains, registration__status__in=[*COUNTED, Status.DRAFT])
    answered = set(mine.filter(call__in=calls).values_list("call", "registration__unit"))
    for call in calls:
        for unit in ground.writes:
            origins = {exemplar.unit_id for exemplar in call.exemplars.all()}
            stands_over = call.unit_id in chains[unit.pk] and unit.pk != call.unit_id and unit.level == call.level
            if stands_over and unit.pk not in origins and (call.pk, unit.pk) not in answered:
                yield Task(
                    what=_("Answer the call “%(call)s”") % {"call": call.title},
                    who=call.unit.name,
                    why=_("for %(unit)s") % {"unit": unit.name},
                    due=call.due,
                    url=reverse("replication:call_detail", args=[call.pk]),
                )


def _to_advise(ground: Ground) -> Iterator[Task]:
    """Copies of the units' exemplars that were sent lately and not advised: asked once, and only for a while."""
    advised = Adoption.objects.filter(pk=OuterRef("pk"), advice__isnull=False)
    copied = Adoption.objects.filter(
        carried_by(ground.writes_on, "registration__exemplar__replicated_from"), registration__status__in=COUNTED,
        registration__submitted_at__gte=clock.now() - ASKED_FOR, registration__round__closing=None,
    )  # fmt: skip
    rows = copied.filter(~Exists(advised)).select_related("registration__unit").order_by("at", "pk")
    for adoption in rows[:5]:
        yield Task(
            what=_("Advise %(unit)s, which copies your model") % {"unit": adoption.registration.unit.name},
            why=adoption.registration.title,
            url=reverse("replication:advise", args=[adoption.pk]),
        )
