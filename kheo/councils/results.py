"""What councils have decided, for the chapters above: `results.of(subject, unit)`, and `many` for a whole list."""

from collections.abc import Collection

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from kheo.councils.enums import ItemState, TieRule
from kheo.councils.models import CouncilSession, Item, Result, TieSettled
from kheo.councils.outcomes import Decided, written
from kheo.evaluations.models import Subject
from kheo.people.models import Person
from kheo.units.models import Unit


def of(subject: Subject, unit: Unit) -> Result | None:
    """What the unit's council last decided about a subject; None before it concluded. Rehearsals count nowhere."""
    results = Result.objects.real().filter(item__subject=subject, unit=unit)
    found: Result | None = results.order_by("-on", "-pk").first()
    return found


def many(subjects: Collection[int], unit: Unit, *, reader: Person | None = None) -> dict[int | None, Result]:
    """The same for many subjects in one query, by their ids; `reader` is told what they may see."""
    found = Result.objects.real().filter(item__subject__in=subjects, unit=unit)
    found = found.visible_to(reader) if reader else found
    return {result.item.subject_id: result for result in found.select_related("item").order_by("on", "pk")}


def coming(subjects: Collection[int], unit: Unit, *, reader: Person | None = None) -> dict[int | None, CouncilSession]:
    """The session that has each of these subjects on its agenda and has not concluded."""
    found = before(unit).filter(subject__in=subjects, session__concluded_at=None)
    if reader:
        found = found.filter(session__in=CouncilSession.objects.visible_to(reader))
    return {item.subject_id: item.session for item in found.select_related("session").order_by("-session__on", "pk")}


def before(unit: Unit | OuterRef) -> QuerySet[Item]:
    """What stands, or stood, before the unit's council: set aside is put off, and a rehearsal counts nowhere."""
    rows: QuerySet[Item] = Item.objects.filter(session__council__unit=unit, session__rehearsal=False)
    return rows.exclude(state=ItemState.SET_ASIDE)


def built(decided: Decided, *, within: bool) -> Result:
    """The result of an announced item, not yet saved; `within` its quota, or the quota was exceeded with a reason."""
    item, poll, outcome = decided.item, decided.poll, decided.outcome
    session, counts = item.session, outcome.counts
    settled = getattr(poll, "tie_settled", None)
    return Result(
        item=item, council=session.council, unit=session.council.unit, ballots=poll.number, means=poll.means,
        agreed=counts.agreed, against=counts.against, abstained=counts.abstained, invalid=counts.invalid,
        written=written(item).total if item.rule.counts_written else 0,
        members=poll.members, present=poll.present, base=outcome.base, base_rule=item.rule.base,
        needed=outcome.needed, reached=outcome.passed, tie_rule=settled.rule if settled else "",
        within_quota=within, passed=decided.adopted and within, on=session.on,
    )  # fmt: skip


def notes(result: Result) -> list[str]:
    """What is printed beside the figures: a tie and its rule, a quota, the last place, why a quota was exceeded."""
    told, quota = [], result.item.quota
    if settled := TieSettled.objects.filter(poll__item=result.item, poll__number=result.ballots).first():
        told.append(
            _("The votes were equal; by the rule “%(rule)s”: %(reason)s")
            % {"rule": TieRule(settled.rule).label, "reason": settled.reason}
        )
    if quota and result.item.last_place:
        told.append(
            _("Given the last place of the quota “%(quota)s”: %(reason)s")
            % {"quota": quota.name, "reason": quota.settled_because}
        )
    if quota and not result.within_quota:
        told.append(
            _("Reached the votes needed, and is outside the quota “%(quota)s” of %(places)d.")
            % {"quota": quota.name, "places": quota.places}
        )
    if quota and quota.exceeded_because and result.passed:
        told.append(
            _("The quota “%(quota)s” of %(places)d was exceeded: %(reason)s")
            % {"quota": quota.name, "places": quota.places, "reason": quota.exceeded_because}
        )
    return told
