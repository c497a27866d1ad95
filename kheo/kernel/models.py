"""Records that every chapter stands on. The kernel knows nobody: people and units appear here as bare numbers."""

import uuid

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
