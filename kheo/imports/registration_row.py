"""One row of a list of registrations, as what will be written of it.

What a row means: `registered` is an accepted registration; `recognised` and `not_recognised` add what the office that
accepted it decided; `declined` and `withdrawn` are what they say. A `recognised_level` above the level registered for
means that the lower office recognised it too (when the round demands it) and proposed it there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kheo.exemplars.bringing import Listed
from kheo.exemplars.enums import Status, Subject
from kheo.imports.enums import ListedStatus
from kheo.imports.examination import Values
from kheo.imports.ground import Ground
from kheo.kernel.errors import BadInput
from kheo.kernel.periods import format_date
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed
from kheo.recognitions.bringing import Decided, Proposed
from kheo.units.atlas import Place
from kheo.units.enums import HEIGHT, LAST_DAY_OF_DISTRICTS, Level

STATUS = {
    ListedStatus.REGISTERED: Status.ACCEPTED,
    ListedStatus.RECOGNISED: Status.ACCEPTED,
    ListedStatus.NOT_RECOGNISED: Status.ACCEPTED,
    ListedStatus.DECLINED: Status.DECLINED,
    ListedStatus.WITHDRAWN: Status.WITHDRAWN,
}


@dataclass(slots=True)
class Item:
    """A row that is right, as what will be written."""

    listed: Listed
    decided: list[Decided]
    proposed: list[Proposed]


def item_of(values: Values, ground: Ground) -> Item | None:
    """The row as what will be written, or None with its faults in `values`."""
    round_ = _round(values, ground)
    unit = round_ and _unit(values, round_, ground)
    if not round_ or not unit:
        return None
    _contradictions(values, ground)
    if values.faults:
        return None
    listed = _listed(values, round_, unit, ground)
    if not listed:
        return None
    decided = _decided(values, listed, round_, ground)
    proposed = _proposed(values, listed, decided, round_, ground)
    return Item(listed, decided, proposed)


def _round(values: Values, ground: Ground) -> Round | None:
    several = ground.rounds.get(values["round_code"], [])
    if len(several) > 1:
        several = [round_ for round_ in several if _is_round_of(values["unit_code"], round_, ground)] or several
    if len(several) != 1:
        sentence = _("There is no round with the code “%(code)s”.") if not several else _(
            "Several movements have a round with the code “%(code)s”."
        )  # fmt: skip
        values.fault("round_code", sentence % {"code": values["round_code"]})
        return None
    round_ = several[0]
    if why := is_not_closed.why_not(round_):
        values.fault("round_code", why)
    elif round_.starts > ground.today:
        values.fault(
            "round_code",
            _("%(round)s only begins on %(day)s: it cannot have results yet.")
            % {"round": round_.name, "day": format_date(round_.starts)},
        )
    else:
        return round_
    return None


def _is_round_of(code: str, round_: Round, ground: Ground) -> bool:
    try:
        unit = ground.places.bearer(code, round_.starts, round_.ends, during=round_.name)
    except BadInput:
        return False
    return ground.in_line(unit, round_)


def _unit(values: Values, round_: Round, ground: Ground) -> Place | None:
    try:
        unit = ground.places.bearer(values["unit_code"], round_.starts, round_.ends, during=round_.name)
    except BadInput as refusal:
        values.fault("unit_code", refusal)
        return None
    names = {"unit": unit.name, "round": round_.name}
    if not ground.may(unit.pk):
        values.fault("unit_code", _("%(unit)s is outside the units whose lists you may import.") % names)
    elif not ground.in_line(unit, round_):
        values.fault("unit_code", _("%(round)s belongs to a movement in which %(unit)s takes no part.") % names)
    else:
        return unit
    return None


def _contradictions(values: Values, ground: Ground) -> None:
    """What the cells of a row say against each other."""
    status, on = values["status"], values["decision_date"]
    if values["subject"] == Subject.INDIVIDUAL and not values["person_name"]:
        values.fault("person_name", _("Enter the name of the individual."))
    if on and on > ground.today:
        values.fault("decision_date", _("%(day)s is in the future: check the date.") % {"day": format_date(on)})
    if status != ListedStatus.RECOGNISED:
        for column in ("recognised_level", "proposed_to_level", "decision_number", "decision_date"):
            if values[column] and not (status == ListedStatus.NOT_RECOGNISED and column.startswith("decision")):
                values.fault(
                    column,
                    _("With the status “%(status)s” this cell must be empty; only “recognised” allows it.")
                    % {"status": ListedStatus(status).label},
                )


def _listed(values: Values, round_: Round, unit: Place, ground: Ground) -> Listed | None:
    """The registration itself: its day, its level, the office that accepted it."""
    day = _registered_on(values, round_, unit)
    if not day:
        return None
    level = _level(values, round_, unit, day, ground)
    receiver = ground.standing_at(unit.pk, level, day) if level else None
    if level and not receiver:
        values.fault(
            "level",
            _("No unit above %(unit)s is at this level: %(level)s. Choose a lower level.")
            % {"unit": unit.name, "level": _word(level)},
        )
    if receiver and not ground.may(receiver.pk):
        values.fault(
            "level",
            _("%(unit)s received this registration. Only somebody who may import its lists can import it.")
            % {"unit": receiver.name},
        )
    if values.faults or not receiver:
        return None
    return Listed(
        round_id=round_.pk, unit_id=unit.pk, receiver_id=receiver.pk, title=values["title"], kind=values["kind"],
        subject=values["subject"], level=level, origin=values["origin"], status=STATUS[values["status"]],
        registered_on=day, field_id=ground.field_id(round_, values["field"]), summary=values["summary"],
        person_name=values["person_name"],
    )  # fmt: skip


def _registered_on(values: Values, round_: Round, unit: Place) -> date | None:
    """A list does not say it: the first day of the round, or of a unit founded later; never after the decision."""
    first, on = max(round_.starts, unit.first), values["decision_date"]
    if on and on < unit.first:
        values.fault(
            "decision_date",
            _("%(unit)s was founded on %(day)s: check the date.") % {"unit": unit.name, "day": format_date(unit.first)},
        )
        return None
    return min(first, on) if on else first


def _level(values: Values, round_: Round, unit: Place, day: date, ground: Ground) -> str:
    """The level registered for: a rung of the ladder on that day, at or above the unit's own; the lowest when empty."""
    own, rungs = HEIGHT[ground.level_on(unit, day)], ground.rungs_on(round_, day)
    if not values["level"]:
        return min(
            (rung for rung in rungs if HEIGHT[Level(rung)] >= own), key=lambda rung: HEIGHT[Level(rung)], default=""
        )
    level = Level(values["level"])
    if level == Level.DISTRICT and day > LAST_DAY_OF_DISTRICTS:
        values.fault("level", _district_ended(day))
    elif level not in rungs or HEIGHT[level] < own:
        values.fault(
            "level",
            _("%(unit)s cannot register for the level %(level)s in %(round)s. Choose another level.")
            % {"unit": unit.name, "level": _word(level), "round": round_.name},
        )
    else:
        return level
    return ""


def _decided(values: Values, listed: Listed, round_: Round, ground: Ground) -> list[Decided]:
    """What was decided on it: by the office that accepted it and, when a higher level recognised it, above."""
    lower = ground.atlas.units[listed.receiver_id]
    if values["status"] == ListedStatus.NOT_RECOGNISED:
        return [_decision(listed, lower, values, round_, ground, recognised=False)]
    if values["status"] != ListedStatus.RECOGNISED:
        return []
    upper = _recogniser(values, listed, round_, ground)
    if not upper:
        return []
    highest = _decision(listed, upper, values, round_, ground)
    _check_recogniser(values, upper, Level(highest.level), round_, ground)
    if upper == lower or not round_.demands_lower_recognition:
        return [highest]
    day = min(highest.day, lower.last or date.max)
    return [Decided(listed, lower.pk, ground.level_on(lower, day), recognised=True, day=day), highest]


def _recogniser(values: Values, listed: Listed, round_: Round, ground: Ground) -> Place | None:
    """The unit that recognised it at the highest level, as placed on the day of the decision."""
    level = Level(values["recognised_level"] or listed.level)
    if HEIGHT[level] < HEIGHT[Level(listed.level)]:
        values.fault(
            "recognised_level",
            _("%(level)s is below the level registered for, %(registered)s.")
            % {"level": level.label, "registered": _word(listed.level)},
        )
        return None
    if level == listed.level:
        return ground.atlas.units[listed.receiver_id]
    return _above(values, "recognised_level", listed.receiver_id, level, round_, ground)


def _above(values: Values, column: str, unit_id: int, level: Level, round_: Round, ground: Ground) -> Place | None:
    """The unit above that stands on a level, on the day of the decision or, without one, at the round's date."""
    day = values["decision_date"] or ground.date_of(round_)
    if level == Level.DISTRICT and not values["decision_date"]:
        day = min(day, LAST_DAY_OF_DISTRICTS)
    found = ground.standing_at(unit_id, level, day)
    if not found:
        values.fault(
            column,
            _("No unit above %(unit)s is at this level: %(level)s.")
            % {"unit": ground.atlas.units[unit_id].name, "level": _word(level)},
        )
    return found


def _check_recogniser(values: Values, unit: Place, level: Level, round_: Round, ground: Ground) -> None:
    """The law of `can_be_considered_in` on the day of the decision: it exists, its level is a rung of the round."""
    on = values["decision_date"]
    if on and level == Level.DISTRICT and on > LAST_DAY_OF_DISTRICTS:
        values.fault("decision_date", _district_ended(on))
    elif on and not unit.exists_on(on):
        values.fault(
            "decision_date",
            _("%(unit)s (%(days)s) did not exist on %(day)s: check the date.")
            % {"unit": unit.name, "days": unit.days, "day": format_date(on)},
        )
    elif not ground.recognises(round_, level):
        values.fault(
            "recognised_level",
            _("The level %(level)s does not recognise in %(round)s.") % {"level": _word(level), "round": round_.name},
        )
    elif not ground.may(unit.pk):
        values.fault(
            "recognised_level",
            _("%(unit)s recognised it. Only somebody who may import its lists can import it.") % {"unit": unit.name},
        )


def _decision(
    listed: Listed, unit: Place, values: Values, round_: Round, ground: Ground, *, recognised: bool = True
) -> Decided:
    """What a unit held, with its decision as far as the list tells it; without a date it counts at the round's date."""
    on = values["decision_date"]
    day = on or min(ground.date_of(round_), unit.last or date.max)
    return Decided(
        listed, unit.pk, ground.level_on(unit, day), recognised, day=day, number=values["decision_number"], on=on
    )


def _proposed(
    values: Values, listed: Listed, decided: Sequence[Decided], round_: Round, ground: Ground
) -> list[Proposed]:
    """The steps upward: to the level that recognised it above, and to the level to which it was proposed."""
    if values.faults or not decided or not decided[-1].recognised:
        return []
    top = decided[-1].unit_id
    steps = [Proposed(listed, listed.receiver_id, top)] if top != listed.receiver_id else []
    wanted = values["proposed_to_level"]
    if not wanted or (steps and wanted == values["recognised_level"]):
        return steps
    if HEIGHT[Level(wanted)] <= HEIGHT[Level(values["recognised_level"] or listed.level)]:
        values.fault(
            "proposed_to_level",
            _("%(level)s is not above the level that recognised it: a proposal goes upward.")
            % {"level": Level(wanted).label},
        )
        return steps
    upper = _above(values, "proposed_to_level", top, Level(wanted), round_, ground)
    if upper and upper.pk == top:
        values.fault(
            "proposed_to_level",
            _("There is no unit above %(unit)s to propose to.") % {"unit": ground.atlas.units[top].name},
        )
    return [*steps, Proposed(listed, top, upper.pk)] if upper else steps


def _district_ended(day: date) -> str:
    return _("The district level ended on 30/06/2025: nothing is registered or decided there on %(day)s.") % {
        "day": format_date(day)
    }


def _word(level: str) -> str:
    return str(Level(level).label).lower()
