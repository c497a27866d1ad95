"""The verbs that begin a judgement: enter a subject, open its evaluation, open those of all units directly below."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.evaluations import moving, permissions, policies, subordinates
from kheo.evaluations.models import Evaluation, Procedure, Subject
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.text import clean_line
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units.models import Unit


@transaction.atomic
def enter_subject(
    round_: Round, unit: Unit, *, code: str, title: str, by: Person | None, issuer: Unit | None = None,
    kind: str = "", field: str = "",
) -> Subject:  # fmt: skip
    """What is judged, entered into a round once: as a registration by the office that gave its code (`issuer`), or as
    the unit itself. The right to do so belongs to the act that cites it."""
    same = {"issuer": issuer, "code": code} if issuer else {"issuer": None, "unit": unit}
    told = {"unit": unit, "code": code, "title": clean_line(title), "kind": kind, "field": field}
    subject, is_new = Subject.objects.get_or_create(round=round_, **same, defaults=told)
    if is_new:
        journal.record("subject.entered", subject, by=by, unit_id=unit.pk, code=code)
    return subject


@transaction.atomic
def open_evaluation(subject: Subject, unit: Unit, *, by: Person, profile: str = "") -> Evaluation:
    """A unit begins to judge a subject, by the version that the round demands; `profile` says what does not apply."""
    subject = Subject.objects.select_related("unit", "round__movement__owner", "round__closing").get(pk=subject.pk)
    permissions.can_open_evaluation(by, unit, subject)
    demanded = policies.procedure_for(unit, subject.round)
    assert demanded is not None  # can_open_evaluation has asked
    procedure = (
        Procedure.objects.select_for_update(of=("self",)).select_related("version__framework").get(pk=demanded.pk)
    )
    if profile and profile not in {known.code for known in procedure.version.sheet.profiles}:
        raise BadInput(_("“%(framework)s” has no profile %(code)s.") % {
            "framework": procedure.version.framework.name, "code": profile,
        })  # fmt: skip
    evaluation = Evaluation(
        subject=subject, unit=unit, procedure=procedure, version=procedure.version, profile=profile,
        opened_at=clock.now(), opened_by=by,
    )  # fmt: skip
    moving.begin(evaluation)
    journal.record("evaluation.opened", evaluation, by=by, unit_id=unit.pk)
    return evaluation


@transaction.atomic
def open_units(
    unit: Unit, round_: Round, chosen: Iterable[Unit], *, by: Person, profile: str = ""
) -> list[Evaluation]:  # fmt: skip
    """A unit begins to judge units that stand directly below it, each as itself: all that are chosen, or none.

    Raises `NotNow` with the first that cannot be opened and why: `subordinates.of` tells it of each beforehand.
    """
    round_ = Round.objects.select_related("movement__owner", "closing").get(pk=round_.pk)
    permissions.can_open_units(by, unit, round_)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    known = {one.unit.pk: one for one in subordinates.of(unit, round_)}
    opened = []
    for other in chosen:
        below = known.get(other.pk)
        if below is None:
            raise NotNow(
                _("%(judged)s does not stand directly below %(unit)s.") % {"judged": other.name, "unit": unit.name}
            )
        if below.why_not:
            raise NotNow(below.why_not)
        subject = enter_subject(round_, other, code=other.code, title=below.name, by=by)
        opened.append(open_evaluation(subject, unit, by=by, profile=profile))
    if not opened:
        raise BadInput(_("Choose at least one unit."))
    return opened
