"""Which round and which unit a code on the command line means."""

from datetime import date

from django.utils.translation import gettext as _

from kheo.kernel.errors import BadInput
from kheo.kernel.periods import parse_date
from kheo.movements.models import Round
from kheo.units.models import Unit


def round_coded(code: str, movement_code: str = "") -> Round:
    """The round with a code; codes are unique within a movement only, so that `movement_code` may be needed."""
    rounds = Round.objects.filter(code=code).select_related("movement__owner").order_by("movement__code")
    if movement_code:
        rounds = rounds.filter(movement__code=movement_code)
    found = list(rounds)
    if not found and movement_code:
        said = _("The movement “%(movement)s” has no round with the code “%(code)s”.")
        raise BadInput(said % {"movement": movement_code, "code": code})
    if not found:
        raise BadInput(_("There is no round with the code “%(code)s”.") % {"code": code})
    if len(found) > 1:
        said = _("Several movements have a round with the code “%(code)s”: %(movements)s. Name one with --movement.")
        raise BadInput(said % {"code": code, "movements": ", ".join(round_.movement.code for round_ in found)})
    return found[0]


def unit_coded(code: str, round_: Round) -> Unit:
    """The unit that bore a code during a round: at its date where several did in turn, else the last of them.

    `CODE@30/06/2025` is the unit that bore it on that day.
    """
    bare, at, day = code.partition("@")
    borne = Unit.objects.filter(code=bare)
    if not borne.exists():
        raise BadInput(_("There is no unit with the code “%(code)s”.") % {"code": bare})
    if at:
        return _bearer(borne.filter(during__contains=parse_date(day)), bare, day)
    then = borne.filter(during__overlap=round_.during)
    return _at_its_date(then, round_.date) or _bearer(then.order_by("-during"), bare, round_.name)


def _at_its_date(units, day: date) -> Unit | None:
    return units.filter(during__contains=day).first()


def _bearer(units, code: str, time: str) -> Unit:
    unit = units.first()
    if unit is None:
        raise BadInput(_("No unit bore the code “%(code)s” during %(time)s.") % {"code": code, "time": time})
    return unit
