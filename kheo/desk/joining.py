"""The desk of works done together: requests to answer, answers to read, requests that wait, and what was merged."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.desk.ground import Ground
from kheo.desk.rows import ONE_BY_ONE, Task, Wait, shortened
from kheo.duplicates.enums import Standing
from kheo.duplicates.models import Cooperation, Merging
from kheo.exemplars.models import carried_by
from kheo.kernel import clock
from kheo.kernel.quantities import format_number

NEWS = timedelta(days=14)  # for so long a refusal and a merging are told


class Joining:
    """For those who register. In two queries, whatever the number of rows."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def tasks(self) -> list[Task]:
        """What to answer, and for a while what to read."""
        if not self.ground.writes:
            return []
        return [*self._to_answer(), *self._refused(), *self._merged()]

    def waits(self) -> list[Wait]:
        """Requests of one's units that the registering units have not answered."""
        return [
            Wait(
                row.registration.title, _page(row), row.registration.unit.name, since=localdate(row.asked_at), lang="vi"
            )
            for row in self._cooperations
            if row.standing == Standing.WAITING and row.unit_id in self._own
        ]

    @cached_property
    def _own(self) -> set[int]:
        return set(self.ground.writes_on)

    @cached_property
    def _cooperations(self) -> list[Cooperation]:
        """Those that wait on either side, and those of one's own units that were refused lately."""
        if not self._own:
            return []
        open_round = Q(registration__round__closing=None)
        waits = Q(accepted=None) & (Q(unit__in=self._own) | carried_by(self._own, "registration"))
        refused = Q(accepted=False, unit__in=self._own, answered_at__gte=clock.now() - NEWS)
        rows = Cooperation.objects.filter(waits | refused, open_round, ended_at=None)
        return list(rows.select_related("unit", "registration__unit").order_by("asked_at", "pk"))

    def _to_answer(self) -> Iterator[Task]:
        rows = [
            row
            for row in self._cooperations
            if row.standing == Standing.WAITING and row.registration.holder_id in self._own
        ]
        if len(rows) > ONE_BY_ONE:
            what = ngettext(
                "Answer %(count)s unit that asks to take part in your works",
                "Answer %(count)s units that ask to take part in your works",
                len(rows),
            )
            yield Task(what=what % {"count": format_number(len(rows))}, url=reverse("duplicates:joinings"))
            return
        for row in rows:
            yield Task(
                what=_("Answer %(unit)s, which asks to take part in “%(title)s”")
                % {"unit": row.unit.name, "title": row.registration.title},
                why=shortened(row.task),
                url=_page(row),
            )

    def _refused(self) -> Iterator[Task]:
        for row in self._cooperations:
            if row.standing == Standing.REFUSED:
                yield Task(
                    what=_("Read why you were not taken in to “%(title)s”") % {"title": row.registration.title},
                    who=row.registration.unit.name,
                    why=shortened(row.answer),
                    url=_page(row),
                )

    def _merged(self) -> Iterator[Task]:
        """What an office merged lately, told to both units."""
        lately = clock.now() - NEWS
        sides = Q(kept__unit__in=self._own) | Q(merged__unit__in=self._own)
        rows = Merging.objects.standing().filter(sides, at__gte=lately, kept__round__closing=None)
        for row in rows.select_related("kept__unit", "merged__unit", "office").order_by("at", "pk"):
            ours = row.merged if row.merged.unit_id in self._own else row.kept
            other = row.kept if ours is row.merged else row.merged
            sentence = (
                _("Read why “%(title)s” was merged into “%(other)s” of %(unit)s")
                if ours is row.merged
                else _("Read what was merged into “%(title)s”: “%(other)s” of %(unit)s")
            )
            yield Task(
                what=sentence % {"title": ours.title, "other": other.title, "unit": other.unit.name},
                who=row.office.name,
                why=shortened(row.reason),
                url=reverse("exemplars:detail", args=[ours.pk]),
            )


def _page(row: Cooperation) -> str:
    return f"{reverse('duplicates:joinings')}#part-{row.pk}"
