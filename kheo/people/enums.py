from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class Language(TextChoices):
    VIETNAMESE = "vi", "Tiếng Việt"
    ENGLISH = "en", "English"
    HINDI = "hi", "हिन्दी"


class InvitationForm(TextChoices):
    """How the first sign-in reaches the person."""

    LINK = "link", _("link to send")
    SLIP = "slip", _("printed slip with a QR code")


journal.tells(
    {
        "person.added": _("%(who)s opened an account for a person."),
        "person.invited": _("%(who)s invited the person to sign in."),
        "person.accepted": _("%(who)s accepted the invitation and chose a password."),
        "person.changed": _("%(who)s changed the account."),
        "person.closed": _("%(who)s closed the account."),
        "person.reopened": _("%(who)s opened the account again."),
        "password.changed": _("%(who)s chose a new password."),
        "session.ended": _("%(who)s signed out another device."),
    }
)
