"""The desk of those who judge and are judged: dossiers to score, cards to write, explanations, visits."""

from collections.abc import Iterator
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.desk.rows import Task
from kheo.evaluations import queues, visiting
from kheo.evaluations.models import Evaluation
from kheo.evaluations.queues import Waiting
from kheo.kernel.quantities import format_number
from kheo.people.models import Person


def tasks(person: Person) -> list[Task]:
    """One row for each stage at which something waits, and one for each explanation that is asked for."""
    by_stage = groupby(queues.of(person), key=lambda one: (one.stage, one.stage_name))
    return [
        *(_explain(one) for one in queues.to_explain(person)),
        *(_write(stage, list(waiting)) for (_code, stage), waiting in by_stage),
        *_visits(visiting.diary_of(person)),
    ]


def _explain(evaluation: Evaluation) -> Task:
    return Task(
        what=_("Explain “%(title)s”") % {"title": evaluation.subject.title},
        who=evaluation.unit.name, why=_("asks for an explanation"),
        url=reverse("evaluations:explain", args=[evaluation.pk]),
    )  # fmt: skip


def _write(stage: str, waiting: list[Waiting]) -> Task:
    """The button opens the first of them; the others follow when it is sent."""
    what = ngettext("%(stage)s: %(count)s dossier", "%(stage)s: %(count)s dossiers", len(waiting))
    first = waiting[0]
    return Task(
        what=what % {"stage": stage.capitalize(), "count": format_number(len(waiting))},
        why=_("First “%(title)s” of %(unit)s") % {"title": first.title, "unit": first.unit_name},
        due=min((one.due for one in waiting if one.due), default=None),
        url=reverse("evaluations:card", args=[first.card_id]),
    )


def _visits(diary: visiting.Diary) -> Iterator[Task]:
    """Who goes or is visited today, what is to be written down, and what waits for a signature of either side."""
    for told, visits in (
        (_("Field visit today: “%(title)s”"), diary.today),
        (_("Finish the record of the visit: “%(title)s”"), diary.to_record),
        (_("Sign the record of the visit: “%(title)s”"), diary.to_sign),
    ):
        for visit in visits:
            yield Task(
                what=told % {"title": visit.evaluation.subject.title}, who=visit.evaluation.subject.unit.name,
                why=visit.place, due=visit.on, url=reverse("evaluations:visit", args=[visit.pk]),
            )  # fmt: skip
