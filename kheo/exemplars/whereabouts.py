"""Where a registration lies, who must act until when, and how far it has come."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kheo.exemplars.enums import Status
from kheo.exemplars.models import Registration
from kheo.exemplars.sections import last_return
from kheo.kernel.models import Entry
from kheo.kernel.periods import format_date
from kheo.movements.enums import MilestoneKind


@dataclass(frozen=True)
class Whereabouts:
    """A sentence, and the day by which the matter has to move, where there is one."""

    sentence: str
    until: date | None = None


def whereabouts(registration: Registration) -> Whereabouts:
    """Where it lies now (S8: “who has my dossier?”)."""
    due = registration.round.due
    unit = registration.unit.name
    office = registration.receiver.name if registration.receiver else ""
    match registration.status:
        case Status.DRAFT:
            return Whereabouts(_("With %(unit)s: not sent yet.") % {"unit": unit}, due.get(MilestoneKind.CLOSE))
        case Status.SUBMITTED:
            return Whereabouts(_("With %(unit)s: waiting for its answer.") % {"unit": office})
        case Status.RETURNED:
            returned = last_return(registration)
            return Whereabouts(_("With %(unit)s: to be changed.") % {"unit": unit}, returned.due if returned else None)
        case Status.ACCEPTED:
            sentence = _("With %(unit)s: being carried out; the result is reported afterwards.") % {"unit": unit}
            return Whereabouts(sentence, due.get(MilestoneKind.REPORT))
        case Status.REPORTED:
            sentence = _("With %(unit)s: to be considered for recognition.") % {"unit": office}
            return Whereabouts(sentence, due.get(MilestoneKind.REVIEW))
        case Status.MERGED:
            return Whereabouts(_("Counted with the registration of the same work. Nobody has to act."))
    return Whereabouts(_("Nobody has to act."))


@dataclass(frozen=True)
class Step:
    """One step of the progress track: done, now, next or stopped."""

    text: str
    state: str
    note: str = ""


def steps(registration: Registration, history: list[Entry]) -> list[Step]:
    """The way of a registration, with its days from the journal. What is not concluded leaves no trace here.

    The steps bear nouns: a participle under a step that is still to come would read as done.
    """
    days = {entry.verb.removeprefix("registration."): format_date(localdate(entry.at)) for entry in history}
    decided = days.get("recognised") or days.get("not_recognised")
    status = Status(registration.status)
    merged = status == Status.MERGED
    way = [
        (_("Writing"), bool(registration.submitted_at), days.get("begun")),
        (_("Sending"), status in _BEYOND[Status.SUBMITTED], days.get("submitted")),
        (_("Acceptance"), status in _BEYOND[Status.ACCEPTED] or (merged and "accepted" in days), days.get("accepted")),
        (
            _("Report of the result"),
            status in _BEYOND[Status.REPORTED] or (merged and "result_reported" in days),
            days.get("result_reported"),
        ),
        (_("Recognition") if "recognised" in days else _("Consideration"), bool(decided), decided),
    ]
    over = status in (Status.DECLINED, Status.WITHDRAWN, Status.MERGED)
    done = [Step(text, "done", day or "") for text, is_done, day in way if is_done]
    if over:
        return [*done, Step(str(status.label), "stopped", days.get(status.value, ""))]
    left = [text for text, is_done, _day in way if not is_done]
    return [*done, *(Step(text, "next" if n else "now") for n, text in enumerate(left))]


# In which states a step lies behind.
_BEYOND = {
    Status.SUBMITTED: {Status.SUBMITTED, Status.ACCEPTED, Status.REPORTED, Status.DECLINED, Status.MERGED},
    Status.ACCEPTED: {Status.ACCEPTED, Status.REPORTED},
    Status.REPORTED: {Status.REPORTED},
}
