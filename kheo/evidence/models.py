"""What stands beside a dossier's files: the door for another phone, what came through it, the results a file proves."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kheo.evidence import enums  # noqa: F401 - what the journal says of evidence
from kheo.exemplars.models import Registration, RegistrationFile
from kheo.people.models import Person
from kheo.results.models import Achievement

OPEN_FOR = timedelta(minutes=30)


class HandOffQuerySet(models.QuerySet):
    def open(self):
        """Those through which something may come now. Their times are technical: a demonstration does not move them."""
        return self.filter(ended_at=None, expires_at__gt=timezone.now())


class HandOff(models.Model):
    """A door for half an hour: whoever has its address sends photographs into one dossier, without signing in.

    Only the digest of its token is kept: who has the database cannot go through.
    """

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="handoffs")
    digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("open until"))
    ended_at = models.DateTimeField(null=True)

    objects = HandOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending from another phone")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("opened_at")), name="a_handoff_is_open_for_a_while")
        ]
        indexes = [models.Index(fields=["registration", "-opened_at"], name="handoff_of_registration")]

    @property
    def is_open(self):
        return self.ended_at is None and timezone.now() < self.expires_at


class Arrival(models.Model):
    """A file that came through such a door."""

    handoff = models.ForeignKey(HandOff, on_delete=models.CASCADE, related_name="arrivals")
    attached = models.OneToOneField(RegistrationFile, on_delete=models.CASCADE, related_name="arrival")


class Proof(models.Model):
    """A file shows a result; one photograph may show several, and a result is shown by many."""

    attached = models.ForeignKey(RegistrationFile, on_delete=models.CASCADE, related_name="proofs")
    result = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="proofs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attached", "result"], name="a_file_proves_a_result_once")]
