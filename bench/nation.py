"""A nation to measure in: 1 central unit, 63 provinces, 705 districts, 14,231 communes, and registrations over them.

Reproducible (one seed), loaded by COPY, in a database of its own. Beside the nation stand two small provinces whose
lists hold one row and fifty, to count queries in.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from kheo.exemplars.enums import COUNTED, Kind, Origin, Status, Subject
from kheo.kernel.periods import period
from kheo.kernel.text import fold, sort_key
from kheo.movements.enums import FieldKey
from kheo.people.models import Person
from kheo.units.enums import Kind as UnitKind
from kheo.units.enums import Level, Role
from kheo.units.models import Membership

UNITS = (63, 705, 14_231)  # provinces, districts, communes: Vietnam before the summer of 2025, and one centre above
SINCE, YEAR = "[2000-01-01,)", 2024
PHRASES = (
    "vận động nhân dân hiến đất làm đường nông thôn mới giữ gìn an ninh trật tự chuyển đổi số vệ sinh môi trường",
    "hòa giải cơ sở khuyến học thanh niên phụ nữ cựu chiến binh tiết kiệm xóa nghèo tuyến hoa camera bản làng khu phố",
)
SYLLABLES = " ".join(PHRASES).split(" ")
# How often a registration stands in each state, in per cent.
STATES = {
    Status.ACCEPTED: 58, Status.REPORTED: 19, Status.SUBMITTED: 9, Status.DRAFT: 5, Status.DECLINED: 4,
    Status.RETURNED: 3, Status.WITHDRAWN: 2,
}  # fmt: skip
CONSIDERS, RECOGNISES, PROPOSES, RECOGNISES_ABOVE = 0.9, 0.25, 0.3, 0.5


@dataclass
class Nation:
    """Ids of what was seeded, and the tables on their way into the database."""

    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    superior: dict[int, int] = field(default_factory=dict)
    level: dict[int, str] = field(default_factory=dict)
    below: dict[int, list[int]] = field(default_factory=dict)
    central: int = 0
    round: int = 0
    fields: list[int] = field(default_factory=list)
    offices: dict[str, tuple[int, str]] = field(default_factory=dict)
    title: Callable[[random.Random], str] = field(default=lambda chance: "")

    def add(self, table: str, *values: Any) -> int:
        """Put a row on its way; its id is its place in the table."""
        rows = self.rows.setdefault(table, [])
        rows.append((len(rows) + 1, *values))
        return len(rows)

    def count(self, table: str) -> int:
        """How many rows a table has got."""
        return len(self.rows.get(table, ()))

    def on_level(self, level: str) -> list[int]:
        """The units on a level, in the order of their founding."""
        return [unit for unit, its in self.level.items() if its == level]


COLUMNS = {
    "kheo_unit": (
        "id, code, during, name, kind, level, legal_basis, closing_basis, sort_key, search_text, demonstration"
    ),
    "kheo_unitname": "id, unit_id, during, legal_basis, name",
    "kheo_unitkind": "id, unit_id, during, legal_basis, kind, level",
    "kheo_placement": "id, unit_id, parent_id, during, legal_basis",
    "kheo_movement": "id, code, name, owner_id, during",
    "kheo_field": 'id, movement_id, key, "order"',
    "kheo_rung": "id, movement_id, level, during",
    "kheo_round": "id, movement_id, code, name, starts, ends, demands_lower_recognition",
    "kheo_paper": "id, kind, number, date, issuer_id, issuer_name, title, signatory",
    "kheo_exemplar": "id, unit_id, began",
    "kheo_registration": (
        "id, exemplar_id, round_id, unit_id, receiver_id, code, title, kind, subject, field_id, level, origin, summary,"
        " status, registered_on, submitted_at, retroactive, demonstration, search_text"
    ),
    "kheo_dossier": (
        "id, registration_id, person_name, person_position, person_unit, situation, goals, method, place,"
        " beneficiaries, resources, progress, outputs, sustainability, linked_movement, contact_name, contact_phone,"
        " head_name"
    ),
    "kheo_consideration": "id, unit_id, round_id, opened_at, concluded_at, decision_id",
    "kheo_outcome": "id, consideration_id, registration_id, recognised, reason",
    "kheo_recognition": 'id, exemplar_id, registration_id, unit_id, level, round_id, decision_id, "on"',
    "kheo_proposal": "id, registration_id, from_unit_id, to_unit_id, rank, at",
}


def some_words(chance: random.Random) -> str:
    """A title of six to twelve words, each as frequent as any other."""
    return " ".join(chance.choices(SYLLABLES, k=chance.randint(6, 12))).capitalize()


def seed(
    registrations: int, units: tuple[int, int, int] = UNITS, title: Callable[[random.Random], str] = some_words
) -> Nation:
    """Build the nation and load it; returns what was seeded. `title` makes up the titles."""
    nation, chance = Nation(title=title), random.Random(746)
    _found_units(nation, *units)
    _launch(nation)
    _appoint(nation)
    _register(nation, chance, registrations)
    for name, size in (("one", 1), ("fifty", 50)):
        _found_small_province(nation, chance, name, size)
    with transaction.atomic():
        for table, columns in COLUMNS.items():
            _copy(table, columns, nation.rows.get(table, ()))
        for name, (unit, role) in nation.offices.items():
            person = Person.objects.create_user(name, full_name=name)
            Membership.objects.create(person=person, unit_id=unit, role=role, during=period(date(2000, 1, 1)))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return nation


def _found_units(nation: Nation, provinces: int, districts: int, communes: int) -> None:
    nation.central = _unit(nation, "Trung ương", Level.CENTRAL, None)
    upper = [_unit(nation, f"Tỉnh {n}", Level.PROVINCE, nation.central) for n in range(1, provinces + 1)]
    middle = [_unit(nation, f"Huyện {n}", Level.DISTRICT, parent) for n, parent in _dealt(districts, upper)]
    for n, parent in _dealt(communes, middle):
        _unit(nation, f"Xã {n}", Level.COMMUNE, parent)


def _dealt(count: int, parents: list[int]) -> Iterator[tuple[int, int]]:
    """Deal units out to superiors in turn, so that every province is of the median size."""
    return ((n, parents[n % len(parents)]) for n in range(1, count + 1))


def _unit(nation: Nation, name: str, level: str, parent: int | None) -> int:
    number = len(nation.level) + 1
    code = f"U{number:05d}"
    unit = nation.add(
        "kheo_unit", code, SINCE, name, UnitKind.LOCALITY, level, "", "", sort_key(name), fold(f"{code} {name}"), False
    )
    nation.level[unit] = level
    nation.add("kheo_unitname", unit, SINCE, "", name)
    nation.add("kheo_unitkind", unit, SINCE, "", UnitKind.LOCALITY, level)
    if parent:
        nation.superior[unit] = parent
        nation.below.setdefault(parent, []).append(unit)
        nation.add("kheo_placement", unit, parent, SINCE, "")
    return unit


def _launch(nation: Nation) -> None:
    movement = nation.add("kheo_movement", "DVK", "Dân vận khéo", nation.central, "[2021-01-01,2026-01-01)")
    nation.fields = [nation.add("kheo_field", movement, key, order) for order, key in enumerate(FieldKey)]
    for level in Level:
        nation.add("kheo_rung", movement, level, "[2021-01-01,2026-01-01)")
    nation.round = nation.add("kheo_round", movement, str(YEAR), f"Năm {YEAR}", f"{YEAR}-01-01", f"{YEAR}-12-31", True)


def _appoint(nation: Nation) -> None:
    """A reviewer of the nation, of a province, of a district, and the clerk of a commune."""
    provinces = nation.on_level(Level.PROVINCE)
    province = provinces[len(provinces) // 2]
    district = nation.below[province][0]
    nation.offices["nation"] = nation.central, Role.REVIEWER
    nation.offices["province"] = province, Role.REVIEWER
    nation.offices["district"] = district, Role.REVIEWER
    nation.offices["commune"] = nation.below[district][0], Role.CLERK


def _found_small_province(nation: Nation, chance: random.Random, name: str, size: int) -> None:
    """A province with `size` districts; each has sent it one registration that waits and one that it has recognised."""
    province = _unit(nation, f"Tỉnh {name}", Level.PROVINCE, nation.central)
    nation.offices[name] = province, Role.REVIEWER
    consideration = _concluded(nation, province)
    for n in range(size):
        district = _unit(nation, f"Huyện {name} {n}", Level.DISTRICT, province)
        _registration(nation, chance, district, province, Level.PROVINCE, Status.SUBMITTED)
        registration = _registration(nation, chance, district, province, Level.PROVINCE, Status.REPORTED)
        nation.add("kheo_outcome", consideration, registration, True, "")
        _recognise(nation, registration, province)


def _register(nation: Nation, chance: random.Random, count: int) -> None:
    communes = nation.on_level(Level.COMMUNE)
    considerations: dict[int, int | None] = {}
    for n in range(count):
        unit = communes[n % len(communes)] if n < len(communes) else chance.choice(communes)
        level = chance.choices([Level.COMMUNE, Level.DISTRICT, Level.PROVINCE], [40, 50, 10])[0]
        receiver = _at_level(nation, unit, level)
        status = chance.choices(list(STATES), list(STATES.values()))[0]
        registration = _registration(nation, chance, unit, receiver, level, status)
        if status in COUNTED:
            _consider(nation, chance, considerations, registration, receiver)


def _registration(nation: Nation, chance: random.Random, unit: int, receiver: int, level: str, status: Status) -> int:
    number = nation.count("kheo_registration") + 1
    title = nation.title(chance)
    day = date(YEAR, 1, 5) + timedelta(days=chance.randrange(300))
    sent = status != Status.DRAFT
    code = f"MH-{YEAR}-{number:06d}" if sent else ""
    exemplar = nation.add("kheo_exemplar", unit, day)
    registration = nation.add(
        "kheo_registration", exemplar, nation.round, unit, receiver if sent else None, code, title,
        chance.choice(Kind.values), chance.choices(Subject.values, [80, 20])[0],
        chance.choice([*nation.fields, None]), level,
        chance.choices(Origin.values, [60, 25, 10, 5])[0], title, status, day,
        datetime(day.year, day.month, day.day, 9, tzinfo=UTC) if sent else None, False, False, fold(f"{code} {title}"),
    )  # fmt: skip
    nation.add("kheo_dossier", registration, *[""] * 16)
    return registration


def _consider(
    nation: Nation, chance: random.Random, considerations: dict[int, int | None], registration: int, unit: int
) -> None:
    """The receiving unit considers (nine in ten do); of what it recognises it proposes some, and some rise."""
    if unit not in considerations:
        considerations[unit] = _concluded(nation, unit) if chance.random() < CONSIDERS else None
    consideration = considerations[unit]
    if consideration is None:
        return
    recognised = chance.random() < RECOGNISES
    nation.add("kheo_outcome", consideration, registration, recognised, "" if recognised else "Chưa rõ kết quả")
    if not recognised:
        return
    _recognise(nation, registration, unit)
    above = nation.superior[unit]
    if chance.random() < PROPOSES and nation.level[above] != Level.CENTRAL:
        nation.add("kheo_proposal", registration, unit, above, 1, _noon())
        if chance.random() < RECOGNISES_ABOVE:
            _recognise(nation, registration, above)


def _concluded(nation: Nation, unit: int) -> int:
    paper = nation.add("kheo_paper", "decision", f"{unit}-QĐ", f"{YEAR}-11-15", unit, "", "", "")
    return nation.add("kheo_consideration", unit, nation.round, _noon(), _noon(), paper)


def _recognise(nation: Nation, registration: int, unit: int) -> None:
    exemplar = registration  # one exemplar for each registration, in the same order
    nation.add(
        "kheo_recognition", exemplar, registration, unit, nation.level[unit], nation.round, None, f"{YEAR}-11-15"
    )


def _at_level(nation: Nation, unit: int, level: str) -> int:
    while nation.level[unit] != level:
        unit = nation.superior[unit]
    return unit


def _noon() -> datetime:
    return datetime(YEAR, 11, 15, 5, tzinfo=UTC)


def _copy(table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(max(id), 1)) FROM {table}")
