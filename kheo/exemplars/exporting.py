"""The list as rows of a table, a row for each registration, read in portions so that memory does not grow."""

from collections.abc import Iterator

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.exemplars.enums import Kind, Origin, Status, Subject
from kheo.exemplars.models import Registration, RegistrationQuerySet
from kheo.movements.enums import FieldKey
from kheo.units.enums import Level

HEADER = [
    gettext_lazy("Code"),
    gettext_lazy("Name"),
    gettext_lazy("Unit code"),
    gettext_lazy("Unit"),
    gettext_lazy("Round"),
    gettext_lazy("Kind"),
    gettext_lazy("Subject"),
    gettext_lazy("Field"),
    gettext_lazy("Level registered for"),
    gettext_lazy("New or continued"),
    gettext_lazy("Status"),
    gettext_lazy("Date"),
    gettext_lazy("Recognised at"),
    gettext_lazy("Demonstration data"),
]


def rows_of(found: RegistrationQuerySet) -> Iterator[list[object]]:
    """The registrations in words, newest first."""
    levels = Registration.objects.filter(pk=OuterRef("pk"), recognitions__isnull=False)
    rows = (
        found.with_unit_name()
        .annotate(recognised_at=ArraySubquery(levels.order_by("recognitions__on").values("recognitions__level")))
        .newest_first()
        .values_list(
            "code", "title", "unit__code", "unit_name", "round__name", "kind", "subject", "field__key", "level",
            "origin", "status", "registered_on", "recognised_at", "demonstration",
        )
    )  # fmt: skip
    words = {choices: dict(choices.choices) for choices in (Kind, Subject, Level, Origin, Status, FieldKey)}
    for row in rows.iterator(chunk_size=2000):
        *facts, kind, subject, field, level, origin, status, day, recognised_at, demonstration = row
        yield [
            *facts,
            str(words[Kind][kind]),
            str(words[Subject][subject]),
            str(words[FieldKey][field]) if field else _("Not classified"),
            str(words[Level][level]),
            str(words[Origin][origin]),
            str(words[Status][status]),
            day,
            ", ".join(str(words[Level][level]) for level in recognised_at),
            _("Yes") if demonstration else "",
        ]
