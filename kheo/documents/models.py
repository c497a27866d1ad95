"""Papers on file, papers being drafted, and what a unit prints them with."""

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kheo.documents.enums import Layout, PaperKind, Standing
from kheo.documents.layouts import kinds
from kheo.kernel import clock, periods, wanted
from kheo.kernel.models import StoredFile
from kheo.kernel.text import fold
from kheo.people.models import Person
from kheo.units.models import Unit, answering_unit_ids, never_twice, read_as_own_ids


class PaperQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The papers that the person's units issued, and those that were sent to them; what cites a paper shows its
        number to its own readers."""
        inherited = read_as_own_ids(person)
        sent = Delivery.objects.filter(paper=models.OuterRef("pk"), unit__among=inherited)
        return self.filter(Q(issuer__among=inherited) | Q(models.Exists(sent)))

    def matching(self, text):
        """Papers whose number, kind, subject, issuer or signatory holds all the words, accents or not (`wanted`)."""
        return wanted.narrow(self, text)

    def newest_first(self):
        return self.order_by(F("date").desc(nulls_last=True), "-pk")


class Paper(models.Model):
    """A governing or issued document. Its number comes from the issuer, not from us, and may be unknown yet.

    Once its signed copy is on file it is locked: the database refuses any change. A mistake is mended by another paper
    that `corrects` it.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=PaperKind, default=PaperKind.DECISION)
    number = models.CharField(_("number and symbol"), max_length=60)
    date = models.DateField(_("date"), null=True)
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="papers")
    issuer_name = models.CharField(_("issuer as named that day"), max_length=200)
    title = models.CharField(_("on what"), max_length=300, blank=True)
    signatory = models.CharField(_("signed by"), max_length=120, blank=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="papers")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    locked_at = models.DateTimeField(null=True)
    search_text = models.TextField(editable=False, db_default="")

    objects = PaperQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["issuer", "number"], name="paper_of_issuer"),
            GinIndex(SearchVector(F("search_text"), config="simple"), name="paper_search"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(corrects=F("pk")), name="no_paper_corrects_itself"),
            models.CheckConstraint(condition=Q(locked_at=None) | Q(file__isnull=False), name="locked_with_its_copy"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    def save(self, *args, **kwargs):
        self.search_text = paper_words(self.kind, self.number, self.title, self.issuer_name, self.signatory)
        super().save(*args, **kwargs)


def paper_words(kind: str, number: str, title: str, issuer: str, signatory: str) -> str:
    """The words by which a paper is found, its kind in every language of the pages, folded once (speed.md §E)."""
    words = [number, title, issuer, signatory]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words.append(str(PaperKind(kind).label))
    return fold(" ".join(words))


class Delivery(models.Model):
    """A paper was sent to a unit that is concerned: its people read it, signed copy and all."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="deliveries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="deliveries")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "unit"], name="one_delivery_per_unit")]


class SignedCopy(models.Model):
    """The copy that came back from signing, and what was found when its signatures were checked.

    `signatures` holds one finding each (`signatures.Finding`); it is empty for the scan of a paper signed by hand.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="signed_copies")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    signatures = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper"], name="one_signed_copy_per_paper")]


class OfUnit(models.QuerySet):
    """Rows of a unit that only those who read for it see."""

    def visible_to(self, person):
        return self.filter(unit__in=answering_unit_ids(person))


class DraftQuerySet(OfUnit):
    def open(self):
        """Those still being written."""
        return self.filter(paper=None, discarded_at=None)

    def made_from(self, thing):
        """Drafts that were made from a record, newest first."""
        return self.filter(made_from_kind=thing._meta.model_name, made_from_id=thing.pk).order_by("-pk")

    def newest_first(self):
        return self.order_by("-changed_at", "-pk")


class Draft(models.Model):
    """A paper being written: its content is one value (`kinds.Document`) as JSON, whole. Issued, it never changes.

    What it was made from is a word and a number, as in the journal: this chapter knows nothing of those above it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(_("kind"), max_length=12, choices=PaperKind)
    layout = models.CharField(max_length=5, choices=Layout)
    title = models.CharField(_("on what"), max_length=300)
    content = models.JSONField()
    made_from_kind = models.CharField(max_length=40, blank=True)
    made_from_id = models.BigIntegerField(null=True)
    corrects = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="correcting_drafts")
    revision = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(Paper, null=True, on_delete=models.PROTECT, related_name="draft")
    discarded_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["made_from_kind", "made_from_id"], name="draft_made_from")]
        constraints = [
            models.CheckConstraint(condition=Q(paper=None) | Q(discarded_at=None), name="no_issued_draft_is_discarded")
        ]

    @property
    def document(self):
        """The content as a value."""
        return kinds.read(self.content)

    @property
    def standing(self):
        if self.paper_id is None:
            return Standing.DISCARDED if self.discarded_at else Standing.DRAFTED
        return Standing.LOCKED if self.paper.locked_at else Standing.ISSUED


class DatedQuerySet(OfUnit):
    def in_force(self, unit, day=None):
        """The rows of a unit that hold on a day (today unless told)."""
        return self.filter(unit=unit, during__contains=day or clock.today())


class DatedOfUnit(models.Model):
    """Something a unit prints papers with, from a day to a day: a successor replaces it, nothing overwrites it."""

    during = DateRangeField(_("in use"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def since(self):
        return periods.first_day(self.during)

    @property
    def until(self):
        return periods.last_day(self.during)


class Stationery(DatedOfUnit):
    """What stands at the top and the end of a unit's papers, as its clerks write it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="stationery")
    layout = models.CharField(_("layout"), max_length=5, choices=Layout)
    superior = models.TextField(_("superior body at the top"), blank=True)
    issuer = models.TextField(_("issuing body at the top"))
    place = models.CharField(_("place"), max_length=100, blank=True)
    symbol = models.CharField(_("the unit's letters in the symbol"), max_length=30, blank=True)
    decider = models.CharField(_("who decides"), max_length=200, blank=True)
    on_behalf = models.TextField(_("on whose behalf is signed"), blank=True)
    office = models.CharField(_("office of who signs"), max_length=120, blank=True)
    signatory = models.CharField(_("name of who signs"), max_length=120, blank=True)

    class Meta:
        constraints = [never_twice("one_stationery_at_a_time", "unit")]


class UnitTemplate(DatedOfUnit):
    """A unit's own Word template for a kind of paper."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="paper_templates")
    kind = models.CharField(_("kind"), max_length=12, choices=PaperKind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [never_twice("one_template_at_a_time", "unit", "kind")]


class CertificateSheet(models.Model):
    """The certificates that one decision gave rise to: what all of them say. `heading` is a `kinds.Certificates`."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="certificate_sheets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="certificate_sheets")
    heading = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfUnit.as_manager()


class CertificateQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(withdrawn_at=None)

    def in_order(self):
        return self.order_by("pk")


class Certificate(models.Model):
    """One certificate. Whoever has its code may check it, so the code cannot be guessed."""

    sheet = models.ForeignKey(CertificateSheet, on_delete=models.PROTECT, related_name="certificates")
    code = models.CharField(_("code"), max_length=12, unique=True)
    printed = models.JSONField(_("what is printed on it"))
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(reason="")),
                name="withdrawn_by_somebody_for_a_reason",
            )
        ]
