"""Records that every chapter stands on. The kernel knows nobody: people and units appear here as bare numbers."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One line of the journal. Append-only: triggers refuse UPDATE and DELETE."""

    at = models.DateTimeField(_("when"))
    verb = models.CharField(_("what"), max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    by_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    reason = models.TextField(_("why"), blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="entry_of_subject"),
            models.Index(fields=["unit_id", "at"], name="entry_of_unit"),
        ]


class IdempotencyKey(models.Model):
    """A state-changing request that has been answered, so that sending it twice does it once."""

    person_id = models.BigIntegerField()
    key = models.UUIDField()
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField()
    location = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "key"], name="one_answer_per_key")]
        indexes = [models.Index(fields=["at"], name="idempotency_age")]


class StoredFile(models.Model):
    """A file kept outside the web root under a random name; its own name is only data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()


class Picture(models.Model):
    """What we know of a stored photograph. The place is here only when its owner said yes; never in the file."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, primary_key=True, related_name="picture")
    width = models.PositiveIntegerField(_("width in dots"))
    height = models.PositiveIntegerField(_("height in dots"))
    taken_at = models.DateTimeField(_("taken"), null=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True)
    look = models.CharField(max_length=32)  # kheo.kernel.likeness
    bands = ArrayField(models.IntegerField(), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_photo_was_taken_on_the_earth",
            )
        ]
        indexes = [GinIndex(fields=["bands"], name="picture_bands")]


class PartialFile(models.Model):
    """A large file that arrives in parts. `owner` says whose it is, in the words of the chapter that takes it in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=60)
    client_id = models.UUIDField()
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()  # of the last part, in technical time

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "client_id"], name="one_partial_file_per_client_id")]
        indexes = [models.Index(fields=["at"], name="partial_file_age")]
