"""The verbs of replication: adopt, tell what the copy changes, confirm or refuse it, advise it; call, close a call."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.exemplars import actions as exemplars
from kheo.exemplars.enums import Origin, Subject
from kheo.exemplars.models import Exemplar, Registration
from kheo.exemplars.receiving import levels_open_to
from kheo.exemplars.sections import dossier_of
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean, clean_line
from kheo.movements.models import Movement, Round
from kheo.people.models import Person
from kheo.replication import permissions, policies, reading
from kheo.replication.enums import AdoptionState
from kheo.replication.models import Adoption, AdoptionAnswer, Advice, Call
from kheo.units.enums import HEIGHT, Level
from kheo.units.models import Unit


@transaction.atomic
def adopt(
    unit: Unit, exemplar: Exemplar, round_: Round, *, changes: str, starts_on: date, by: Person, adviser: str = "",
    call: Call | None = None, title: str = "", level: str = "", demonstration: bool = False,
) -> Adoption:  # fmt: skip
    """The unit states that it replicates a recognised exemplar, and begins its own registration of the copy (F11).

    Goals, way of doing and outputs of what was recognised stand in the new draft to begin from; nothing of it counts
    before the unit has read and sent it. Without a `level` it is registered for the lowest one above the unit's own, so
    that its superior confirms it, where the movement has such a rung. `call` names the call that this answers. Raises
    `NotNow` for one's own exemplar, for one that was not recognised, and for a second copy of the same.
    """
    exemplar = Exemplar.objects.select_for_update(of=("self",)).get(pk=exemplar.pk)
    permissions.can_adopt(by, unit, exemplar, round_)
    if call is not None:
        call = Call.objects.select_for_update(of=("self",)).select_related("unit").get(pk=call.pk)
        policies.answers(call, unit, exemplar)
    pattern = reading.pattern_of(exemplar)
    assert pattern is not None, "the policy has seen it"
    registration = exemplars.begin(
        unit, round_, by=by, title=clean_line(title) or pattern.title, kind=pattern.kind, subject=Subject.COLLECTIVE,
        level=level or _of_its_superior(unit, round_), origin=Origin.REPLICATED, replicated_from=exemplar,
        demonstration=demonstration, answers=_copied(pattern) | {"starts_on": starts_on},
    )  # fmt: skip
    if pattern.field and pattern.field.movement_id == round_.movement_id:
        registration.field = pattern.field
        registration.save(update_fields=["field"])
    adoption: Adoption = _told(Adoption(registration=registration, call=call), changes, starts_on, adviser, by)
    journal.record("registration.adopted", registration, by=by, unit_id=unit.pk, origin=exemplar.pk)
    return adoption


@transaction.atomic
def tell_adoption(
    registration: Registration, *, changes: str, starts_on: date, by: Person, adviser: str = "",
) -> Adoption:  # fmt: skip
    """Write what a copy changes: for one that was registered as replicated without saying so, or after a refusal."""
    registration = _locked(registration)
    permissions.can_tell_adoption(by, registration)
    adoption = Adoption.objects.filter(registration=registration).first() or Adoption(registration=registration)
    adoption = _told(adoption, changes, starts_on, adviser, by)
    journal.record("registration.adoption_told", registration, by=by, unit_id=registration.unit_id)
    return adoption


@transaction.atomic
def confirm_adoption(adoption: Adoption, *, by: Person) -> AdoptionAnswer:
    """The receiving office confirms that the copy is at work: from this day it is counted."""
    adoption = _with_its_registration(adoption)
    permissions.can_confirm_adoption(by, adoption)
    return _answer(adoption, AdoptionState.CONFIRMED, "", by)


@transaction.atomic
def refuse_adoption(adoption: Adoption, *, reason: str, by: Person) -> AdoptionAnswer:
    """The receiving office does not confirm it, with the reason that the unit reads; the unit may tell it anew."""
    adoption = _with_its_registration(adoption)
    permissions.can_refuse_adoption(by, adoption)
    if not clean(reason):
        raise BadInput(_("Write why the copy is not confirmed."))
    return _answer(adoption, AdoptionState.REFUSED, clean(reason), by)


@transaction.atomic
def advise(adoption: Adoption, *, words: str, by: Person) -> Advice:
    """The unit whose exemplar is copied advises the one that copies it. It is asked once, and may leave it."""
    adoption = _with_its_registration(adoption)
    permissions.can_advise(by, adoption)
    if not clean(words):
        raise BadInput(_("Write your advice."))
    registration = adoption.registration
    origin = registration.exemplar.replicated_from
    assert origin is not None, "a copy has an origin"
    unit_id = origin.acting_unit.pk
    done: Advice = Advice.objects.create(adoption=adoption, unit_id=unit_id, words=clean(words), at=clock.now(), by=by)
    journal.record("registration.advised", registration, by=by, unit_id=unit_id)
    return done


@transaction.atomic
def call(
    unit: Unit, exemplars_: Sequence[Exemplar], *, title: str, level: str, wanted: int, due: date, by: Person,
    words: str = "",
) -> Call:  # fmt: skip
    """The unit calls on the units of a level below it to replicate one of the exemplars: so many, by that day."""
    permissions.can_call(by, unit)
    policies.can_call_on(unit, level)
    if not clean_line(title) or wanted < 1:
        raise BadInput(_("Write what is called for, and how many copies are wanted."))
    if due < clock.today():
        raise BadInput(_("The day of a call lies ahead."))
    for exemplar in exemplars_:
        permissions.can_study(by, exemplar)
    made: Call = Call.objects.create(
        unit=unit, movement=_movement_of(exemplars_), title=clean_line(title), level=level, wanted=wanted, due=due,
        words=clean(words), at=clock.now(), by=by,
    )  # fmt: skip
    made.exemplars.set(exemplars_)
    journal.record("call.made", made, by=by, unit_id=unit.pk, wanted=wanted, due=f"{due:%d/%m/%Y}")
    return made


@transaction.atomic
def close_call(call: Call, *, by: Person, words: str = "") -> Call:
    """The unit ends its call, with what came of it. Nobody answers it any more; who was silent stays named."""
    call = Call.objects.select_for_update(of=("self",)).select_related("unit").get(pk=call.pk)
    permissions.can_close_call(by, call)
    call.closed_at, call.closed_by, call.closing_words = clock.now(), by, clean(words)
    call.save(update_fields=["closed_at", "closed_by", "closing_words"])
    journal.record("call.closed", call, by=by, unit_id=call.unit_id)
    return call


def _of_its_superior(unit: Unit, round_: Round) -> str:
    """The lowest level open to the unit above its own; nothing where there is none."""
    today = clock.today()
    own = HEIGHT[Level(unit.level_on(today))]
    above = (level for level in levels_open_to(unit, round_, today) if HEIGHT[level] > own)
    return next(above, "")


def _copied(pattern: Registration) -> dict[str, str]:
    """What the draft of a copy begins from; of an individual's exemplar nothing is copied but its name."""
    if pattern.subject == Subject.INDIVIDUAL:
        return {}
    dossier = dossier_of(pattern)
    return {name: getattr(dossier, name) for name in reading.COPIED}


def _told(adoption: Adoption, changes: str, starts_on: date, adviser: str, by: Person) -> Adoption:
    if not clean(changes):
        raise BadInput(_("Write what is done differently here; “nothing” is an answer too."))
    adoption.changes, adoption.starts_on, adoption.adviser = clean(changes), starts_on, clean_line(adviser)
    adoption.state, adoption.at, adoption.by = AdoptionState.WAITING, clock.now(), by
    adoption.save()
    return adoption


def _answer(adoption: Adoption, to: AdoptionState, reason: str, by: Person) -> AdoptionAnswer:
    registration, confirmed = adoption.registration, to == AdoptionState.CONFIRMED
    assert registration.receiver_id is not None, "the office that answers is the one that received it"
    adoption.state, adoption.confirmed_on = to, clock.today() if confirmed else None
    adoption.save(update_fields=["state", "confirmed_on"])
    answer: AdoptionAnswer = AdoptionAnswer.objects.create(
        adoption=adoption, unit_id=registration.receiver_id, confirmed=confirmed, reason=reason, at=clock.now(), by=by
    )
    verb = "registration.adoption_confirmed" if confirmed else "registration.adoption_refused"
    journal.record(verb, registration, by=by, unit_id=registration.receiver_id, reason=reason)
    return answer


def _movement_of(exemplars_: Sequence[Exemplar]) -> Movement:
    """The movement in which all of them were recognised."""
    found = {p.round.movement for e in exemplars_ if (p := reading.pattern_of(e)) is not None}
    if len(found) != 1:
        raise BadInput(_("Choose at least one recognised exemplar, all of one movement."))
    return found.pop()


def _locked(registration: Registration) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",))
    found: Registration = rows.select_related("unit", "receiver", "round__closing", "exemplar", "adoption").get(
        pk=registration.pk
    )
    return found


def _with_its_registration(adoption: Adoption) -> Adoption:
    """The adoption as it is now, its row and that of its registration locked."""
    rows = Adoption.objects.select_for_update(of=("self", "registration"))
    related = ("unit", "receiver", "round__closing", "exemplar__replicated_from")
    found: Adoption = rows.select_related(*(f"registration__{name}" for name in related)).get(pk=adoption.pk)
    return found
