from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    VIETNAMESE = "vi", "Tiếng Việt"
    ENGLISH = "en", "English"
    HINDI = "hi", "हिन्दी"


class InvitationForm(TextChoices):
    """How the first sign-in reaches the person."""

    LINK = "link", _("link to send")
    SLIP = "slip", _("printed slip with a QR code")
