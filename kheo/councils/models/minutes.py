"""The minutes: drafted from what happened, edited by block, frozen by signing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.councils.models.session import CouncilSession
from kheo.people.models import Person


class Minutes(models.Model):
    """What people wrote into the minutes beside the draft, and, once the first has signed, the whole text as signed.

    The draft itself is not stored: it can always be built again from the votes.
    """

    session = models.OneToOneField(CouncilSession, on_delete=models.CASCADE, related_name="minutes")
    edits = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    frozen = models.JSONField(null=True)
    signed_by_leader = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    signed_by_leader_at = models.DateTimeField(null=True)
    signed_by_writer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    signed_by_writer_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("minutes")
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by_leader=None, signed_by_writer=None) | Q(frozen__isnull=False),
                name="what_is_signed_is_frozen",
            )
        ]

    @property
    def is_signed(self):
        return self.signed_by_leader_id is not None or self.signed_by_writer_id is not None

    @property
    def is_complete(self):
        return self.signed_by_leader_id is not None and self.signed_by_writer_id is not None
