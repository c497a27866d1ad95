from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.documents.enums import PaperKind
from kheo.kernel.models import StoredFile
from kheo.units.models import Unit


class Paper(models.Model):
    """A governing or issued document. Its number comes from the issuer, not from us, and may be unknown yet."""

    kind = models.CharField(_("kind"), max_length=12, choices=PaperKind, default=PaperKind.DECISION)
    number = models.CharField(_("number and symbol"), max_length=60)
    date = models.DateField(_("date"), null=True)
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="papers")
    issuer_name = models.CharField(_("issuer as named that day"), max_length=200)
    title = models.CharField(_("on what"), max_length=300, blank=True)
    signatory = models.CharField(_("signed by"), max_length=120, blank=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="papers")

    class Meta:
        indexes = [models.Index(fields=["issuer", "number"], name="paper_of_issuer")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"
