"""The verbs on the accounts of those who serve: invite, invite again, close, open again. Here it is known who may."""

from datetime import date

from django.db import transaction

from kheo.people import actions as people
from kheo.people.models import Invitation, Person
from kheo.units import permissions
from kheo.units.actions.offices import appoint
from kheo.units.models import Membership, Unit


@transaction.atomic
def invite_to(
    unit: Unit, role: str, *, form: str, on: date, by: Person, until: date | None = None, **who: str
) -> tuple[Membership, Invitation, str]:
    """A new person comes to the unit: account, role and invitation in one. `who` is what `people.add_person` takes.

    Gives the token of the invitation, which is shown once.
    """
    permissions.can_keep(by, unit)
    person = people.add_person(by=by, **who)
    membership = appoint(person, unit, role, on=on, until=until, by=by)
    invitation, token = people.invite(person, form=form, by=by)
    return membership, invitation, token


@transaction.atomic
def invite_again(person: Person, *, form: str, by: Person) -> tuple[Invitation, str]:
    """A new first sign-in for somebody who has lost the password or the slip."""
    permissions.can_manage_account(by, person)
    return people.invite(person, form=form, by=by)


@transaction.atomic
def close_account(person: Person, *, by: Person) -> Person:
    """The person signs in no more. Roles stay until they are ended or handed over."""
    permissions.can_manage_account(by, person)
    return people.close_account(person, by=by)


@transaction.atomic
def reopen_account(person: Person, *, by: Person) -> Person:
    """The person may sign in again."""
    permissions.can_manage_account(by, person)
    return people.reopen_account(person, by=by)
