"""The list of units. Rows may come in any order; the same code in two times that do not touch is two units."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kheo.imports.examination import Examination, Examined, Reader
from kheo.imports.listing import Listing
from kheo.kernel.periods import format_date
from kheo.kernel.text import fold
from kheo.people.models import Person
from kheo.units import bringing, policies
from kheo.units.atlas import Atlas, Place, from_to
from kheo.units.bringing import Founding
from kheo.units.enums import Role
from kheo.units.permissions import can_found_root, units_below_offices

DEEPEST = 12  # as far as `tree.chain` climbs
LONG_AGO = date(1900, 1, 1)  # the first day of a top unit for which a list gives none


def examine(listing: Listing, *, by: Person | None) -> Examination:
    """Look at every row of a list; nothing is written."""
    ground = _Ground(listing, by)
    for code in list(ground.by_code):
        for number in ground.by_code[code]:
            ground.settle(number)
    rows = [ground.examined[row.number] for row in listing.rows]
    _refuse_overlaps(ground)
    return Examination(listing, rows, ground)


def write(examination: Examination, *, by: Person | None) -> dict[str, list[int]]:
    """Write the rows that are right; gives the ids of what is new."""
    return {"unit": bringing.bring_in(examination.items, by=by)}


def take_back(made: dict[str, list[int]], *, by: Person) -> None:
    """Delete what `write` gave; `ProtectedError` when something hangs on it."""
    bringing.take_back(made["unit"], by=by)


class _Ground:
    """The rows of the list by code, the units that are here, and what has been settled about each row so far."""

    def __init__(self, listing: Listing, by: Person | None) -> None:
        reader = Reader(listing)
        self.atlas = Atlas()
        self.by = by
        self.kept = units_below_offices(by, Role.KEEPER) if by else set()
        self.examined: dict[int, Examined] = {}
        self.values: dict[int, Any] = {}
        self.by_code: dict[str, list[int]] = defaultdict(list)
        self.settled: set[int] = set()
        self.path: list[int] = []  # the rows being settled: each waits for its superior
        for row in listing.rows:
            values = reader.read(row)
            self.examined[row.number] = Examined(row, values.faults)
            self.values[row.number] = values
            self.by_code[values["code"]].append(row.number)

    def settle(self, number: int) -> None:
        """Work out when the unit of a row existed and under whom, its superiors' rows first."""
        if number in self.settled:
            return
        self.settled.add(number)
        self.path.append(number)
        values, examined = self.values[number], self.examined[number]
        if len(self.path) > DEEPEST:
            values.fault(
                "parent_code",
                _("Here the tree of units would be more than %(depth)s levels deep.") % {"depth": DEEPEST},
            )
        parent = "" if values.faults else values["parent_code"]
        for above in self.by_code.get(parent, []) if parent else []:
            if above in self.path:
                values.fault("parent_code", _circle(self.path[self.path.index(above) :]))
            else:
                self.settle(above)
        if not values.faults:
            examined.item = self.founding(number)
        self.path.pop()

    def founding(self, number: int) -> Founding | None:
        values = self.values[number]
        superiors = self.superiors(values["parent_code"])
        first = values["valid_from"] or min((s.first for s in superiors), default=LONG_AGO)
        last = values["valid_to"]
        if last and last < first:
            values.fault("valid_to", _("The last day is before the first, %(day)s.") % {"day": format_date(first)})
        if why := policies.can_be_at.why_not(values["level"], first):
            values.fault("level", why)
        founding = Founding(values["code"], values["name"], values["kind"], values["level"], first, last)
        if twin := self.twin(founding, given=values["valid_from"]):
            self.examined[number].twin = twin
            return None
        if values["parent_code"]:
            self.place(founding, superiors, values)
        elif self.by and (why := can_found_root.why_not(self.by)):
            values.fault("parent_code", why)
        self.refuse_borne(founding, values)
        return None if values.faults else founding

    def superiors(self, code: str) -> list[Place | Founding]:
        """The units with a code, those that are here and those of the list, earliest first."""
        if not code:
            return []
        listed = [self.examined[n].item for n in self.by_code.get(code, []) if self.examined[n].item]
        return sorted([*self.atlas.by_code.get(code, []), *listed], key=lambda unit: unit.first)

    def place(self, founding: Founding, superiors: list[Place | Founding], values: Any) -> None:
        """Under each superior that bears the code, while both exist; on the first day there must be one."""
        for superior in superiors:
            first, last = max(founding.first, superior.first), _earlier(founding.last, superior.last)
            if last is None or first <= last:
                parent = superior.pk if isinstance(superior, Place) else superior
                founding.places.append((parent, first, last))
        if not founding.places or founding.places[0][1] > founding.first:
            values.fault("parent_code", self.no_superior(values["parent_code"], superiors, founding.first))
        for parent, _first, _last in founding.places:
            if self.by and isinstance(parent, int) and parent not in self.kept:
                values.fault(
                    "parent_code",
                    _("You are not the system keeper of %(unit)s.") % {"unit": self.atlas.units[parent].name},
                )

    def no_superior(self, code: str, superiors: list[Place | Founding], day: date) -> str:
        if superiors:
            units = ", ".join(f"{s.name} ({from_to(s.first, s.last)})" for s in superiors)
            return _("“%(code)s” is the code of %(units)s, which does not exist on %(day)s.") % {
                "code": code, "units": units, "day": format_date(day),
            }  # fmt: skip
        if self.by_code.get(code):
            return _("The row of its superior, row %(row)s, must be corrected first.") % {"row": self.by_code[code][0]}
        return _("No unit has the code “%(code)s”, neither in the system nor in the list.") % {"code": code}

    def twin(self, founding: Founding, *, given: date | None) -> str:
        """Where the same unit is already: the same code and name from the same day; from any, when none is given."""
        for place in self.atlas.by_code.get(founding.code, []):
            same_day = place.first == founding.first if given else place.exists_during(founding.first, founding.last)
            if same_day and fold(place.name) == fold(founding.name):
                return _("Already there: %(unit)s (%(days)s).") % {"unit": place.name, "days": place.days}
        return ""

    def refuse_borne(self, founding: Founding, values: Any) -> None:
        for place in self.atlas.by_code.get(founding.code, []):
            if place.exists_during(founding.first, founding.last):
                values.fault(
                    "code",
                    _("“%(code)s” is already the code of %(unit)s (%(days)s). Use another code or other dates.")
                    % {"code": founding.code, "unit": place.name, "days": place.days},
                )


def _refuse_overlaps(ground: _Ground) -> None:
    """Two rows with one code whose times touch: each names the other."""
    for code, numbers in ground.by_code.items():
        settled = [(n, ground.examined[n].item) for n in numbers if ground.examined[n].item]
        for n, one in settled:
            for m, other in settled:
                if n != m and _overlap(one, other):
                    ground.values[n].fault(
                        "code",
                        _("Row %(row)s uses the code “%(code)s” at the same time.") % {"row": m, "code": code},
                    )
                    break
    for examined in ground.examined.values():
        if examined.faults:
            examined.item = None


def _circle(numbers: Collection[int]) -> str:
    if len(numbers) == 1:
        return _("This row names itself as its superior.")
    return _("Rows %(rows)s name each other as superiors in a circle.") % {"rows": ", ".join(map(str, sorted(numbers)))}


def _overlap(one: Founding, other: Founding) -> bool:
    return (one.last is None or other.first <= one.last) and (other.last is None or one.first <= other.last)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(filter(None, [one, other]), default=None)
