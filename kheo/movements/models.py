from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kheo.documents.models import Paper
from kheo.kernel import clock, periods
from kheo.movements.enums import FieldKey, MilestoneKind, TargetMeasure
from kheo.units import tree
from kheo.units.enums import Level, Role
from kheo.units.models import Unit, acting_unit_ids, never_twice


class MovementQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Movements of the person's units, of those above them, and of those below."""
        return self.filter(owner__in=_circle(person))


class Movement(models.Model):
    """An emulation movement: launched by an owner, for a stage of years, under governing papers."""

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="movements")
    during = DateRangeField(_("stage"))
    papers = models.ManyToManyField(Paper, through="GoverningPaper", related_name="movements")
    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("movement")
        constraints = [models.UniqueConstraint(fields=["code"], name="one_movement_per_code")]

    def __str__(self):
        return self.name


class GoverningPaper(models.Model):
    """A paper that governs a movement."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="governing_papers")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="governs")


class Field(models.Model):
    """A field of a movement. Unclassified is the absence of one, shown and never mended."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="fields")
    key = models.CharField(max_length=20, choices=FieldKey)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["movement", "key"], name="one_field_per_key")]

    def __str__(self):
        return self.get_key_display()


class FieldName(models.Model):
    """What a place calls a field; it holds for that unit and all below it."""

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="names")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="field_names")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["field", "unit"], name="one_field_name_per_place")]


class Rung(models.Model):
    """A level at which this movement recognises, from a day to a day: the ladder may have two rungs or five."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="rungs")
    level = models.CharField(_("level"), max_length=20, choices=Level)
    during = DateRangeField(_("valid"))

    class Meta:
        constraints = [never_twice("one_rung_per_level_at_a_time", "movement", "level")]

    @property
    def first(self):
        """The first day on which the level recognises."""
        return periods.first_day(self.during)

    @property
    def last(self):
        """The last such day, None while it goes on."""
        return periods.last_day(self.during)


class RoundQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(movement__owner__in=_circle(person))

    def running(self, day=None):
        """Rounds that go on today and have not been closed."""
        day = day or clock.today()
        return self.filter(starts__lte=day, ends__gte=day, closing__isnull=True)

    def asking(self):
        """Rounds in which something may still be asked: not closed, and either going on or with days that were set.

        A past year that was brought in from a list has ended and has no days: it asks for nothing.
        """
        going_on = Q(ends__gte=clock.today()) | Q(milestones__isnull=False)
        return self.filter(going_on, closing=None).distinct()

    def newest_first(self):
        return self.order_by("-starts", "code")


class Round(models.Model):
    """One emulation year (or other turn) of a movement; its dates differ by place (movement.md §3.1)."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="rounds")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"))
    demands_lower_recognition = models.BooleanField(
        _("a unit proposes upward only what it has recognised"), default=True
    )  # BR-08
    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        constraints = [
            models.UniqueConstraint(fields=["movement", "code"], name="one_round_per_code"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="round_ends_after_it_starts"),
        ]

    def __str__(self):
        return self.name

    @property
    def date(self):
        """The day at which the round's figures are cut: its end, or today while it goes on."""
        return min(self.ends, max(self.starts, clock.today()))

    @property
    def during(self):
        return periods.period(self.starts, self.ends)

    def days_for(self, level):
        """The days of the milestones for a level: `{kind: day}`; its own day goes before the one for every level."""
        rows = self._milestones
        return {m.kind: m.on for m in rows if not m.level} | {m.kind: m.on for m in rows if level and m.level == level}

    @property
    def due(self):
        """The days of the milestones that hold for every level: `{kind: day}`."""
        return self.days_for("")

    @cached_property
    def _milestones(self):
        return list(self.milestones.all())

    @property
    def levels(self):
        """The levels that recognise at the round's date: the rungs of the ladder valid that day."""
        return {rung.level for rung in self.movement.rungs.all() if self.date in rung.during}

    @property
    def is_running(self):
        """Whether it goes on today; as `RoundQuerySet.running`."""
        return self.starts <= clock.today() <= self.ends and not self.is_closed

    @property
    def is_closed(self):
        return hasattr(self, "closing")


class RoundClosing(models.Model):
    """The owner has closed a round: from here nothing in it is written."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="closing")
    at = models.DateTimeField()


class Milestone(models.Model):
    """A dated day of a round; a level may have its own day."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(_("what"), max_length=8, choices=MilestoneKind)
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)
    on = models.DateField(_("day"))

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "kind", "level"], name="one_day_per_milestone")]


class Target(models.Model):
    """What a movement's paper asks of the units of a level: "100 % consider recognition", "1 to 3 per commune"."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="targets")
    measure = models.CharField(max_length=20, choices=TargetMeasure)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    at_least = models.PositiveIntegerField(_("at least"))
    at_most = models.PositiveIntegerField(_("at most"), null=True)
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="targets")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["movement", "measure", "level"], name="one_target_per_measure_and_level")
        ]


def _circle(person):
    """The units whose movements concern a person: those above, their own, and those below."""
    own = acting_unit_ids(person, *Role)
    above = {unit_id for chain in tree.chains(own, on=clock.today()).values() for unit_id in chain}
    return Unit.objects.filter(Q(pk__in=above) | Q(pk__in=tree.ids_under(own, on=clock.today())))
