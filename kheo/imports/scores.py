"""The list of scores: what was given on each criterion of each subject, stage by stage; see the manual for its rows."""

from collections.abc import Collection

from kheo.evaluations import bringing
from kheo.evaluations.actions import demand, enter_subject
from kheo.evaluations.bringing import Listed
from kheo.evaluations.models import Procedure, Subject
from kheo.exemplars.models import Registration
from kheo.exemplars.subjects import subjects_of
from kheo.imports.examination import Examination, Examined, Reader
from kheo.imports.listing import Listing
from kheo.imports.score_row import Item, item_of
from kheo.imports.scoring_ground import Ground
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed
from kheo.people.models import Person
from kheo.units.models import Unit


def examine(listing: Listing, *, by: Person | None) -> Examination:
    """Look at every row of a list; nothing is written."""
    reader = Reader(listing)
    read = [(row, reader.read(row)) for row in listing.rows]
    ground = Ground(by, [values for _row, values in read])
    rows = []
    for row, values in read:
        examined = Examined(row, values.faults)
        item = None if values.faults else item_of(values, examined, ground)
        examined.item = None if values.faults or examined.twin else item
        rows.append(examined)
    return Examination(listing, rows, ground)


def write(examination: Examination, *, by: Person | None) -> dict[str, list[int]]:
    """Enter what is judged, set what rounds demand where they demanded nothing, and write the scores."""
    items: list[Item] = examination.items
    _hold_open({item.round.pk for item in items})
    procedures, demanded = _procedures(items, by)
    subjects, entered = _subjects(items, by)
    made = bringing.bring_in(
        [
            Listed(
                subject=subjects[item.subject_key], procedure=procedures[item.round.pk, item.level],
                unit_id=item.judge_id, profile=item.profile, stage=item.stage, scorer_id=item.scorer_id,
                code=item.code, mark=item.mark, gate=item.gate, document=item.document, figure=item.figure,
            )
            for item in items
        ],
        by=by,
    )  # fmt: skip
    return made | {"procedure": demanded, "subject": entered}


def take_back(made: dict[str, list[int]], *, by: Person) -> None:
    """Delete what `write` gave; `ProtectedError` when something hangs on it."""
    bringing.take_back(made, by=by)
    Registration.objects.filter(judged_as__in=made["subject"]).update(judged_as=None)
    Subject.objects.filter(pk__in=made["subject"]).delete()
    Procedure.objects.filter(pk__in=made["procedure"]).delete()


def _hold_open(round_ids: Collection[int]) -> None:
    """The rounds stay open until this is written: whoever closes one waits, or was first."""
    rounds = Round.objects.select_for_update(of=("self",), no_key=True).select_related("closing")
    for round_ in rounds.filter(pk__in=round_ids).order_by("pk"):
        is_not_closed(round_)


def _procedures(items: list[Item], by: Person | None) -> tuple[dict[tuple[int, str], Procedure], list[int]]:
    """What each round demands at each level, by round and level; and the ids of what it demands from now on."""
    found: dict[tuple[int, str], Procedure] = {}
    made = []
    for item in items:
        place = item.round.pk, item.level
        if place not in found:
            found[place] = item.procedure or demand(item.round, item.level, version=item.version, by=by)
            if item.procedure is None:
                made.append(found[place].pk)
    return found, made


def _subjects(items: list[Item], by: Person | None) -> tuple[dict[tuple, Subject], list[int]]:
    """What is judged, by the key of the row; and the ids of what was entered for it."""
    last = Subject.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    keys = {item.subject_key: item for item in items}
    registrations = {item.registration_id: key for key, item in keys.items() if item.registration_id}
    by_registration = subjects_of(Registration.objects.filter(pk__in=registrations), by=by)
    found = {registrations[pk]: subject for pk, subject in by_registration.items()}
    units = Unit.objects.in_bulk({item.unit.pk for item in keys.values() if not item.registration_id})
    for key, item in keys.items():
        if not item.registration_id:
            found[key] = enter_subject(
                item.round, units[item.unit.pk], code=item.unit.code, title=item.unit.name, by=by
            )
    return found, sorted({subject.pk for subject in found.values() if subject.pk > last})
