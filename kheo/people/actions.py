"""The verbs on accounts: add, invite, accept, change, close; end a session.

Who may add, invite or close an account follows from offices in units, which this chapter does not know: those verbs are
called by the verbs of units, which ask (units/permissions.py).
"""

from collections.abc import Collection
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.text import clean_line
from kheo.people import names, permissions, policies, tokens
from kheo.people.enums import InvitationForm, Language
from kheo.people.models import Invitation, Person

INVITATION_LASTS = timedelta(days=14)


@transaction.atomic
def add_person(
    *, full_name: str, by: Person | None,
    username: str = "", email: str = "", phone: str = "", language: str = Language.VIETNAMESE,
) -> Person:  # fmt: skip
    """An account without a password; an invitation lets its owner choose one. `by` is None only for the command line.

    Without a user name one is made from the full name. `BadInput` for what cannot be read, `NotNow` for a name in use.
    """
    person = Person(full_name=_full_name(full_name), language=Language(language))
    _name(person, username=username or names.free_username(full_name), email=email, phone=phone)
    person.set_unusable_password()
    _save(person)
    journal.record("person.added", person, by=by)
    return person


@transaction.atomic
def invite(person: Person, *, form: str, by: Person | None) -> tuple[Invitation, str]:
    """A first sign-in, or a new one for a lost password. Gives the token, which is shown once and kept nowhere.

    Earlier invitations stop working; a password that the person still knows goes on until the invitation is used.
    """
    person = _locked(person)
    policies.can_be_invited(person)
    _withdraw_invitations(person)
    token = tokens.new()
    invitation = Invitation.objects.create(
        person=person, form=InvitationForm(form), token_hash=tokens.digest(token), made_by=by,
        expires_at=timezone.now() + INVITATION_LASTS,
    )  # fmt: skip
    journal.record("person.invited", person, by=by, form=str(form))
    return invitation, token


@transaction.atomic
def accept_invitation(token: str, *, password: str, language: str | None = None) -> Person:
    """The person has chosen a password: the invitation is used up and the account is theirs."""
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(token_hash=tokens.digest(token)).first()
    if invitation is None:
        raise NotNow(_("There is no such invitation. Check that the address is complete."))
    policies.can_be_accepted(invitation)
    person = _locked(invitation.person)
    if language:
        person.language = Language(language)
    person.set_password(password)
    person.save(update_fields=["password", "language"])
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    journal.record("person.accepted", person, by=person)
    return person


@transaction.atomic
def change_account(person: Person, *, by: Person, full_name: str, email: str, phone: str, language: str) -> Person:
    """People keep their own name, ways to be reached and language right. What stays the same is not a change."""
    person = _locked(person)
    permissions.can_change_account(by, person)
    before = _told(person)
    person.full_name, person.language = _full_name(full_name), Language(language)
    _name(person, username=person.username, email=email, phone=phone)
    changed = sorted(field for field, value in _told(person).items() if value != before[field])
    if not changed:
        return person
    _save(person)
    if "email" in changed:  # allauth keeps addresses of its own; an address given up must not open the account
        EmailAddress.objects.filter(user=person).delete()
    journal.record("person.changed", person, by=by, fields=changed)
    return person


@transaction.atomic
def change_language(person: Person, language: str, *, by: Person) -> Person:
    """The language switch: pages and messages speak it from now on."""
    person = _locked(person)
    permissions.can_change_account(by, person)
    if person.language != language:
        person.language = Language(language)
        person.save(update_fields=["language"])
        journal.record("person.changed", person, by=by, fields=["language"])
    return person


@transaction.atomic
def change_password(person: Person, password: str, *, by: Person) -> Person:
    """A new password, chosen by its owner; open invitations end, so that a slip left lying opens nothing."""
    person = _locked(person)
    permissions.can_change_account(by, person)
    _withdraw_invitations(person)
    person.set_password(password)
    person.save(update_fields=["password"])
    journal.record("password.changed", person, by=by)
    return person


@transaction.atomic
def take_back(person_ids: Collection[int]) -> None:
    """Delete accounts that a list brought in and nobody has used; `ProtectedError` when something hangs on one.

    Who may do so is asked where offices are known.
    """
    accounts = Person.objects.filter(pk__in=person_ids)
    if used := accounts.exclude(last_login=None).first():
        raise NotNow(_("%(person)s has signed in already: close the account instead.") % {"person": used.full_name})
    accounts.delete()


@transaction.atomic
def close_account(person: Person, *, by: Person | None) -> Person:
    """Nobody signs in to this account any more, on any device. Its acts stay in every history."""
    person = _locked(person)
    if not person.is_active:
        raise NotNow(_("This account is closed already."))
    person.is_active = False
    person.save(update_fields=["is_active"])
    _withdraw_invitations(person)
    for session in UserSession.objects.filter(user=person):
        session.end()
    journal.record("person.closed", person, by=by)
    return person


@transaction.atomic
def reopen_account(person: Person, *, by: Person | None) -> Person:
    """The account can be used again, with its old password or a new invitation."""
    person = _locked(person)
    if person.is_active:
        raise NotNow(_("This account is open."))
    person.is_active = True
    person.save(update_fields=["is_active"])
    journal.record("person.reopened", person, by=by)
    return person


@transaction.atomic
def end_session(session: UserSession, *, by: Person) -> None:
    """Another device is signed out; its next page asks for the password."""
    permissions.can_end_session(by, session)
    session.end()
    journal.record("session.ended", by, by=by)


@transaction.atomic
def end_other_sessions(person: Person, *, but: str, by: Person) -> int:
    """Every device is signed out but the one with this session key; gives how many."""
    permissions.can_change_account(by, person)
    others = list(UserSession.objects.filter(user=person).exclude(session_key=but))
    for session in others:
        end_session(session, by=by)
    return len(others)


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _full_name(text: str) -> str:
    full_name = clean_line(text)
    if not full_name:
        raise BadInput(_("Write the person's full name."))
    return full_name


def _name(person: Person, **given: str) -> None:
    """Give the account its names, each read and nobody else's."""
    readers = {"username": names.read_username, "email": names.read_email, "phone": names.read_phone}
    for name, text in given.items():
        value = readers[name](text)
        policies.can_bear(name, value, person)
        setattr(person, name, value)


def _told(person: Person) -> dict[str, str]:
    return {field: getattr(person, field) for field in ("full_name", "email", "phone", "language")}


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:  # somebody took the name between our look and our write
        raise NotNow(_("Somebody has just taken this user name, e-mail address or phone number. Try again.")) from None


def _withdraw_invitations(person: Person) -> None:
    person.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
