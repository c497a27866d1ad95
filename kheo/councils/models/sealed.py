"""Sealed ballots: tellers with keys that are not here, ciphertexts, and a sum that is opened once.

Nothing in these tables tells how anybody voted, to anybody, without two of the three tellers' keys
(docs/decisions/0010-sealed-ballots.md).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.councils.enums import CeremonyState, ElectionState, TallyStep
from kheo.councils.models.council import Seat
from kheo.councils.models.session import CouncilSession
from kheo.kernel.models import StoredFile
from kheo.people.models import Person


class Ceremony(models.Model):
    """The making of the keys for a session: three tellers, any two of whom can open the sum."""

    session = models.OneToOneField(CouncilSession, on_delete=models.CASCADE, related_name="ceremony")
    state = models.CharField(max_length=10, choices=CeremonyState, default=CeremonyState.KEYS)
    began_at = models.DateTimeField()
    trustees = models.TextField(blank=True)  # the public part, as the tool writes it
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CeremonyState.READY) | ~Q(trustees=""), name="ready_keys_have_a_public_part"
            )
        ]


class Teller(models.Model):
    """One of the three who hold keys. What is stored is public, or sealed to the key that the teller took away."""

    ceremony = models.ForeignKey(Ceremony, on_delete=models.CASCADE, related_name="tellers")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    certificate = models.TextField(blank=True)
    polynomial = models.TextField(blank=True)
    received = models.TextField(blank=True)
    confirmation = models.TextField(blank=True)
    sealed_share = models.TextField(blank=True)
    key_destroyed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "number"], name="one_teller_per_number"),
            models.UniqueConstraint(fields=["ceremony", "seat"], name="three_different_tellers"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=3), name="three_tellers"),
        ]


class Election(models.Model):
    """A sealed ballot: items that the same people vote on, their list frozen, in the format of Belenios."""

    session = models.ForeignKey(CouncilSession, on_delete=models.CASCADE, related_name="elections")
    uuid = models.CharField(max_length=14, unique=True)
    definition = models.TextField()
    credentials = models.TextField()  # public ones
    fingerprint = models.CharField(_("fingerprint"), max_length=43)
    state = models.CharField(max_length=10, choices=ElectionState, default=ElectionState.OPEN)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(_("closes at the latest"), null=True)
    closed_at = models.DateTimeField(null=True)
    abandoned_because = models.TextField(blank=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[ElectionState.OPEN, ElectionState.ABANDONED]) | Q(closed_at__isnull=False),
                name="a_counted_election_was_closed",
            )
        ]


class Voter(models.Model):
    """Somebody on the frozen list. The credential signs ballots; it is stored sealed with the server's own key."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="voters")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    credential = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "seat"], name="one_voter_per_seat")]


class Ballot(models.Model):
    """A sealed ballot of a voter: the last one counts. The table has a part for each election, dropped at the end.

    No time and no number stands here: the row says that somebody voted, and a ciphertext of constant size.
    """

    pk = models.CompositePrimaryKey("election_id", "voter_id")
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="ballots")
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="+", db_index=False)
    sealed = models.BinaryField()
    tracker = models.CharField(max_length=43)
    key = models.UUIDField()


class Tally(models.Model):
    """The count of a closed election, step by step: a job goes on from what stands here."""

    election = models.OneToOneField(Election, on_delete=models.CASCADE, related_name="tally")
    step = models.CharField(max_length=8, choices=TallyStep, default=TallyStep.COLLECT)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    archive = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    archive_sha256 = models.CharField(max_length=64, blank=True)
    trackers = models.JSONField(default=list)
    counts = models.JSONField(null=True)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(counts__isnull=True) | Q(step=TallyStep.DONE, verified_at__isnull=False),
                name="no_result_before_it_is_verified",
            )
        ]


class Share(models.Model):
    """A teller's part in opening the sum of one election; it opens nothing else."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="shares")
    teller = models.ForeignKey(Teller, on_delete=models.PROTECT, related_name="shares")
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "teller"], name="one_share_per_teller")]
