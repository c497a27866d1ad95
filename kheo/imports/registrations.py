"""The list of a past year's registrations, with how far each had come; see `registration_row` for what a row means."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from kheo.exemplars import bringing as exemplars
from kheo.exemplars.enums import Origin
from kheo.exemplars.models import Registration
from kheo.imports.examination import Examination, Examined, Reader, mark_twins
from kheo.imports.ground import Ground
from kheo.imports.listing import Listing
from kheo.imports.registration_row import Item, item_of
from kheo.kernel.text import fold
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed
from kheo.people.models import Person
from kheo.recognitions import bringing as recognitions
from kheo.recognitions.models import Recognition


def examine(listing: Listing, *, by: Person | None) -> Examination:
    """Look at every row of a list; nothing is written."""
    reader, ground = Reader(listing), Ground(by)
    rows = []
    for row in listing.rows:
        values = reader.read(row)
        item = None if values.faults else item_of(values, ground)
        rows.append(Examined(row, values.faults, item=None if values.faults else item))
    mark_twins(rows, _key, _already(rows))
    _continue_exemplars(rows)
    return Examination(listing, rows, ground)


def write(examination: Examination, *, by: Person | None) -> dict[str, list[int]]:
    """Write the rows that are right; gives the ids of what is new, by kind."""
    ground: Ground = examination.ground
    _hold_open({item.listed.round_id for item in examination.items})
    items: list[Item] = examination.items
    began = exemplars.bring_in([item.listed for item in items], by=by)
    made = recognitions.bring_in(
        [decided for item in items for decided in item.decided],
        [proposed for item in items for proposed in item.proposed],
        by=by, atlas=ground.atlas,
    )  # fmt: skip
    return made | {"registration": [item.listed.id or 0 for item in items], "exemplar": began}


def take_back(made: dict[str, list[int]], *, by: Person) -> None:
    """Delete what `write` gave; `ProtectedError` when something hangs on it."""
    recognitions.take_back(made, by=by)
    exemplars.take_back(made["registration"], made["exemplar"], by=by)


def _hold_open(round_ids: Collection[int]) -> None:
    """The rounds stay open until this is written: whoever closes one waits, or was first."""
    rounds = Round.objects.select_for_update(of=("self",), no_key=True).select_related("closing")
    for round_ in rounds.filter(pk__in=round_ids).order_by("pk"):
        is_not_closed(round_)


def _key(item: Item) -> tuple:
    listed = item.listed
    return listed.unit_id, listed.round_id, listed.kind, fold(listed.title), fold(listed.person_name)


def _already(rows: Sequence[Examined]) -> dict[tuple, str]:
    """The registrations of these rounds that are here, with a sentence that names each."""
    items = [examined.item for examined in rows if examined.item]
    recognised = Exists(Recognition.objects.filter(registration=OuterRef("pk")))
    there = Registration.objects.filter(round__in={item.listed.round_id for item in items})
    found = there.values_list("unit", "round", "kind", "title", "dossier__person_name", "code", recognised)
    return {
        (unit_id, round_id, kind, fold(title), fold(person or "")): _there(code, is_recognised)
        for unit_id, round_id, kind, title, person, code, is_recognised in found.iterator(chunk_size=5000)
    }


def _there(code: str, is_recognised: bool) -> str:
    if is_recognised:
        return _("Already there as %(code)s, and recognised.") % {"code": code}
    return _("Already there as %(code)s.") % {"code": code} if code else _("Already there as a draft.")


def _continue_exemplars(rows: Sequence[Examined]) -> None:
    """What is maintained or upgraded under the same name in the same unit is the same exemplar, entered again."""
    kept = [
        examined.item.listed
        for examined in rows
        if examined.item and not examined.twin and examined.item.listed.origin in (Origin.MAINTAINED, Origin.UPGRADED)
    ]
    if not kept:
        return
    before = Registration.objects.filter(unit__in={listed.unit_id for listed in kept})
    known: dict[tuple, set[int]] = defaultdict(set)
    taken: set[tuple[int, int]] = set()
    for unit_id, title, person, exemplar_id, round_id in before.values_list(
        "unit", "title", "dossier__person_name", "exemplar", "round"
    ).iterator(chunk_size=5000):
        known[unit_id, fold(title), fold(person or "")].add(exemplar_id)
        taken.add((exemplar_id, round_id))
    for listed in kept:
        same = known.get((listed.unit_id, fold(listed.title), fold(listed.person_name)), set())
        if len(same) == 1 and (next(iter(same)), listed.round_id) not in taken:
            listed.exemplar_id = next(iter(same))
            taken.add((listed.exemplar_id, listed.round_id))
