"""Recognition at each rung of the ladder: one row per level, never one column per level."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from kheo.documents.models import Paper
from kheo.exemplars.models import Exemplar, Registration
from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.recognitions import enums  # noqa: F401 - the journal reads its sentences
from kheo.units import tree
from kheo.units.enums import Level
from kheo.units.models import Unit, UnitName, answering_unit_ids, inherited_unit_ids, reading_unit_ids


class ConsiderationQuerySet(models.QuerySet):
    def concluded(self):
        return self.filter(concluded_at__isnull=False)

    def open(self):
        return self.filter(concluded_at__isnull=True)

    def visible_to(self, person):
        """Those who read for the unit see its work in progress; units above and below see only what was concluded."""
        own = reading_unit_ids(person)
        above = {unit_id for mine in own for unit_id in tree.chain(mine, on=clock.today())}
        below = tree.reach(own, on=clock.today())
        ours = Q(unit__in=answering_unit_ids(person))
        return self.filter(ours | Q(unit__among=[*above, *below], concluded_at__isnull=False))


class Consideration(models.Model):
    """A unit considers what it has accepted in a round, and concludes: with a decision, or recognising none."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="considerations")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="considerations")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="considerations")

    objects = ConsiderationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "round"], condition=Q(concluded_at=None), name="one_open_consideration_per_round"
            )
        ]


class OutcomeQuerySet(models.QuerySet):
    def concluded(self):
        return self.filter(consideration__concluded_at__isnull=False)

    def visible_to(self, person):
        """All of one's own unit and, once concluded, of the units below; of a unit above only what is recognised (the
        list of its decision) and what it held of one's own registrations, reason included."""
        inherited = inherited_unit_ids(person)
        below = tree.list_under(inherited, on=clock.today())
        mine = Q(recognised=True) | Q(registration__unit__in=inherited)
        listed = Q(consideration__in=Consideration.objects.concluded().visible_to(person)) & mine
        told = Q(consideration__unit__among=below, consideration__concluded_at__isnull=False)
        return self.filter(Q(consideration__unit__in=answering_unit_ids(person)) | told | listed)

    def as_list(self):
        """With all that the list of a decision prints (F8), in its order; `unit_name` as the unit was called then."""
        name = UnitName.as_on(OuterRef("registration__unit"), OuterRef("registration__registered_on"))
        rows = self.select_related("registration__unit", "registration__field", "registration__dossier")
        return rows.annotate(unit_name=Subquery(name.values("name")[:1])).order_by("registration__unit__sort_key", "pk")


class Outcome(models.Model):
    """What a consideration holds of one registration. Nobody outside the unit sees it before the conclusion."""

    consideration = models.ForeignKey(Consideration, on_delete=models.CASCADE, related_name="outcomes")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="outcomes")
    recognised = models.BooleanField(_("recognised"))
    reason = models.TextField(_("reason"), blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consideration", "registration"], name="one_outcome_per_consideration"),
            models.CheckConstraint(condition=Q(recognised=True) | ~Q(reason=""), name="a_no_has_a_reason"),
        ]
        indexes = [models.Index(fields=["registration", "recognised"], name="outcome_of_registration")]


class Recognition(models.Model):
    """A unit has recognised an exemplar at its level, in a round, by a decision: an event, not a state."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="recognitions")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="recognitions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="recognitions_given")
    level = models.CharField(_("level"), max_length=20, choices=Level)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="recognitions")
    decision = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="recognitions")
    on = models.DateField(_("date"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "unit"], name="one_recognition_per_unit"),
        ]
        indexes = [models.Index(fields=["unit", "round"], name="recognition_by_unit")]


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those who read for the proposing unit, and for the unit it is proposed to."""
        own = answering_unit_ids(person)
        return self.filter(Q(from_unit__in=own) | Q(to_unit__in=own))

    def undecided(self):
        """Those on which the upper unit has not concluded."""
        answers = Outcome.objects.concluded().filter(
            registration=OuterRef("registration"), consideration__unit=OuterRef("to_unit")
        )
        return self.exclude(Exists(answers))


class Proposal(models.Model):
    """A unit proposes upward what it has recognised, in the order of its rank."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="proposals")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="proposals_sent")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="proposals_received")
    rank = models.PositiveIntegerField(_("rank"))
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="proposals")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "to_unit"], name="one_proposal_per_upper_unit"),
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="nobody_proposes_to_itself"),
        ]
        indexes = [models.Index(fields=["to_unit"], name="proposal_to_unit")]


class ForgoingQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those who read for the unit that says so, and for the unit that would have been proposed to."""
        own = answering_unit_ids(person)
        return self.filter(Q(from_unit__in=own) | Q(to_unit__in=own))


class Forgoing(models.Model):
    """A unit that has recognised says that it proposes nothing of it upward: not the same as being silent (BR-09).

    It stands until the unit recalls it or proposes after all.
    """

    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="forgoings")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="forgoings")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = ForgoingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "from_unit"], name="one_forgoing_per_round"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_forgoing_has_a_reason"),
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="nobody_forgoes_towards_itself"),
        ]
