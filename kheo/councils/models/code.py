"""Personal codes: how a member without a sign-in takes part in one session from the phone in hand."""

from django.db import models

from kheo.councils.models.council import Seat
from kheo.councils.models.session import CouncilSession
from kheo.people.models import Person


class PersonalCode(models.Model):
    """A code handed to a member at the door of one session. Only its digest is kept; a newer one takes its place."""

    session = models.ForeignKey(CouncilSession, on_delete=models.CASCADE, related_name="codes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "seat"], name="one_personal_code_per_seat")]
