from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.imports.enums import ImportKind
from kheo.kernel.models import StoredFile
from kheo.people.models import Person
from kheo.units.models import Unit


class BatchQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A batch concerns only the person who brought it."""
        return self.filter(by=person)

    def newest_first(self):
        return self.order_by("-made_at", "-pk")


class Batch(models.Model):
    """A list brought in: first looked at, then written whole or not at all; undone whole while nothing hangs on it."""

    kind = models.CharField(max_length=14, choices=ImportKind)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="import_batches")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    rows = models.JSONField(_("header and rows, as mended on the page"), null=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="import_batches")
    written_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(default=0)
    made = models.JSONField(_("ids of what it made, by kind"), default=dict)

    objects = BatchQuerySet.as_manager()
