"""The verbs of the second person: approve, which carries the plan out in one transaction, and reverse."""

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from kheo.exemplars import carrying
from kheo.exemplars.models import Registration
from kheo.kernel import clock, journal
from kheo.kernel.errors import NotNow
from kheo.kernel.quantities import format_number
from kheo.people.models import Person
from kheo.recognitions import carrying as proposals
from kheo.reorganisations import permissions, rehearsing, whereto
from kheo.reorganisations.actions.carrying_out import carry_out, hand_all
from kheo.reorganisations.actions.plans import locked
from kheo.reorganisations.enums import ChangeKind, Side, State
from kheo.reorganisations.models import Handing, Reorganisation
from kheo.units import picturing
from kheo.units.models import Membership, Placement, Succession, Unit


@transaction.atomic
def approve(reorganisation: Reorganisation, *, by: Person) -> Reorganisation:
    """A second person agrees, and the plan is carried out: all of it or nothing."""
    reorganisation = locked(reorganisation)
    permissions.can_approve(by, reorganisation)
    reorganisation.rehearsal = carry_out(reorganisation, by=by)
    reorganisation.state, reorganisation.approved_by, reorganisation.done_at = State.DONE, by, clock.now()
    reorganisation.save()
    journal.record(
        "reorganisation.approved", reorganisation, by=by, unit_id=reorganisation.owner_id, on=str(reorganisation.on)
    )
    return reorganisation


@transaction.atomic
def hand_out(reorganisation: Reorganisation, *, by: Person) -> Reorganisation:
    """The first day has come: what the ended units held goes where the plan says, as it stands today."""
    reorganisation = locked(reorganisation)
    permissions.can_hand_out(by, reorganisation)
    closing = reorganisation.changes.filter(kind=ChangeKind.CLOSE, unit__isnull=False)
    ended = list(closing.values_list("unit", flat=True))
    goings = list(whereto.goings(ended, reorganisation.on))
    hand_all(goings, reorganisation, by=by)
    assert reorganisation.rehearsal is not None, "what was carried out was told"
    reorganisation.rehearsal["open"] = rehearsing.where_open_things_go(goings, ended, reorganisation.on)
    reorganisation.save(update_fields=["handed_at", "rehearsal"])
    journal.record("reorganisation.handed_out", reorganisation, by=by, unit_id=reorganisation.owner_id)
    return reorganisation


@transaction.atomic
def reverse(reorganisation: Reorganisation, *, by: Person) -> Reorganisation:
    """Everything is as it was: units, offices, who holds what. What was registered meanwhile is never thrown away, so
    a new unit on which something hangs keeps the whole from being undone."""
    reorganisation = locked(reorganisation)
    permissions.can_reverse(by, reorganisation)
    assert reorganisation.pictures is not None, "what was carried out was pictured"
    before, after = reorganisation.pictures
    founding = reorganisation.changes.filter(kind=ChangeKind.FOUND, founded__isnull=False)
    founded = list(founding.order_by("-pk").values_list("founded", flat=True))
    _nothing_changed_since(before, after)
    _hand_back(reorganisation, by)
    Membership.objects.filter(pk__in=reorganisation.stays.values("membership")).delete()
    _nothing_hangs_on(founded, {row[0] for row in before["units"]})
    reorganisation.changes.update(founded=None)
    try:
        picturing.put_back(before, unfounding=founded, by=by)
    except ProtectedError:
        raise NotNow(_("Something hangs on a unit that this re-organisation founded, so it stays.")) from None
    reorganisation.state, reorganisation.reversed_by, reorganisation.reversed_at = State.REVERSED, by, clock.now()
    reorganisation.save()
    journal.record("reorganisation.reversed", reorganisation, by=by, unit_id=reorganisation.owner_id)
    return reorganisation


def _nothing_changed_since(before: picturing.Picture, after: picturing.Picture) -> None:
    ids = [row[0] for row in before["units"]]
    with_offices = {row[2] for row in before["offices"]}
    changed = picturing.differing(after, picturing.take(ids, with_offices_in=with_offices))
    if changed:
        names = Unit.objects.filter(pk__in=changed).in_order().values_list("name", flat=True)[:5]
        raise NotNow(
            _("%(units)s changed since, so the re-organisation cannot be undone as a whole.")
            % {"units": ", ".join(names)}
        )


def _hand_back(reorganisation: Reorganisation, by: Person) -> None:
    ways: dict[tuple[str, int, int], list[int]] = {}
    handings = Handing.objects.filter(reorganisation=reorganisation)
    rows = handings.values_list("side", "to_unit", "from_unit", "registration").order_by("pk")
    for side, to_id, from_id, registration_id in rows:
        ways.setdefault((side, to_id, from_id), []).append(registration_id)
    for (side, to_id, from_id), ids in ways.items():
        if _give_back(ids, Side(side), of=to_id, to=from_id) != len(ids):
            raise NotNow(_("Registrations were handed on once more since, so the re-organisation cannot be undone."))
        about = ((pk, from_id, {"side": side, "holder": to_id}) for pk in ids)
        journal.record_all("registration.handed_back", "registration", about, by=by)
    handings.delete()


def _give_back(ids: list[int], side: Side, *, of: int, to: int) -> int:
    if side == Side.PROPOSED:
        return proposals.turn(ids, of=of, to=to)
    if side == Side.HOLDER:
        return carrying.give_back_models(ids, of=of, to=to)
    return carrying.give_back(ids, of=of, to=to, as_author=side == Side.AUTHOR)


def _nothing_hangs_on(unit_ids: list[int], moving_back: set[int]) -> None:
    """Refuse in words, naming what people would miss first; everything else is refused by the database."""
    counted: list[tuple[type[models.Model], str, str]] = [
        (Registration, "unit", _("%(count)s registrations of %(unit)s")),
        (Registration, "receiver", _("%(count)s registrations sent to %(unit)s")),
        (Membership, "unit", _("%(count)s roles in %(unit)s")),
        (Placement, "parent", _("%(count)s units below %(unit)s")),
        (Succession, "predecessor", _("%(count)s successors of %(unit)s")),
    ]
    found = []
    for unit in Unit.objects.filter(pk__in=unit_ids).in_order():
        for model, column, sentence in counted:
            rows = model._default_manager.filter(**{column: unit.pk})
            if model is Placement:
                rows = rows.exclude(unit__in=moving_back.union(unit_ids))
            if count := rows.count():
                found.append(sentence % {"count": format_number(count), "unit": unit.name})
    if found:
        raise NotNow(
            _("This came about since, and would be lost: %(what)s. Move or end it first, or keep the re-organisation.")
            % {"what": "; ".join(found[:5])}
        )
