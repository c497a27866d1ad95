"""The list of people and the offices they hold: one row an office. Who is named on several rows has one account.

Accounts are made without a password; the page of the unit's people invites their owners.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kheo.imports.examination import Examination, Examined, Values, row_by_row
from kheo.imports.listing import Listing
from kheo.imports.places import Places
from kheo.kernel import clock
from kheo.kernel.errors import BadInput
from kheo.kernel.periods import first_day, format_date, last_day
from kheo.kernel.text import fold
from kheo.people import actions, names
from kheo.people.models import Person
from kheo.units.actions import appoint
from kheo.units.atlas import Atlas, Place
from kheo.units.bringing import release_all
from kheo.units.enums import Role
from kheo.units.models import Membership, Unit
from kheo.units.permissions import units_below_offices

READERS = {"username": names.read_username, "email": names.read_email, "phone": names.read_phone}


@dataclass(eq=False)
class Known:
    """An account as the list and our records know it: by any of its three names, or by full name within a unit."""

    full_name: str
    username: str = ""
    email: str = ""
    phone: str = ""
    language: str = "vi"
    person_id: int | None = None


@dataclass(eq=False)
class Item:
    """A row that is right: somebody serves a unit in a role."""

    known: Known
    unit_id: int
    role: str
    first: date
    last: date | None


def examine(listing: Listing, *, by: Person | None) -> Examination:
    """Look at every row of a list; nothing is written."""
    return row_by_row(listing, _Ground(by))


def write(examination: Examination, *, by: Person | None) -> dict[str, list[int]]:
    """Add the accounts that are new and appoint everybody; gives the ids of what is new."""
    items: list[Item] = examination.items
    units, added, appointed = Unit.objects.in_bulk({item.unit_id for item in items}), [], []
    people = Person.objects.in_bulk({item.known.person_id for item in items if item.known.person_id})
    for item in items:
        known = item.known
        if known.person_id is None:
            person = actions.add_person(
                full_name=known.full_name, username=known.username, email=known.email, phone=known.phone,
                language=known.language, by=by,
            )  # fmt: skip
            known.person_id, people[person.pk] = person.pk, person
            added.append(person.pk)
        office = appoint(people[known.person_id], units[item.unit_id], item.role, on=item.first, until=item.last, by=by)
        appointed.append(office.pk)
    return {"person": added, "membership": appointed}


def take_back(made: dict[str, list[int]], *, by: Person) -> None:
    """Delete what `write` gave; `ProtectedError` when something hangs on it."""
    release_all(made["membership"], by=by)
    actions.take_back(made["person"])


class _Ground:
    """Who is here already, and who has been met in the list so far."""

    def __init__(self, by: Person | None) -> None:
        self.places = Places(Atlas())
        self.kept = units_below_offices(by, Role.KEEPER) if by else None
        self.today = clock.today()
        self.by_name: dict[tuple[str, str], Known] = {}
        self.by_unit: dict[tuple[int, str], list[Known]] = defaultdict(list)
        self.offices: dict[tuple[int, int, str], list[tuple[date, date | None]]] = defaultdict(list)
        self.seen: dict[tuple[int, int, str], list[tuple[int, date, date | None]]] = defaultdict(list)
        self.read_what_is_here()

    def read_what_is_here(self) -> None:
        people = {}
        for pk, *told in Person.objects.values_list("pk", "full_name", "username", "email", "phone", "language"):
            people[pk] = Known(*told, person_id=pk)
            self.remember(people[pk])
        for pk, unit_id, role, during in Membership.objects.values_list("person", "unit", "role", "during"):
            self.by_unit[unit_id, fold(people[pk].full_name)].append(people[pk])
            self.offices[id(people[pk]), unit_id, role].append((first_day(during) or date.min, last_day(during)))

    def remember(self, known: Known) -> None:
        for column in READERS:
            if name := getattr(known, column):
                self.by_name[column, name] = known

    def item(self, values: Values, examined: Examined) -> Item | None:
        """The row as what will be written, with its faults in `values`, or with its twin noted."""
        first, last = values["valid_from"] or self.today, values["valid_to"]
        if last and last < first:
            values.fault("valid_to", _("The last day is before the first, %(day)s.") % {"day": format_date(first)})
        unit = self.unit(values, first)
        known = self.known(values, unit) if unit else None
        if not unit or not known or values.faults:
            return None
        item = Item(known, unit.pk, values["role"], first, min(filter(None, [last, unit.last]), default=None))
        self.look_for_twin(item, values, examined)
        return item

    def unit(self, values: Values, first: date) -> Place | None:
        try:
            unit = self.places.bearer_on(values["unit_code"], first)
        except BadInput as refusal:
            values.fault("unit_code", refusal)
            return None
        if self.kept is not None and unit.pk not in self.kept:
            values.fault("unit_code", _("You are not the system keeper of %(unit)s.") % {"unit": unit.name})
            return None
        return unit

    def known(self, values: Values, unit: Place) -> Known | None:
        """The account the row means: by user name, e-mail or phone; with none of them, by full name within the unit."""
        told = Known(values["full_name"], language=values["language"])
        for column, read in READERS.items():
            try:
                setattr(told, column, read(values[column]) if values[column] else "")
            except BadInput as refusal:
                values.fault(column, refusal)
        met = {column: self.by_name.get((column, getattr(told, column))) for column in READERS}
        found = {id(known): known for known in met.values() if known}
        if not any(getattr(told, column) for column in READERS):
            found = {id(known): known for known in self.by_unit.get((unit.pk, fold(told.full_name)), [])}
        if values.faults:
            return None
        if len(found) > 1:
            values.fault("full_name", _("Several accounts match this row: give the user name."))
            return None
        known = next(iter(found.values()), None)
        if known and fold(known.full_name) != fold(told.full_name):
            column = next(column for column, one in met.items() if one)
            values.fault(column, _("This belongs to %(person)s.") % {"person": known.full_name})
            return None
        if known is None:
            self.remember(told)
            self.by_unit[unit.pk, fold(told.full_name)].append(told)
        return known or told

    def look_for_twin(self, item: Item, values: Values, examined: Examined) -> None:
        """An office that is held already is left out."""
        mark = (id(item.known), item.unit_id, item.role)
        for first, last in self.offices[mark]:
            if _touch(first, last, item):
                examined.twin = _("Already there: %(role)s since %(day)s.") % {
                    "role": Role(item.role).label, "day": format_date(first),
                }  # fmt: skip
        for number, first, last in self.seen[mark]:
            if not examined.twin and _touch(first, last, item):
                examined.twin = _("The same as row %(row)s.") % {"row": number}
        self.seen[mark].append((examined.row.number, item.first, item.last))


def _touch(first: date, last: date | None, item: Item) -> bool:
    return (last is None or item.first <= last) and (item.last is None or first <= item.last)
