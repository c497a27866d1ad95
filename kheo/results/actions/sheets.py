"""A unit writes one of its three sheets; a list brings rows into many."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kheo.exemplars.models import Registration
from kheo.kernel import clock, journal
from kheo.kernel.errors import NotNow, Stale
from kheo.people.models import Person
from kheo.results import permissions, policies, rows, writing
from kheo.results.columns import COLUMNS
from kheo.results.enums import Sheet
from kheo.results.models import Figure, SheetSave

SITTING = timedelta(hours=1)  # writing within it is one line of the history, however often it is saved


@transaction.atomic
def save_sheet(
    registration: Registration, sheet: Sheet, told: writing.Rows, *, by: Person, version: int
) -> SheetSave:  # fmt: skip
    """Let a sheet stand as told, row by row with its `key`; rows that are not told are taken out.

    `version` is what the person began from (0: none). Raises `Stale` with both sides when somebody saved other figures
    meanwhile, and `NotNow` for a row that something else hangs on. The same rows a second time are no new version.
    """
    registration = locked(registration)
    permissions.can_write_figures(by, registration)
    save = registration.sheet_saves.select_for_update(of=("self",)).select_related("by").filter(sheet=sheet).first()
    before, after = writing.standing(registration, sheet), writing.sheet_of(registration, sheet, told)
    mine, theirs = (writing.texts(registration, sheet, figures) for figures in (after, before))
    if save and mine == theirs and [f.key for f in before] == [f.key for f in after]:
        return save
    if save and save.version != version:
        who = save.by.full_name if save.by else _("A list that was brought in")
        raise Stale(
            _("%(person)s saved this table at %(time)s. Compare the two versions and save again.")
            % {"person": who, "time": f"{localtime(save.at):%H:%M}"},
            theirs=_in_words(sheet, theirs),
            mine=_in_words(sheet, mine),
        )
    _keep(before, after)
    _record(registration, sheet, by)
    return _note_save(registration, sheet, save, by)


@transaction.atomic
def bring_in(registration: Registration, sheet: Sheet, told: writing.Rows, *, by: Person | None) -> list[int]:
    """Put rows of a list behind those that stand; gives the ids of what is new. The caller has asked who may."""
    registration = locked(registration)
    policies.can_be_written(registration)
    before = writing.standing(registration, sheet)
    kept = [
        _as_told(figure, cells)
        for figure, cells in zip(before, writing.texts(registration, sheet, before), strict=True)
    ]
    after = writing.sheet_of(registration, sheet, [*kept, *told])
    _keep(before, after)
    save = registration.sheet_saves.select_for_update(of=("self",)).filter(sheet=sheet).first()
    _note_save(registration, sheet, save, by)
    journal.record("registration.figures_brought_in", registration, by=by, unit_id=registration.unit_id, sheet=sheet)
    old = {figure.pk for figure in before}
    return [figure.pk for figure in after if figure.pk not in old]


@transaction.atomic
def take_back(sheet: Sheet, ids: Sequence[int], *, by: Person) -> None:
    """Take rows that a list brought in out again, whole. `ProtectedError` when something hangs on one."""
    found = rows.MODELS[sheet].objects.filter(pk__in=ids)
    for registration in Registration.objects.filter(pk__in=found.values("registration")):
        registration = locked(registration)
        policies.can_be_written(registration)
        found.filter(registration=registration).delete()
        save = registration.sheet_saves.select_for_update(of=("self",)).filter(sheet=sheet).first()
        _note_save(registration, sheet, save, by)
        verb = "registration.figures_taken_back"
        journal.record(verb, registration, by=by, unit_id=registration.unit_id, sheet=sheet)


def locked(registration: Registration) -> Registration:
    """The registration's row, taken before anything is asked of it."""
    found = Registration.objects.select_for_update(of=("self",))
    return found.select_related("unit", "receiver", "exemplar", "round__closing", "round__movement").get(
        pk=registration.pk
    )


def _keep(before: Sequence[Figure], after: Sequence[Figure]) -> None:
    """Those that hold the whole are saved first, so that their parts can name them."""
    stay = {figure.key for figure in after}
    for figure in before:
        if figure.key not in stay:
            _take_out(figure)
    for figure in sorted(after, key=lambda each: getattr(each, "part_of", None) is not None):
        for name in rows.REFERENCES:
            if hasattr(figure, name):
                setattr(figure, name, getattr(figure, name))  # the id that the named row has got meanwhile
        figure.save()


def _take_out(figure: Figure) -> None:
    try:
        with transaction.atomic():
            figure.delete()
    except ProtectedError as error:
        raise NotNow(
            _("“%(row)s” cannot be taken out: evidence or a report hangs on it.") % {"row": figure.words}
        ) from error


def _as_told(figure: Figure, cells: Mapping[str, str]) -> dict[str, Any]:
    """A row that stands, in the form in which rows are told."""
    values: dict[str, Any] = {"key": figure.key, "value": figure.value, "qualifier": figure.qualifier}
    for column in COLUMNS[figure.sheet]:
        if column.name != "value":
            values[column.name] = cells[column.name] if column.name in rows.REFERENCES else getattr(figure, column.name)
    return values


def _in_words(sheet: Sheet, texts: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """The rows as two versions are compared by: its number, and its cells one after the other."""
    shown = [column for column in COLUMNS[sheet] if not column.choices]
    return [
        (_("Row %(number)s") % {"number": number}, " · ".join(filter(None, (cells[c.name] for c in shown))))
        for number, cells in enumerate(texts, start=1)
    ]


def _record(registration: Registration, sheet: Sheet, by: Person) -> None:
    """One line a sitting and sheet."""
    last = journal.history(registration).last()
    verb = "registration.figures_written"
    mine = last and last.verb == verb and last.by_id == by.pk and last.details.get("sheet") == sheet
    if mine and last and clock.now() - last.at < SITTING:
        return
    journal.record(verb, registration, by=by, unit_id=registration.unit_id, sheet=sheet)


def _note_save(registration: Registration, sheet: Sheet, save: SheetSave | None, by: Person | None) -> SheetSave:
    if save is None:
        return SheetSave.objects.create(registration=registration, sheet=sheet, at=clock.now(), by=by)
    save.version, save.at, save.by = save.version + 1, clock.now(), by
    save.save(update_fields=["version", "at", "by"])
    return save
