from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class PaperKind(TextChoices):
    """Governing and issued documents, by the names officials use."""

    DECISION = "decision", _("decision")
    PLAN = "plan", _("plan")
    GUIDANCE = "guidance", _("guidance")
    DIRECTIVE = "directive", _("directive")
    LETTER = "letter", _("official letter")
    SUBMISSION = "submission", _("submission letter")
    MINUTES = "minutes", _("minutes")
    OTHER = "other", _("other paper")


journal.tells({"paper.filed": _("%(who)s put paper %(number)s of %(unit)s on file.")})
