"""The desk of a keeper where units change: plans that wait for a second person, and what ended units have left."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.desk.ground import Ground
from kheo.desk.rows import Task, Wait
from kheo.kernel import clock
from kheo.kernel.quantities import format_number
from kheo.reorganisations import left
from kheo.reorganisations.enums import State
from kheo.reorganisations.models import Reorganisation


def tasks(ground: Ground) -> list[Task]:
    """What the keeper has to approve or give back, and how many registrations to hand on."""
    if not ground.keeps:
        return []
    others = [plan for plan in _proposed(ground) if plan.proposed_by_id != ground.person.pk]
    return [*map(_approve, others), *map(_hand_out, _open(ground)), *_left(ground)]


def waits(ground: Ground) -> list[Wait]:
    """The keeper's own plans, which a second person has to approve."""
    if not ground.keeps:
        return []
    own = [plan for plan in _proposed(ground) if plan.proposed_by_id == ground.person.pk and plan.proposed_at]
    return [
        Wait(plan.title, _page(plan), _("a second system keeper"), since=localdate(plan.proposed_at), lang="vi")
        for plan in own
    ]


def _proposed(ground: Ground) -> list[Reorganisation]:
    rows = Reorganisation.objects.visible_to(ground.person).filter(state=State.PROPOSED)
    return list(rows.select_related("proposed_by").defer("rehearsal", "pictures").order_by("on", "pk"))


def _open(ground: Ground) -> list[Reorganisation]:
    """Carried out before their first day; that has come."""
    rows = Reorganisation.objects.visible_to(ground.person)
    rows = rows.filter(state=State.DONE, handed_at=None, on__lte=clock.today())
    return list(rows.defer("rehearsal", "pictures").order_by("on", "pk"))


def _hand_out(plan: Reorganisation) -> Task:
    return Task(
        what=_("Hand on what is open after “%(title)s”") % {"title": plan.title},
        why=_("the units that held it have ended"),
        due=plan.on,
        url=_page(plan),
    )


def _approve(plan: Reorganisation) -> Task:
    return Task(
        what=_("Approve “%(title)s”, or give it back") % {"title": plan.title},
        who=plan.proposed_by.full_name if plan.proposed_by else "",
        why=_("a re-organisation of units is carried out by two people"),
        due=plan.on,
        url=_page(plan),
    )


def _left(ground: Ground) -> list[Task]:
    count = left.counts(ground.person)
    if not count:
        return []
    what = ngettext(
        "Hand on %(count)s registration of ended units", "Hand on %(count)s registrations of ended units", count
    )
    return [
        Task(
            what=what % {"count": format_number(count)},
            why=_("nobody holds what a unit left when it ended without one successor"),
            url=reverse("reorganisations:left"),
        )
    ]


def _page(plan: Reorganisation) -> str:
    return reverse("reorganisations:detail", args=[plan.pk])
