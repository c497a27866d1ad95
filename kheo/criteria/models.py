"""Frameworks and their versions. What stands in a version is one value, `sheet.Sheet`, kept as one document."""

from functools import lru_cache

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kheo.criteria.enums import VersionStatus
from kheo.criteria.sheet import Sheet
from kheo.documents.models import Paper
from kheo.kernel import clock, periods
from kheo.units import tree
from kheo.units.enums import Role
from kheo.units.models import Unit, acting_unit_ids


class FrameworkQuerySet(models.QuerySet):
    def visible_to(self, person):
        """All of one's own units; of those above and below, the frameworks that were ever published."""
        own, circle = _own_and_circle(person)
        out = FrameworkVersion.objects.out().filter(framework=OuterRef("pk"))
        return self.filter(Q(owner__in=own) | Q(Exists(out), owner__among=circle))


class Framework(models.Model):
    """A table by which something is judged, through all its versions. It belongs to the unit that issues it."""

    code = models.CharField(_("code"), max_length=40)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="frameworks")
    name = models.CharField(_("name"), max_length=300)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["code"], name="one_framework_per_code")]

    def __str__(self):
        return self.name


class FrameworkVersionQuerySet(models.QuerySet):
    def drafts(self):
        return self.filter(status=VersionStatus.DRAFT)

    def published(self):
        return self.filter(status=VersionStatus.PUBLISHED)

    def out(self):
        """What was ever published: frozen, and open to be read."""
        return self.exclude(status=VersionStatus.DRAFT)

    def valid_on(self, day):
        """The published versions in force on a day."""
        return self.published().filter(during__contains=day)

    def newest_first(self):
        return self.order_by("-number")

    def visible_to(self, person):
        """All of one's own units; of those above and below, what was published."""
        own, circle = _own_and_circle(person)
        out = ~Q(status=VersionStatus.DRAFT)
        return self.filter(Q(framework__owner__in=own) | out & Q(framework__owner__among=circle))


class FrameworkVersion(models.Model):
    """One version: a draft that changes, or a published one that never does (a trigger refuses it)."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=10, choices=VersionStatus, default=VersionStatus.DRAFT)
    document = models.JSONField(_("sheet"))
    revision = models.PositiveIntegerField(default=0)
    legal_basis = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="framework_versions")
    during = DateRangeField(_("valid"), null=True)
    published_at = models.DateTimeField(null=True)
    copied_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")

    objects = FrameworkVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a framework")
        ordering = ["framework", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["framework"], condition=Q(status=VersionStatus.DRAFT), name="one_draft_per_framework"
            ),
            models.CheckConstraint(
                condition=Q(status=VersionStatus.DRAFT, during=None, published_at=None)
                | Q(~Q(status=VersionStatus.DRAFT), during__isnull=False, published_at__isnull=False),
                name="what_is_published_has_its_days",
            ),
            ExclusionConstraint(
                name="one_published_version_at_a_time",
                expressions=[("framework", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(status=VersionStatus.PUBLISHED),
            ),
            models.CheckConstraint(condition=~Q(copied_from=F("pk")), name="no_version_is_its_own_copy"),
        ]

    def __str__(self):
        return f"{self.framework.code} · {self.number}"

    @property
    def sheet(self) -> Sheet:
        """The value of this version, read once for each document."""
        kept = self.__dict__.get("_sheet")
        if kept is None or kept[0] is not self.document:
            kept = self.__dict__["_sheet"] = (self.document, Sheet.model_validate(self.document))
        return kept[1]

    @property
    def is_draft(self):
        return self.status == VersionStatus.DRAFT

    @property
    def starts(self):
        """The first day on which it is valid, None for a draft."""
        return periods.first_day(self.during) if self.during else None

    @property
    def last_day(self):
        """The last such day, None while it goes on."""
        return periods.last_day(self.during) if self.during else None


@lru_cache(maxsize=64)
def sheet_of(version_id: int) -> Sheet:
    """The value of a published version, which never changes: a process reads it once. Nothing is judged by a draft.

    Whoever leads a process to another database (the house of the tests does) empties it: `sheet_of.cache_clear()`.
    """
    found: Sheet = FrameworkVersion.objects.out().get(pk=version_id).sheet
    return found


class Concretisation(models.Model):
    """What a unit below the owner makes of a leaf: its own wording and target. Never its points."""

    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="concretisations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="concretisations")
    code = models.CharField(_("criterion"), max_length=40)
    wording = models.TextField(_("in our words"), blank=True)
    local_target = models.DecimalField(_("our target"), max_digits=18, decimal_places=6, null=True)

    class Meta:
        verbose_name = _("concretisation")
        constraints = [
            models.UniqueConstraint(fields=["version", "unit", "code"], name="one_concretisation_per_criterion"),
            models.CheckConstraint(
                condition=~Q(wording="") | Q(local_target__isnull=False), name="a_concretisation_says_something"
            ),
        ]


def _own_and_circle(person):
    """A person's units, those that ended and went on as one of them, and all these with what is above and below."""
    own = acting_unit_ids(person, *Role)
    above = {unit_id for chain in tree.chains(own, on=clock.today()).values() for unit_id in chain}
    return own, [*above, *tree.list_under(own, on=clock.today())]
