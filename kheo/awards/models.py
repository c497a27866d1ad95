"""Records of awards: a decision that rewards, whom it names, and that it was recorded in error.

Recognition and reward are two acts of two authorities; a model may have either, both or none (movement.md §1 rule 1).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.awards.enums import Form
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.models import Unit, inherited_unit_ids


class AwardQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawal=None)

    def visible_to(self, person):
        """Those recorded by the units for which the person reads, and by all below; and those that name a registration
        of such a unit."""
        near = tree.reach(inherited_unit_ids(person), on=clock.today())
        named = Awarded.objects.filter(registration__unit__among=near).values("award")
        return self.filter(models.Q(unit__among=near) | models.Q(pk__in=named))

    def newest_first(self):
        return self.order_by("-on", "-pk")


class Award(models.Model):
    """A decision that rewards models and examples of a round, as the unit that keeps the list recorded it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="awards")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="awards")
    form = models.CharField(_("form"), max_length=30, choices=Form)
    issuer = models.CharField(_("who decided"), max_length=200)  # it need not use Khéo: a chairman, a minister
    number = models.CharField(_("number of the decision"), max_length=60)
    on = models.DateField(_("date of the decision"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AwardQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "round"], name="award_of_unit")]


class Awarded(models.Model):
    """A registration that the decision names; collective or individual, as it was registered."""

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="awarded")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="awarded")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["award", "registration"], name="named_once_in_an_award")]


class AwardWithdrawal(models.Model):
    """It was recorded in error, or the decision was annulled: it no longer counts, and stays readable."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
