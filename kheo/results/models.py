"""What came of a work, what it took, whom it served, and the commitments that go on."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.exemplars.models import Exemplar, Registration
from kheo.kernel import measures
from kheo.kernel.quantities import Nature, Qualifier, Quantity, in_words
from kheo.kernel.text import fold
from kheo.movements.models import Movement
from kheo.people.models import Person
from kheo.results.enums import Direction, GiversAs, ResourceKind, Sheet, Source
from kheo.units.models import Unit


class IndicatorQuerySet(models.QuerySet):
    def offered(self, movement, unit_ids):
        """What may be chosen now: the catalogue of the movement and the indicators of the given units."""
        return self.filter(Q(unit=None) | Q(unit__in=unit_ids), movement=movement, retired=False)


class Indicator(models.Model):
    """A result that is counted alike everywhere: of the movement's catalogue, or a unit's own, for it and those below.

    A retired one is no longer offered; what was counted by it stays.
    """

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="indicators")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="own_indicators")
    name = models.CharField(_("name"), max_length=200)
    measure = models.CharField(_("unit of measure"), max_length=measures.LONGEST)
    nature = models.CharField(_("new or cumulative"), max_length=5, choices=Nature, default=Nature.FLOW)
    direction = models.CharField(_("direction"), max_length=7, choices=Direction, default=Direction.MORE)
    retired = models.BooleanField(default=False)
    folded = models.CharField(max_length=200, editable=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "unit", "folded"], name="one_indicator_per_name", nulls_distinct=False
            )
        ]

    def __str__(self):
        return self.name

    @property
    def measure_label(self):
        return measures.label(self.measure)


class Figure(models.Model):
    """One row of a sheet: a quantity that a unit reports of a work, or words without a number.

    `key` names the row from the moment it is laid out on a page, so that saving it twice makes it once. `amount` is the
    value in the `base` of its unit of measure, for sums in the database; `folded` are the words as they are compared.
    """

    key = models.UUIDField(default=uuid.uuid4)
    order = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=300)
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    measure = models.CharField(max_length=measures.LONGEST, blank=True)
    qualifier = models.CharField(max_length=9, choices=Qualifier, default=Qualifier.EXACT)
    amount = models.DecimalField(max_digits=28, decimal_places=6, null=True, editable=False)
    base = models.CharField(max_length=measures.LONGEST, blank=True, editable=False)
    folded = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["registration", "key"], name="one_%(class)s_per_key")]

    sheet: Sheet  # on which it stands
    nature: str = Nature.FLOW  # of everything but results

    def save(self, *args, **kwargs):
        self.weigh()
        super().save(*args, **kwargs)

    def weigh(self):
        """Bring the value into its base, and the words into the form they are compared in, as sums need them."""
        self.folded = fold(self.words)
        self.base = measures.base_of(self.measure)
        self.amount = None if self.value is None else measures.to_base(Decimal(self.value), self.measure)

    @property
    def quantity(self):
        return Quantity(self.value, self.measure, Qualifier(self.qualifier), Nature(self.nature))


class Achievement(Figure):
    """A result of a registration. `before` and `target` are in the same unit as the value; `width` in metres, where
    the value is a length. `counted` is false for a part of a group and for a stock that a later count has replaced."""

    sheet = Sheet.RESULTS

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="results")
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.PROTECT, related_name="results")
    nature = models.CharField(max_length=5, choices=Nature, default=Nature.FLOW)
    place = models.CharField(max_length=200, blank=True)
    target = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    before = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    width = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    part_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="parts")
    note = models.CharField(max_length=500, blank=True)
    counted = models.BooleanField(default=True, editable=False)

    class Meta(Figure.Meta):
        verbose_name = _("result")


class Contribution(Figure):
    """Something given to a work: how much, of what kind, by whom. `result` is what it was given for, where one says."""

    sheet = Sheet.RESOURCES

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="contributions")
    source = models.CharField(max_length=11, choices=Source, default=Source.NOT_TOLD)
    kind = models.CharField(max_length=9, choices=ResourceKind, default=ResourceKind.MONEY)
    givers = models.PositiveIntegerField(null=True)
    givers_as = models.CharField(max_length=7, choices=GiversAs, default=GiversAs.PERSONS)
    place = models.CharField(max_length=200, blank=True)
    result = models.ForeignKey(Achievement, null=True, on_delete=models.SET_NULL, related_name="paid_by")

    class Meta(Figure.Meta):
        verbose_name = _("contribution")


class Beneficiary(Figure):
    """People whom a work served, counted as households, persons or turns."""

    sheet = Sheet.BENEFICIARIES

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="served")
    place = models.CharField(max_length=200, blank=True)

    class Meta(Figure.Meta):
        verbose_name = _("people served")


class SheetSave(models.Model):
    """Who saved a sheet last, and its version: two people do not write over each other unseen."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="sheet_saves")
    sheet = models.CharField(max_length=13, choices=Sheet)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "sheet"], name="one_save_per_sheet")]


class Commitment(models.Model):
    """A promise that runs over years, like a “Godmother” who goes on with her children. It belongs to the exemplar."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="commitments")
    name = models.CharField(_("name"), max_length=200)
    measure = models.CharField(_("whom or what it is for"), max_length=measures.LONGEST, default="child")
    began = models.DateField(_("since"))
    ended = models.DateField(_("until"), null=True)
    reason = models.CharField(_("why it ended"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("running commitment")
        ordering = ["began", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ended=None) | ~Q(reason=""), name="ended_commitment_says_why"),
            models.CheckConstraint(
                condition=Q(ended=None) | Q(ended__gte=models.F("began")), name="commitment_ends_after_it_began"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def measure_label(self):
        return measures.label(self.measure)


class Statement(models.Model):
    """How a commitment stands in a round: how many are new, how many left, how many there are, what it cost.

    What does not add up with the statement before is kept as it was stated, and flagged (`sponsoring.gap_of`).
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="statements")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="statements")
    newly = models.PositiveIntegerField(_("new in the period"))
    left = models.PositiveIntegerField(_("no longer in it"), default=0)
    now = models.PositiveIntegerField(_("in all at the end"))
    budget = models.BigIntegerField(_("budget"), null=True, help_text=_("đồng"))
    source = models.CharField(_("source of the budget"), max_length=11, choices=Source, default=Source.NOT_TOLD)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("statement")
        constraints = [
            models.UniqueConstraint(fields=["commitment", "registration"], name="one_statement_per_round"),
            models.CheckConstraint(
                condition=Q(newly__lte=models.F("now") + models.F("left")), name="new_are_among_all"
            ),
            models.CheckConstraint(condition=Q(budget=None) | Q(budget__gte=0), name="budget_is_not_negative"),
        ]

    @property
    def budget_in_words(self):
        """`106,8 million đồng`; a dash where no budget was stated."""
        return in_words(Quantity(None if self.budget is None else Decimal(self.budget), measures.DONG))
