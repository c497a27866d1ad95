"""The verbs on lists: upload, mend, write, undo; and all in one for the command line."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import ModuleType

from django.core.files.base import File
from django.db import IntegrityError, connection, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from kheo.imports import (
    figures,
    listing,
    movements,
    people,
    permissions,
    policies,
    printed_totals,
    registrations,
    scores,
    units,
)
from kheo.imports.columns import COLUMNS
from kheo.imports.enums import ImportKind, RowState
from kheo.imports.examination import Examination
from kheo.imports.listing import Listing, Row
from kheo.imports.models import Batch
from kheo.kernel import clock, files, journal, tables
from kheo.kernel.errors import NotNow
from kheo.kernel.models import Entry
from kheo.kernel.text import clean
from kheo.people.models import Person

MOST_ROWS = 20_000  # of a list that is looked at in the browser
ONE_AT_A_TIME = 0x696D706F  # "impo" in ASCII: any fixed number does

IMPORTERS: dict[str, ModuleType] = {
    ImportKind.UNITS: units,
    ImportKind.PEOPLE: people,
    ImportKind.MOVEMENTS: movements,
    ImportKind.REGISTRATIONS: registrations,
    ImportKind.PRINTED_TOTALS: printed_totals,
    ImportKind.SCORES: scores,
    ImportKind.RESULTS: figures,
    ImportKind.RESOURCES: figures,
    ImportKind.BENEFICIARIES: figures,
}


@transaction.atomic
def upload(kind: ImportKind, uploaded: File, *, by: Person) -> Batch:
    """Keep a file and read its list, without judging its rows. `BadInput` when it is no such list."""
    permissions.can_bring_in(by, kind)
    stored = files.store(uploaded, by_id=by.pk, allowed=files.SHEETS)
    with files.on_this_machine(stored) as place, tables.opened(place, stored.name) as table:
        listed = listing.read(kind, table, most=MOST_ROWS)
    batch = Batch.objects.create(kind=kind, file=stored, rows=_kept(listed), made_at=clock.now(), by=by)
    journal.record("batch.uploaded", batch, by=by)
    return batch


@transaction.atomic
def mend(
    batch: Batch, cells: Mapping[int, Mapping[str, str]], *, by: Person, left_out: Collection[int] = ()
) -> Batch:  # fmt: skip
    """Write other words into cells, by row number and column; `left_out` are rows that are not to be brought in."""
    batch = _locked(batch)
    permissions.can_mend(by, batch)
    assert batch.rows is not None  # can_mend has asked: it was not written yet
    names = [column.name for column in COLUMNS[ImportKind(batch.kind)]]
    rows = []
    for number, texts in batch.rows["rows"]:
        if number in left_out:
            continue
        mended = cells.get(number, {})
        rows.append([number, [clean(mended[n]) if n in mended else t for n, t in zip(names, texts, strict=True)]])
    batch.rows = batch.rows | {"rows": rows}
    batch.save(update_fields=["rows"])
    journal.record("batch.mended", batch, by=by, rows=sorted(cells), left_out=sorted(left_out))
    return batch


def examine(batch: Batch) -> Examination:
    """Every row of a list as it can be judged now."""
    examination: Examination = IMPORTERS[batch.kind].examine(_listing(batch), by=batch.by)
    return examination


@transaction.atomic
def write(batch: Batch, *, by: Person) -> Batch:
    """Bring the list in, whole or not at all. What is already there is left out."""
    batch = _locked(batch)
    permissions.can_write(by, batch)
    _one_list_at_a_time()
    _write(batch, examine(batch), by)
    return batch


@transaction.atomic
def undo(batch: Batch, *, by: Person) -> Batch:
    """Delete what a list brought in, whole, while nobody has worked on it. The journal keeps both."""
    batch = _locked(batch)
    permissions.can_undo(by, batch)
    _one_list_at_a_time()
    made = {kind: list(_spread(runs)) for kind, runs in batch.made.items() if kind != "entry"}
    _refuse_touched(made, since=batch.made["entry"])
    try:
        with transaction.atomic():
            IMPORTERS[batch.kind].take_back(made, by=by)
    except ProtectedError as error:
        raise NotNow(
            _("Other records (%(count)s) depend on this list, so it cannot be undone.")
            % {"count": len(error.protected_objects)}
        ) from error
    batch.undone_at = clock.now()
    batch.save(update_fields=["undone_at"])
    journal.record("batch.undone", batch, by=by)
    return batch


@transaction.atomic
def bring_in(kind: ImportKind, path: Path, *, dry_run: bool = False) -> Examination:
    """Read, examine and write a file at once, for the command line; nothing is written when a row is to be mended,
    and nothing on a dry run. The examination tells the rest."""
    with tables.opened(path) as table:
        listed = listing.read(kind, table)
    _one_list_at_a_time()
    examination: Examination = IMPORTERS[kind].examine(listed, by=None)
    if not dry_run and examination.items and not examination.of(RowState.TO_MEND):
        _write(Batch(kind=kind, made_at=clock.now()), examination, None)
    return examination


def _write(batch: Batch, examination: Examination, by: Person | None) -> None:
    counts = examination.counts
    policies.has_nothing_to_mend(counts[RowState.TO_MEND], counts[RowState.RIGHT])
    try:
        with transaction.atomic():
            made = IMPORTERS[batch.kind].write(examination, by=by)
    except IntegrityError as error:
        raise NotNow(
            _("While the list was being read, somebody changed records that it refers to. Check the list again.")
        ) from error
    batch.count, batch.written_at = counts[RowState.RIGHT], clock.now()
    batch.made = {kind: _runs(ids) for kind, ids in made.items()}
    batch.save()
    written = journal.record("batch.written", batch, by=by, count=batch.count)
    batch.made["entry"] = Entry.objects.aggregate(last=Max("pk"))["last"] or written.pk
    batch.save(update_fields=["made"])


def _locked(batch: Batch) -> Batch:
    return Batch.objects.select_for_update(of=("self",)).select_related("by").get(pk=batch.pk)


def _one_list_at_a_time() -> None:
    """Of two lists with the same rows brought at once, the second is to see what the first has written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise NotNow(_("Another list is being imported at the moment. Try again in a minute."))


def _refuse_touched(made: Mapping[str, Collection[int]], *, since: int) -> None:
    """Whoever worked on a record left a line in its journal: from there it is no longer only ours."""
    for kind, ids in made.items():
        touched = Entry.objects.filter(subject_kind=kind, subject_id__in=ids, pk__gt=since)
        if count := touched.values("subject_id").distinct().count():
            raise NotNow(
                _("People have already worked on %(count)s of the imported records, so the list cannot be undone.")
                % {"count": count}
            )


def _kept(listed: Listing) -> dict:
    return {
        "headings": listed.headings, "sheet": listed.sheet, "others": listed.others, "unread": listed.unread,
        "rows": listed.rows,
    }  # fmt: skip


def _listing(batch: Batch) -> Listing:
    kept = batch.rows
    assert kept is not None  # the rows stay until the list is written
    return Listing(
        kind=ImportKind(batch.kind), rows=[Row(number, tuple(texts)) for number, texts in kept["rows"]],
        headings=kept["headings"], sheet=kept["sheet"], others=tuple(kept["others"]), unread=tuple(kept["unread"]),
    )  # fmt: skip


def _runs(ids: Iterable[int]) -> list[tuple[int, int]]:
    """1 2 3 7 as (1, 3), (7, 7): ids of one statement follow each other."""
    runs: list[tuple[int, int]] = []
    for number in sorted(ids):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _spread(runs: Iterable[tuple[int, int]]) -> Iterable[int]:
    return (number for first, last in runs for number in range(first, last + 1))
