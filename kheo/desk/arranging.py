"""The desk of those who arrange the scoring: dossiers to share out, and what can be concluded."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.desk.rows import Task
from kheo.evaluations import queues
from kheo.evaluations.queues import ToArrange
from kheo.kernel.quantities import format_number
from kheo.people.models import Person


def tasks(person: Person) -> list[Task]:
    """For each unit and round at most one row of either kind; nothing for who arranges nothing."""
    return [task for one in queues.to_arrange(person) for task in _rows(one)]


def _rows(one: ToArrange) -> Iterator[Task]:
    if one.without:
        why = ngettext(
            "%(count)s dossier has fewer scorers than are wanted",
            "%(count)s dossiers have fewer scorers than are wanted",
            one.without,
        )
        yield _task(one, "share_out", _("Share out dossiers in %(round)s"), why, one.without)
    if one.scored:
        why = ngettext(
            "%(count)s evaluation has gone through all its stages",
            "%(count)s evaluations have gone through all their stages",
            one.scored,
        )
        yield _task(one, "conclude_all", _("Conclude evaluations in %(round)s"), why, one.scored)


def _task(one: ToArrange, page: str, what: str, why: str, count: int) -> Task:
    return Task(
        what=what % {"round": one.procedure.round.name}, who=one.unit.name,
        why=why % {"count": format_number(count)},
        url=reverse(f"evaluations:{page}", args=[one.procedure.pk, one.unit.pk]),
    )  # fmt: skip
