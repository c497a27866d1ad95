"""What the state of an account or an invitation allows, whoever asks. Invitations run on real, not business time."""

from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.people.models import Invitation, Person


@rule
def can_bear(name: str, value: str, person: Person | None = None) -> None:
    """Nobody else has this user name, e-mail address or phone number. `name` is the column, an empty value is free."""
    others = Person.objects.exclude(pk=person.pk) if person and person.pk else Person.objects.all()
    if value and others.filter(**{name: value}).exists():
        raise NotNow(
            {
                "username": _("Somebody has this user name already. Choose another."),
                "email": _("This e-mail address belongs to an account already."),
                "phone": _("This phone number belongs to an account already."),
            }[name]
        )


@rule
def can_be_invited(person: Person) -> None:
    """Closed accounts are opened first."""
    if not person.is_active:
        raise NotNow(_("This account is closed. Open it before you invite the person."))


@rule
def can_be_accepted(invitation: Invitation) -> None:
    """Unused, not replaced by a later one, in time, and its person's account is open."""
    if invitation.used_at:
        raise NotNow(
            _("This invitation was used on %(day)s. Sign in with your password.")
            % {"day": format_date(timezone.localdate(invitation.used_at))}
        )
    if invitation.withdrawn_at or not invitation.person.is_active:
        raise NotNow(_("This invitation was withdrawn. Use the latest one, or ask the keeper of your unit."))
    if invitation.expires_at <= timezone.now():
        raise NotNow(
            _("This invitation ended on %(day)s. Ask the keeper of your unit for a new one.")
            % {"day": format_date(timezone.localdate(invitation.expires_at))}
        )
