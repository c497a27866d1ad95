"""The people of the demonstration: those who can sign in, and officers who only act in the generated past."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kheo.people import actions as people
from kheo.people.enums import InvitationForm
from kheo.people.models import Person
from kheo.story.facts import rows
from kheo.story.land import at
from kheo.units import actions as units
from kheo.units.enums import Level, Role
from kheo.units.models import Membership, Unit

PASSWORD = "dan-van-kheo-2024"  # noqa: S105 - the one everybody is told; playing on a server is refused
SERVES_FROM = date(2023, 1, 1)
FOUND_LATER = "people-hung-yen.csv"  # those of units that a later stage founds
RECEIVE_FOR_THEMSELVES = {"QN-206"}  # seats whose units register for their own level


@dataclass(frozen=True)
class SignIn:
    """One line of the table of sign-ins."""

    username: str
    full_name: str
    role: str
    unit: str
    part: str


def sign_ins() -> list[SignIn]:
    """Everybody who can sign in, with the unit as it is named in the list of units."""
    names = {row["code"]: row["name"] for row in reversed(rows("units.csv"))}
    return [
        SignIn(row["username"], row["full_name"], row["role"], row.get("unit") or names[row["unit_code"]], row["part"])
        for row in [*rows("people.csv"), *rows(FOUND_LATER)]
    ]


def add_keeper() -> Person:
    """The keeper of every top unit, who enters the rest. Added by the command line, as a first keeper must be."""
    keeper = people.add_person(full_name="Người quản trị hệ thống (minh họa)", username="minh-hoa", by=None)
    for root in Unit.objects.filter(placements=None):
        if root.founded < SERVES_FROM:
            units.appoint(keeper, root, Role.KEEPER, on=SERVES_FROM, by=None)
    return keeper


def gather(keeper: Person) -> None:
    """Those who sign in, then the officers of the units whose past is generated, then who sits in the councils."""
    for row in rows("people.csv"):
        admit(row, keeper)
    province = at("BT", SERVES_FROM)
    officer = people.add_person(full_name=f"Cán bộ minh họa {province.name}", username="minh-hoa-bt", by=keeper)
    units.appoint(officer, province, Role.STEERING_COMMITTEE, on=SERVES_FROM, by=keeper)
    for seat in Unit.objects.filter(level=Level.DISTRICT, placements__parent__code__in=["BT", "QN", "NB"]):
        if seat.founded < SERVES_FROM:
            _staff(seat, keeper)
    for row in rows("council.csv"):
        if row["full_name"]:  # the others are there already
            member = people.add_person(full_name=row["full_name"], username=row["username"], by=keeper)
            units.appoint(member, at(row["unit_code"], SERVES_FROM), row["role"], on=SERVES_FROM, by=keeper)


def admit(row: Mapping[str, str], by: Person | None) -> None:
    """Let one of those who sign in take their office: invited, with the password that everybody is told."""
    person = people.add_person(full_name=row["full_name"], username=row["username"], by=by)
    _invitation, token = people.invite(person, form=InvitationForm.LINK, by=by)
    people.accept_invitation(token, password=PASSWORD)
    units.appoint(person, at(row["unit_code"], SERVES_FROM), row["role"], on=SERVES_FROM, by=by)


def _staff(seat: Unit, keeper: Person) -> None:
    """One officer writes and reviews for a seat and writes for everything below it, unless somebody who signs in does.

    Units of Quảng Yên register for their own level too, so there the officer reviews below the seat as well.
    """
    officer = people.add_person(
        full_name=f"Cán bộ minh họa {seat.name}", username=f"minh-hoa-{seat.code.lower()}", by=keeper
    )
    taken = set(Membership.objects.values_list("unit_id", flat=True))
    for unit in Unit.objects.under([seat.pk], on=SERVES_FROM):
        if unit.pk == seat.pk or unit.pk not in taken:
            units.appoint(officer, unit, Role.CLERK, on=SERVES_FROM, by=keeper)
            if unit.pk == seat.pk or seat.code in RECEIVE_FOR_THEMSELVES:
                units.appoint(officer, unit, Role.REVIEWER, on=SERVES_FROM, by=keeper)


class Company:
    """Finds who holds an office, the same object each time, so that a person's offices are read once a day played."""

    def __init__(self) -> None:
        self._people: dict[int, Person] = {}
        self._found: dict[tuple[int, frozenset[str]], Person] = {}

    def who(self, unit: Unit, roles: Iterable[str]) -> Person:
        """The first person, in the order in which they were added, with one of the roles in the unit."""
        asked = (unit.pk, frozenset(roles))
        if asked not in self._found:
            office = Membership.objects.filter(unit=unit, role__in=asked[1], during__contains=SERVES_FROM)
            person = office.select_related("person").order_by("person_id")[0].person
            self._found[asked] = self._people.setdefault(person.pk, person)
        return self._found[asked]
