"""What the whole room may see of a session at this moment: on the projector, on every phone, at the chair's side.

A screen is a value made of figures, states and titles. Before the close of a ballot it holds how many have voted and
nothing else of the votes, so whatever is drawn from it depends on no choice. Its digest tells a device that
asks again every two seconds that nothing has changed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from kheo.councils import outcomes, roll
from kheo.councils.counting import Outcome
from kheo.councils.enums import COUNTED_BY_HAND, SECRET, Base, Counted, ItemState, Means, SessionState
from kheo.councils.models import CouncilSession, Election, Item, Poll, Result, VotingRule
from kheo.councils.roll import Quorum
from kheo.councils.sealed import box, tallying
from kheo.criteria.amounts import plain
from kheo.evaluations import results
from kheo.evaluations.models import Evaluation, Subject
from kheo.kernel.quantities import format_number
from kheo.units.models import Unit


class Shows(StrEnum):
    """What a screen is about."""

    CONVENED = "convened"
    BETWEEN = "between"
    MATTER = "matter"
    VOTING = "voting"
    CLOSED = "closed"
    RESULT = "result"
    CONCLUDED = "concluded"


@dataclass(frozen=True)
class Line:
    """A matter on the screen."""

    item: int
    place: int
    title: str


@dataclass(frozen=True)
class Voting:
    """A ballot that is open, or closed and not announced yet: on one matter, or sealed on several.

    `cast` is None where nobody can know it, by hand and on paper; `needed` and `base` are 0 where the matters differ.
    """

    lines: tuple[Line, ...]
    number: int
    means: Means
    voters: int
    cast: int | None
    needed: int
    base: int
    rule: str
    since: datetime
    counted: str = ""
    percent: int = 0

    @property
    def is_secret(self) -> bool:
        """Whether nobody's choice is ever told."""
        return self.means in SECRET

    @property
    def is_by_hand(self) -> bool:
        """Whether people count it."""
        return self.means in COUNTED_BY_HAND


@dataclass(frozen=True)
class Announced:
    """What a ballot came to, once it was announced."""

    line: Line
    number: int
    outcome: Outcome
    rule: str
    adopted: bool
    tied: bool


@dataclass(frozen=True)
class Screen:
    """The session at this moment."""

    shows: Shows
    quorum: Quorum
    items: int
    lines: tuple[Line, ...] = ()
    votings: tuple[Voting, ...] = ()
    announced: tuple[Announced, ...] = ()
    adopted: int = 0
    not_adopted: int = 0


def digest(*shown: object) -> str:
    """A short name of everything shown: the same for the same, another for anything else."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def of(session: CouncilSession) -> Screen:
    """What there is to be seen now."""
    items = list(session.items.select_related("rule"))
    for item in items:
        item.session = session
    agenda = {item.pk: Line(item.pk, place, item.title) for place, item in enumerate(items, start=1)}
    shows, matters = _focus(session, items)
    found = Screen(shows, roll.quorum(session), len(items), tuple(agenda[item.pk] for item in matters))
    if shows in (Shows.VOTING, Shows.CLOSED):
        polls = sorted(_last_polls(matters), key=_together)
        votings = tuple(_voting(list(group), agenda) for _key, group in groupby(polls, key=_together))
        return replace(found, votings=votings)
    if shows == Shows.RESULT:
        return replace(found, announced=tuple(_announced(poll, agenda[poll.item_id]) for poll in _last_polls(matters)))
    if shows == Shows.CONCLUDED:
        adopted, not_adopted = _concluded(session)
        return replace(found, adopted=adopted, not_adopted=not_adopted)
    return found


def focus(session: CouncilSession) -> Item | None:
    """The matter that the council is at: the first of those on the screen."""
    found: Sequence[Item] = _focus(session, list(session.items.select_related("rule")))[1]
    return found[0] if found else None


def threshold_in_words(rule: VotingRule) -> str:
    """“at least 80 % of all members”, “more than 1/2 of the members present”."""
    percent = not 100 * rule.share_num % rule.share_den
    share = f"{100 * rule.share_num // rule.share_den} %" if percent else f"{rule.share_num}/{rule.share_den}"
    sentences = {
        (False, Base.ALL): _("at least %(share)s of all members"),
        (False, Base.PRESENT): _("at least %(share)s of the members present"),
        (True, Base.ALL): _("more than %(share)s of all members"),
        (True, Base.PRESENT): _("more than %(share)s of the members present"),
    }
    return sentences[rule.strictly, Base(rule.base)] % {"share": share}


def facts(items: Iterable[Item], unit: Unit) -> dict[int, list[str]]:
    """What is known of each matter in a few words: whose it is, its code, its points where the judging is concluded."""
    subjects = {item.pk: item.subject for item in items if item.subject}
    judged = Evaluation.objects.filter(subject__in=subjects.values(), unit=unit).concluded()
    points = {standing.subject.pk: _points(standing) for standing in results.many(judged)}
    return {pk: _words(subject, points.get(subject.pk, "")) for pk, subject in subjects.items()}


def _focus(session: CouncilSession, items: Sequence[Item]) -> tuple[Shows, list[Item]]:
    """What the room looks at: a vote before a report, a report before a count, a count before what was announced."""
    if session.state == SessionState.CONVENED:
        return Shows.CONVENED, []
    if session.state in (SessionState.CONCLUDED, SessionState.SIGNED):
        return Shows.CONCLUDED, []
    in_state = {state: [item for item in items if item.state == state] for state in ItemState}
    if voting := in_state[ItemState.VOTING]:
        return Shows.VOTING, voting
    for state in (ItemState.PRESENTED, ItemState.DISCUSSED):
        if in_state[state] and not in_state[ItemState.CLOSED]:
            return Shows.MATTER, in_state[state][-1:]
    announced = in_state[ItemState.ANNOUNCED]
    if closed := in_state[ItemState.CLOSED]:
        together = _announced_with(closed, announced)
        return (Shows.RESULT, together) if together else (Shows.CLOSED, closed)
    last = _announced_last(announced)
    return (Shows.RESULT, last) if last else (Shows.BETWEEN, [])


def _announced_last(announced: Sequence[Item]) -> list[Item]:
    """The matter announced last; with it those of the same sealed ballot."""
    polls = Poll.objects.standing().filter(item__in=announced, announced_at__isnull=False).order_by("announced_at")
    last = polls.last()
    if last is None:
        return []
    together = {last.item_id}
    if last.election_id:
        together |= set(polls.filter(election=last.election_id).values_list("item", flat=True))
    return [item for item in announced if item.pk in together]


def _announced_with(closed: Sequence[Item], announced: Sequence[Item]) -> list[Item]:
    """Of a sealed ballot that is being announced matter by matter: those that were."""
    elections = Poll.objects.standing().filter(item__in=closed, election__isnull=False).values("election")
    told = set(
        Poll.objects.standing()
        .filter(election__in=elections, announced_at__isnull=False)
        .values_list("item", flat=True)
    )
    return [item for item in announced if item.pk in told]


def _last_polls(items: Sequence[Item]) -> list[Poll]:
    """The last ballot on each of the matters, in the order of the agenda."""
    prefetch_related_objects(items, "opinions")
    by_item = {item.pk: item for item in items}
    rows: QuerySet[Poll] = Poll.objects.standing().filter(item__in=items).order_by("item__order", "-number")
    rows = rows.select_related("election__tally", "tie_settled")
    found: dict[int, Poll] = {}
    for poll in rows:
        poll.item = by_item[poll.item_id]
        found.setdefault(poll.item_id, poll)
    return list(found.values())


def _together(poll: Poll) -> tuple[int, int]:
    """Matters of one sealed ballot are voted on together; everything else is voted on alone."""
    return (poll.election_id, 0) if poll.election_id else (0, poll.pk)


def _voting(polls: Sequence[Poll], agenda: dict[int, Line]) -> Voting:
    first = polls[0]
    shares = {outcomes.needed(poll) for poll in polls}
    needed, base = shares.pop() if len(shares) == 1 else (0, 0)
    rules = {threshold_in_words(poll.item.rule) for poll in polls}
    return Voting(
        lines=tuple(agenda[poll.item_id] for poll in polls), number=first.number, means=Means(first.means),
        voters=first.present - first.recused_present, cast=_cast(first), needed=needed, base=base,
        rule=rules.pop() if len(rules) == 1 else "", since=first.opened_at,
        counted=_counted(first), percent=_percent(first.election),
    )  # fmt: skip


def _cast(poll: Poll) -> int | None:
    if poll.election:
        return box.how_many(poll.election)
    return poll.votes.count() if poll.means == Means.PHONES else None


def _counted(poll: Poll) -> str:
    """How far the count of a closed ballot is, in words; nothing while it is open."""
    if not poll.closed_at:
        return ""
    if poll.means in COUNTED_BY_HAND:
        return str(Counted(outcomes.progress_of_count(poll)).label)
    return str(poll.election.tally.get_step_display()) if poll.election else ""


def _percent(election: Election | None) -> int:
    tally = getattr(election, "tally", None)
    return tallying.percent(tally) if tally else 0


def _announced(poll: Poll, line: Line) -> Announced:
    return Announced(
        line, poll.number, outcomes.of(poll), threshold_in_words(poll.item.rule), outcomes.adopted(poll),
        tied=outcomes.needs_a_tie_settled(poll),
    )  # fmt: skip


def _concluded(session: CouncilSession) -> tuple[int, int]:
    """How many matters were adopted, and how many not."""
    found = Result.objects.filter(item__session=session).aggregate(
        adopted=Count("pk", Q(passed=True)), not_adopted=Count("pk", Q(passed=False))
    )
    return found["adopted"], found["not_adopted"]


def _points(standing: results.Standing) -> str:
    if standing.total is None:
        return ""
    told = {"points": format_number(plain(standing.total)), "class": standing.class_name}
    return (_("%(points)s points, %(class)s") if told["class"] else _("%(points)s points")) % told


def _words(subject: Subject, points: str) -> list[str]:
    taken_back = _("taken back by its unit") if subject.dropped_at else ""
    return [text for text in (subject.unit.name, subject.code, points, taken_back) if text]
