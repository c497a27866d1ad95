"""The list of movements, one row a round. A movement that is not here yet is launched, with its fields and ladder."""

from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kheo.imports.examination import Examination, Examined, Values, row_by_row
from kheo.imports.listing import Listing
from kheo.imports.places import Places
from kheo.kernel.errors import BadInput
from kheo.kernel.periods import format_date
from kheo.kernel.text import fold
from kheo.movements import actions
from kheo.movements.models import Movement, Round
from kheo.movements.permissions import can_run
from kheo.people.models import Person
from kheo.units.atlas import Atlas
from kheo.units.models import Unit


class Item(NamedTuple):
    """A round, and the movement it belongs to."""

    movement_code: str
    movement_name: str
    owner_id: int
    code: str
    name: str
    starts: date
    ends: date


def examine(listing: Listing, *, by: Person | None) -> Examination:
    """Look at every row of a list; nothing is written."""
    return row_by_row(listing, _Ground(by))


def write(examination: Examination, *, by: Person | None) -> dict[str, list[int]]:
    """Launch the movements that are new and open the rounds; gives the ids of what is new."""
    items: list[Item] = examination.items
    movements = {m.code: m for m in Movement.objects.filter(code__in={item.movement_code for item in items})}
    launched, opened = [], []
    for item in items:
        if item.movement_code not in movements:
            stage = [other for other in items if other.movement_code == item.movement_code]
            movements[item.movement_code] = actions.launch(
                code=item.movement_code, name=item.movement_name, owner=Unit.objects.get(pk=item.owner_id),
                starts=min(other.starts for other in stage), ends=max(other.ends for other in stage), by=by,
            )  # fmt: skip
            launched.append(movements[item.movement_code].pk)
        round_ = actions.open_round(
            movements[item.movement_code], code=item.code, name=item.name, starts=item.starts, ends=item.ends, by=by
        )
        opened.append(round_.pk)
    return {"movement": launched, "round": opened}


def take_back(made: dict[str, list[int]], *, by: Person) -> None:
    """Delete what `write` gave; `ProtectedError` when something hangs on it."""
    actions.take_back(made["movement"], made["round"], by=by)


class _Ground:
    def __init__(self, by: Person | None) -> None:
        self.by = by
        self.places = Places(Atlas())
        self.movements = {m.code: m for m in Movement.objects.select_related("owner")}
        self.rounds = {(r.movement.code, r.code): r for r in Round.objects.select_related("movement")}
        self.listed: dict[str, tuple[int, Item]] = {}  # the first row of each movement
        self.seen: dict[tuple[str, str], tuple[int, Item]] = {}  # the row of each round

    def item(self, values: Values, examined: Examined) -> Item | None:
        """The row as what will be written, with its faults in `values`, or with its twin noted."""
        if values["ends"] < values["starts"]:
            values.fault("ends", _("The round ends before it starts: check the two days."))
            return None
        try:
            owner = self.places.bearer_on(values["owner_code"], values["starts"])
        except BadInput as refusal:
            values.fault("owner_code", refusal)
            return None
        item = Item(
            values["movement_code"], values["movement_name"], owner.pk,
            values["round_code"], values["round_name"], values["starts"], values["ends"],
        )  # fmt: skip
        self.agree_with_what_is_here(item, values)
        self.agree_with_the_list(item, values, examined)
        if self.by and (why := can_run.why_not(self.by, Unit.objects.get(pk=owner.pk))):
            values.fault("owner_code", why)
        self.look_for_twin(item, values, examined)
        return item

    def agree_with_what_is_here(self, item: Item, values: Values) -> None:
        movement = self.movements.get(item.movement_code)
        if movement and movement.owner_id != item.owner_id:
            values.fault(
                "owner_code", _("This movement already exists and is run by %(unit)s.") % {"unit": movement.owner.name}
            )
        if movement and fold(movement.name) != fold(item.movement_name):
            values.fault("movement_name", _("This movement already exists as “%(name)s”.") % {"name": movement.name})

    def agree_with_the_list(self, item: Item, values: Values, examined: Examined) -> None:
        number, first = self.listed.setdefault(item.movement_code, (examined.row.number, item))
        if first.owner_id != item.owner_id:
            values.fault("owner_code", _("Row %(row)s names another unit for this movement.") % {"row": number})
        if fold(first.movement_name) != fold(item.movement_name):
            values.fault("movement_name", _("Row %(row)s gives this movement another name.") % {"row": number})

    def look_for_twin(self, item: Item, values: Values, examined: Examined) -> None:
        """The same round is left out; one with the same code and other days is a fault."""
        mark = (item.movement_code, item.code)
        here: Any = self.rounds.get(mark)
        number, listed = self.seen.setdefault(mark, (examined.row.number, item))
        if here and (here.starts, here.ends) == (item.starts, item.ends):
            examined.twin = _("Already there: %(round)s.") % {"round": here.name}
        elif here:
            values.fault("round_code", _other_days(here.name, here.starts, here.ends))
        elif number != examined.row.number and (listed.starts, listed.ends) == (item.starts, item.ends):
            examined.twin = _("The same as row %(row)s.") % {"row": number}
        elif number != examined.row.number:
            values.fault("round_code", _("Row %(row)s gives this round other dates.") % {"row": number})


def _other_days(name: str, starts: date, ends: date) -> str:
    return _("This round already exists as %(round)s, from %(starts)s to %(ends)s.") % {
        "round": name, "starts": format_date(starts), "ends": format_date(ends),
    }  # fmt: skip
