"""Records of roll-ups: whose key is trusted for which unit, and what arrived, unit by unit."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.insights.enums import Measure
from kheo.kernel import clock
from kheo.kernel.periods import first_day, last_day
from kheo.people.models import Person
from kheo.rollups import fingerprints
from kheo.units import tree
from kheo.units.enums import Level, Role
from kheo.units.models import Unit, never_twice, offices, reading_unit_ids


def _near(person):
    """The units for which the person reads or keeps, and all below them."""
    return tree.reach([*reading_unit_ids(person), *_kept(person)], on=clock.today())


def _kept(person):
    return [office.unit_id for office in offices(person) if office.role == Role.KEEPER]


class SenderQuerySet(models.QuerySet):
    def visible_to(self, person):
        """System keepers see whose keys are trusted for their units and for those below."""
        return self.filter(unit__among=tree.reach(_kept(person), on=clock.today()))

    def trusted(self):
        """Those that have not been withdrawn."""
        return self.filter(during__upper_inf=True)


class Sender(models.Model):
    """From when to when files signed with a key are taken for a unit. An older row is never reused."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rollup_senders")
    key = models.CharField(_("public key"), max_length=64)  # Ed25519, in hexadecimal
    during = DateRangeField(_("trusted"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SenderQuerySet.as_manager()

    class Meta:
        constraints = [never_twice("one_trust_per_key_at_a_time", "unit", "key")]

    @property
    def is_trusted(self):
        """Whether it has not been withdrawn."""
        return not self.during.isempty and self.last is None

    @property
    def first(self):
        """The first day whose files are taken; None where it was withdrawn from that day on."""
        return first_day(self.during)

    @property
    def last(self):
        """The last such day; None while it is trusted."""
        return last_day(self.during)

    @property
    def fingerprint(self):
        """What the two offices compare by telephone."""
        return fingerprints.of_key(self.key)


class RollupQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the units for which the person reads, of all units below, and whatever its keeper may take."""
        return self.filter(unit__among=_near(person))

    def about_same(self, rollup):
        """Every file about the same unit, movement and round."""
        return self.filter(unit=rollup.unit_id, movement=rollup.movement, round=rollup.round)

    def newest_first(self):
        """By the moment each was made, not by when it arrived: the order of taking changes nothing."""
        return self.order_by("-made_at", "-sha256")

    def newest(self):
        """The newest of each unit, movement and round."""
        return self.order_by("unit", "movement", "round", "-made_at", "-sha256").distinct("unit", "movement", "round")


class Rollup(models.Model):
    """A verified file of a unit about a round of a movement, as it was taken; a later one never replaces it.

    Movement and round are told by their codes and names: they need not exist in this installation.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rollups")
    movement = models.CharField(_("movement"), max_length=40)
    movement_name = models.CharField(max_length=300)
    round = models.CharField(_("round"), max_length=40)
    round_name = models.CharField(max_length=300)
    starts = models.DateField()
    ends = models.DateField()
    on = models.DateField(_("tree as at"))
    as_of = models.DateField(_("figures as of"))
    made_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, unique=True)
    file = models.BinaryField()  # byte for byte, so that the signature can be checked again
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, related_name="rollups")
    taken_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RollupQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "movement", "round", "-made_at"], name="rollups_of_round")]


class RollupUnit(models.Model):
    """What one unit in a roll-up registered itself, and how far that came; never with what stands below it."""

    rollup = models.ForeignKey(Rollup, on_delete=models.CASCADE, related_name="units")
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    superior = models.CharField(_("superior"), max_length=60, blank=True)  # its code; empty for the root
    registered = models.PositiveIntegerField(Measure.REGISTERED.label)
    recognised = models.PositiveIntegerField(Measure.RECOGNISED.label)
    proposed = models.PositiveIntegerField(Measure.PROPOSED.label)
    recognised_above = models.PositiveIntegerField(Measure.RECOGNISED_ABOVE.label)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rollup", "code"], name="one_row_per_unit_of_rollup")]
