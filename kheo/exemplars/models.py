"""The main line's records. An exemplar is long-lived; a registration enters it into one round."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kheo.councils.models import subjects_read_by
from kheo.evaluations.models import Subject as Judged
from kheo.exemplars.enums import (
    COUNTED,
    HELD_BY,
    DeclineReason,
    ForceRole,
    Holder,
    Kind,
    Origin,
    Section,
    Status,
    Subject,
)
from kheo.kernel import clock, wanted
from kheo.kernel.models import StoredFile
from kheo.kernel.text import fold
from kheo.movements.models import Field, Round
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.enums import Level
from kheo.units.models import Unit, UnitName, acting_unit_ids, reading_unit_ids


def carried_by(unit_ids, path=""):
    """For a filter: the units write it and answer for it, as their own or as handed on to them; `path` leads there."""
    to = f"{path}__" if path else ""
    ids = list(unit_ids)
    return Q(**{f"{to}unit__in": ids, f"{to}carried_by": None}) | Q(**{f"{to}carried_by__in": ids})


class CarriedQuerySet(models.QuerySet):
    """Of rows that a unit made, and that another may carry on once that unit is no more (decision 0021)."""

    def carried_by_units(self, unit_ids):
        """Those that the units write and answer for: their own, and those handed on to them by a unit that ended."""
        return self.filter(carried_by(unit_ids))


class Carried:
    """What a unit made: its `unit` never changes; `carried_by` names who acts where that is no more."""

    @property
    def holder_id(self):
        """Whose it is to write: the unit that made it, or the one to which it was handed on."""
        return self.carried_by_id or self.unit_id

    @property
    def acting_unit(self):
        """The unit that writes and answers for it today: its own, the one it was handed on to, or the one as which its
        own wholly went on. Asks nothing while its own unit is."""
        unit, today = self.carried_by if self.carried_by_id else self.unit, clock.today()
        if unit.closed is None or unit.closed >= today:
            return unit
        heirs = tree.heirs([unit.pk], on=today).get(unit.pk)
        return Unit.objects.get(pk=heirs[-1]) if heirs else unit


class Exemplar(Carried, models.Model):
    """A model or typical example: the thing itself, across the years. Stock is counted here, flow on registrations."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="exemplars")
    carried_by = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="carried_exemplars")
    replicated_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    began = models.DateField(_("first registered"))

    objects = CarriedQuerySet.as_manager()


class RegistrationQuerySet(CarriedQuerySet):
    def counted(self):
        """Those that count in the figures: sent, and neither declined, withdrawn nor merged into another."""
        return self.filter(status__in=COUNTED)

    def held_by_unit(self, unit_ids):
        """Those on which the registering units, or who carries their works on, must act next."""
        holding = [s for s, h in HELD_BY.items() if h == Holder.UNIT]
        return self.carried_by_units(unit_ids).filter(status__in=holding)

    def held_by_receiver(self, unit_ids):
        """Those of the units that their receiving offices have still to answer, or to conclude on."""
        concluded = self.model.objects.filter(
            pk=OuterRef("pk"),
            outcomes__consideration__unit=F("receiver"),
            outcomes__consideration__concluded_at__isnull=False,
        )
        holding = [s for s, h in HELD_BY.items() if h == Holder.RECEIVER]
        theirs = self.carried_by_units(unit_ids).filter(status__in=holding)
        return theirs.exclude(Exists(concluded))

    def drafts_in_running_rounds(self, unit_ids):
        """Drafts of the units that can still become something."""
        return self.carried_by_units(unit_ids).filter(status=Status.DRAFT, round__in=Round.objects.running())

    def recognised(self):
        """Those that some unit has recognised; only concluded considerations make such rows."""
        return self.filter(self._has_recognition())

    def not_recognised(self):
        """Those that no unit has recognised, whatever may lie on somebody's table."""
        return self.filter(~self._has_recognition())

    def _has_recognition(self):
        return Exists(self.model.objects.filter(pk=OuterRef("pk"), recognitions__isnull=False))

    def waiting_for(self, unit_ids):
        """Those sent to the given offices and not yet answered; in a closed round nothing is answered any more."""
        return self.filter(receiver__in=unit_ids, status=Status.SUBMITTED, round__closing=None)

    def visible_to(self, person, *, among=None):
        """A unit sees all of its own, and of a unit that ended and wholly went on as it, and what was handed on to it;
        the units above, and a successor, see what was sent; so does a unit that takes part in it, and a member of a
        council, of what is before it. Nobody sees more.

        `among`: the ids of the only units in question, where these are few and known; it changes the price alone."""
        own, today = reading_unit_ids(person), clock.today()
        sent = tree.reach(own, on=today) if among is None else tree.reached(among, own, on=today)
        before_the_council = Q(judged_as__in=Judged.objects.filter(subjects_read_by(person)))
        told = Q(unit__among=sent) | Q(receiver__in=own) | Q(pk__in=_joined_by(person, own)) | before_the_council
        acting = acting_unit_ids(person)
        theirs = Q(unit__in=acting) | Q(carried_by__in=acting)
        return self.filter(theirs | told & Q(submitted_at__isnull=False))

    def matching(self, words):
        """Those whose title, person, code or unit holds all the words, accents or not; the last may be a beginning.

        Abbreviations and the other forms of a term find the same rows (`wanted`)."""
        return wanted.narrow(self, words)

    def with_unit_name(self):
        """Annotate `unit_name`: the name the unit bore on the day of the registration."""
        name = UnitName.objects.filter(unit=OuterRef("unit"), during__startswith__lte=OuterRef("registered_on"))
        return self.annotate(unit_name=Subquery(name.order_by("-during").values("name")[:1]))

    def newest_first(self):
        return self.order_by("-registered_on", "-pk")


class Registration(Carried, models.Model):
    """An exemplar entered into a round by a unit. `status` is the quick answer; the rows beside it are the truth."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="registrations")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registrations")
    receiver = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="received_registrations")
    # Who acts where a unit is no more (decision 0021): `unit` and the day it registered never change.
    carried_by = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="carried_registrations")
    first_receiver = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(_("code"), max_length=20, blank=True)
    title = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    subject = models.CharField(_("subject"), max_length=10, choices=Subject)
    field = models.ForeignKey(
        Field, verbose_name=_("field"), null=True, blank=True, on_delete=models.PROTECT, related_name="registrations"
    )
    level = models.CharField(_("level registered for"), max_length=20, choices=Level)
    origin = models.CharField(_("new or continued"), max_length=10, choices=Origin, default=Origin.NEW)
    summary = models.TextField(_("summary"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    registered_on = models.DateField(_("date"), help_text=_("the day it was begun, then the day it was first sent"))
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    judged_as = models.OneToOneField(Judged, null=True, on_delete=models.PROTECT, related_name="registration")
    retroactive = models.BooleanField(_("already running before it was registered"), default=False)  # BR-05
    demonstration = models.BooleanField(_("demonstration data"), default=False)
    search_text = models.TextField(editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT, submitted_at=None)
                | Q(status=Status.WITHDRAWN)
                | ~Q(status__in=[Status.DRAFT, Status.WITHDRAWN])
                & Q(submitted_at__isnull=False, receiver__isnull=False),
                name="sent_has_day_and_receiver",
            ),
            models.UniqueConstraint(
                Coalesce("first_receiver", "receiver"),
                "code",
                condition=~Q(code=""),
                name="one_code_per_receiving_unit",
            ),  # the office that gave it; two that merged may have given the same
        ]
        indexes = [
            # All that counting reads, so that figures never touch the table itself (speed.md §D).
            models.Index(
                fields=["unit", "round", "status"],
                include=["id", "receiver", "submitted_at", "level", "field", "kind", "subject", "origin"],
                name="registration_of_unit",
            ),
            models.Index(fields=["receiver", "status"], name="registration_of_receiver"),
            models.Index(fields=["-registered_on", "-id"], name="registration_newest"),
            models.Index(fields=["round", "-registered_on", "-id"], name="registration_of_round"),
            GinIndex(SearchVector(F("search_text"), config="simple"), name="registration_search"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.search_text = self.searchable()
        super().save(*args, **kwargs)

    def searchable(self):
        """What the search box finds this registration by."""
        person = self.dossier.person_name if hasattr(self, "dossier") else ""
        return search_words(self.code, self.title, person, self.unit.name)

    def is_of(self, person):
        """Whether the person reads it as one of the unit that acts for it."""
        return bool({self.unit_id, self.carried_by_id} & set(acting_unit_ids(person)))

    @property
    def held_by(self):
        return HELD_BY[Status(self.status)]

    def is_visible_to(self, person):
        """Whether the person sees this one, as `visible_to` says; of what was sent to their office nothing is asked."""
        if self.submitted_at and self.receiver_id in reading_unit_ids(person):
            return True
        return Registration.objects.visible_to(person).filter(pk=self.pk).exists()


def _joined_by(person, unit_ids):
    """The ids of the works of others in which the units take part. Read once a request; nearly always there are none,
    and then nothing is added to the question of what one may see."""
    kept = getattr(person, "_joined", None)
    if kept is None or kept[0] != unit_ids:
        rows = Registration.objects.filter(
            cooperations__unit__in=unit_ids, cooperations__accepted=True, cooperations__ended_at=None
        )
        kept = person._joined = (unit_ids, list(rows.values_list("pk", flat=True)))
    return kept[1]


def search_words(code: str, title: str, person: str, unit: str) -> str:
    """The words by which a registration is found, folded once in Python (speed.md §E)."""
    return fold(f"{code} {title} {person} {unit}")


class Dossier(models.Model):
    """What the unit writes in its registration: the boxes of F1 (movement.md §3.4). Gaps are allowed in a draft."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="dossier")
    person_name = models.CharField(_("name of the individual"), max_length=120, blank=True)
    person_position = models.CharField(_("position"), max_length=120, blank=True)
    person_birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    person_unit = models.CharField(_("place of work or residence"), max_length=200, blank=True)
    situation = models.TextField(_("situation and reason"), blank=True)
    goals = models.TextField(_("goals and criteria"), blank=True)
    method = models.TextField(_("content and way of doing"), blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    beneficiaries = models.TextField(_("people served and taking part"), blank=True)
    resources = models.TextField(_("resources"), blank=True)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    progress = models.TextField(_("progress"), blank=True)
    evaluated_on = models.DateField(_("day of evaluation"), null=True, blank=True)
    outputs = models.TextField(_("outputs that can be verified"), blank=True)
    sustainability = models.TextField(_("ability to be kept and replicated"), blank=True)
    linked_movement = models.CharField(_("linked movement or campaign"), max_length=200, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=30, blank=True)
    head_name = models.CharField(_("confirmed by the head of the unit"), max_length=120, blank=True)
    head_confirmed_on = models.DateField(_("day of confirmation"), null=True, blank=True)


class Force(models.Model):
    """A force that carries out the work, with its role (F1 row 6)."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="forces")
    name = models.CharField(_("force"), max_length=200)
    role = models.CharField(_("role"), max_length=14, choices=ForceRole)
    task = models.CharField(_("what it does"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]


class SectionSave(models.Model):
    """Who saved a section last, and its version: two people may work on different sections, not blindly on one."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="saves")
    section = models.CharField(max_length=10, choices=Section)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "section"], name="one_save_per_section")]


class RegistrationFileQuerySet(models.QuerySet):
    def shown_elsewhere(self):
        """What readers outside the unit have: what was there when it was sent last, and what was added of the work
        once it was accepted. What is added while the unit mends is its draft."""
        sent = Submission.objects.filter(registration=OuterRef("registration")).order_by("-number").values("at")[:1]
        rows = self.alias(sent_at=Subquery(sent))
        return rows.filter(
            Q(sent_at=None) | Q(file__at__lte=F("sent_at")) | Q(file__at__gte=F("registration__acceptance__at"))
        )

    def visible_to(self, person):
        """All of one's own unit; elsewhere what is shown there of the registrations that one may see."""
        acting = acting_unit_ids(person)
        own = self.filter(Q(registration__unit__in=acting) | Q(registration__carried_by__in=acting)).values("pk")
        seen = Registration.objects.visible_to(person).values("pk")
        elsewhere = self.model.objects.filter(registration__in=seen).shown_elsewhere().values("pk")
        return self.filter(Q(pk__in=own) | Q(pk__in=elsewhere))


class RegistrationFile(models.Model):
    """A photograph or file of a registration: what it shows, of which criterion, and whether the people shown agreed.

    `client_id` is what the device that sent it calls it, so that sending it twice keeps it once.
    """

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="registration_file")
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    code = models.CharField(_("criterion"), max_length=40, blank=True)
    people_agreed = models.BooleanField(_("the people shown agreed"), default=False)
    order = models.PositiveIntegerField(default=0)
    client_id = models.UUIDField(null=True)

    objects = RegistrationFileQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["registration", "client_id"], name="one_file_per_client_id")]


class Submission(models.Model):
    """What was sent, each time: the dossier as it stood, so that a later sending shows what changed."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["registration", "number"], name="one_submission_per_number")]


class Return(models.Model):
    """The receiving office sent a registration back; the reason becomes the title of the unit's task."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="returns")
    section = models.CharField(max_length=10, choices=Section, blank=True)
    reason = models.TextField(_("reason"))
    due = models.DateField(_("wanted back by"), null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")


class Acceptance(models.Model):
    """The receiving office took a registration into the list of the year."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="acceptance")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")


class Decline(models.Model):
    """The receiving office did not take a registration, and why."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="declining")
    reason = models.CharField(_("reason"), max_length=14, choices=DeclineReason)
    note = models.TextField(_("explanation"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")


class Withdrawal(models.Model):
    """The unit took its registration back, and why."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="withdrawal")
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")


class ResultReport(models.Model):
    """The unit reports what was done (F2). Quantities with their evidence are a chapter of their own, to come."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="result_report")
    content = models.TextField(_("what was done"))
    effect = models.TextField(_("results and real effect"))
    difficulties = models.TextField(_("difficulties and proposals"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")


class CodeCounter(models.Model):
    """The last number a receiving unit gave in a year: codes are unique per issuing body and year, never globally."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="code_counters")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_counter_per_unit_and_year")]
