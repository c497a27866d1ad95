"""Who may do what with an account. Who may invite is decided where units are known (units/permissions.py)."""

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person


@rule
def can_change_account(person: Person, account: Person) -> None:
    """Everybody, and only for themselves."""
    if person != account:
        raise NotPermitted(_("Everybody changes only their own account."))


@rule
def can_end_session(person: Person, session: UserSession) -> None:
    """Everybody, and only for themselves."""
    if session.user_id != person.pk:
        raise NotPermitted(_("Everybody ends only their own sessions."))
