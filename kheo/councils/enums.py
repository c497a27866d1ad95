"""The words of councils, and the tables of their moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class SeatRole(TextChoices):
    """What a member is in the council."""

    CHAIR = "chair", _("chair")
    DEPUTY = "deputy", _("deputy chair")
    MEMBER = "member", _("member")
    SECRETARY = "secretary", _("secretary")


LEADS = {SeatRole.CHAIR, SeatRole.DEPUTY}


class Base(TextChoices):
    """Of whom the share is counted. The award law counts all members (Decree 98/2023 art. 30.7)."""

    ALL = "all", _("of all members")
    PRESENT = "present", _("of the members present")


class TieRule(TextChoices):
    """What decides between equal votes (blocks-and-awards.md §2.7). The rule is printed, whoever applies it."""

    NONE = "none", _("without the votes needed nothing is adopted")
    CHAIR = "chair", _("the chair's vote decides")
    PROMINENT = "prominent", _("the more prominent achievement prevails, as the chair and the deputy find")
    WOMEN = "women", _("women, and collectives of at least 70 % women, go first")


class Attending(TextChoices):
    """How a member takes part in a session."""

    PRESENT = "present", _("present")
    ABSENT = "absent", _("absent")
    WRITTEN = "written", _("absent, with a written opinion")


class Choice(TextChoices):
    """What a member votes. The codes have one length, so that the size of what is sent says nothing."""

    FOR = "for", _("agree")
    AGAINST = "not", _("do not agree")
    ABSTAIN = "abs", _("abstain")


class Means(TextChoices):
    """How one ballot on one item is held."""

    PHONES = "phones", _("open vote, each on their own device")
    HANDS = "hands", _("show of hands, counted by two people")
    PAPER = "paper", _("paper ballots, counted by two people")
    SEALED = "sealed", _("sealed electronic ballot")


SECRET = {Means.PAPER, Means.SEALED}
COUNTED_BY_HAND = {Means.HANDS, Means.PAPER}


class SessionState(TextChoices):
    CONVENED = "convened", _("Convened")
    OPEN = "open", _("In session")
    CONCLUDED = "concluded", _("Concluded")
    SIGNED = "signed", _("Minutes signed")


SESSION_NEXT = {
    SessionState.CONVENED: {SessionState.OPEN},
    SessionState.OPEN: {SessionState.CONCLUDED},
    SessionState.CONCLUDED: {SessionState.OPEN, SessionState.SIGNED},
    SessionState.SIGNED: set(),
}


class ItemState(TextChoices):
    """The steps of one matter before the council: open it, discuss, vote, close, announce (experience.md S13)."""

    WAITING = "waiting", _("Waiting")
    PRESENTED = "presented", _("Being presented")
    DISCUSSED = "discussed", _("Being discussed")
    VOTING = "voting", _("Being voted on")
    CLOSED = "closed", _("Vote closed")
    ANNOUNCED = "announced", _("Announced")
    SET_ASIDE = "set_aside", _("Set aside")


class Holder(TextChoices):
    """Who has to act next."""

    CHAIR = "chair", _("the chair")
    MEMBERS = "members", _("the members")


# The chair's steps: only a legal one is offered. Two acts lead back, each with its reason: correcting an announced
# result leads to CLOSED, abandoning a sealed ballot to DISCUSSED.
NEXT = {
    ItemState.WAITING: {ItemState.PRESENTED, ItemState.SET_ASIDE},
    ItemState.PRESENTED: {ItemState.DISCUSSED, ItemState.SET_ASIDE},
    ItemState.DISCUSSED: {ItemState.VOTING, ItemState.SET_ASIDE},
    ItemState.VOTING: {ItemState.CLOSED},
    ItemState.CLOSED: {ItemState.ANNOUNCED},
    ItemState.ANNOUNCED: {ItemState.VOTING},  # a second ballot
    ItemState.SET_ASIDE: {ItemState.WAITING},
}

HELD_BY = {
    ItemState.WAITING: Holder.CHAIR,
    ItemState.PRESENTED: Holder.CHAIR,
    ItemState.DISCUSSED: Holder.CHAIR,
    ItemState.VOTING: Holder.MEMBERS,
    ItemState.CLOSED: Holder.CHAIR,
    ItemState.ANNOUNCED: Holder.CHAIR,
    ItemState.SET_ASIDE: Holder.CHAIR,
}

SETTLED = {ItemState.ANNOUNCED, ItemState.SET_ASIDE}
MOST_BALLOTS = 2  # Circular 01/2024/TT-TANDTC art. 29: at most two ballots a round


class Counted(TextChoices):
    """Where a count by two people stands."""

    NOT_YET = "not_yet", _("nobody has entered a count")
    ONE = "one", _("one of two people has entered a count")
    AGREED = "agreed", _("two people have entered the same count")
    DIFFER = "differ", _("the two counts differ: both count and enter again")


class CeremonyState(TextChoices):
    """How far the three tellers are with their keys."""

    KEYS = "keys", _("Each teller makes a key")
    SHARING = "sharing", _("Each teller shares the key with the others")
    CONFIRMING = "confirming", _("Each teller confirms what the others shared")
    READY = "ready", _("The keys are ready")


CEREMONY_NEXT = {
    CeremonyState.KEYS: {CeremonyState.SHARING},
    CeremonyState.SHARING: {CeremonyState.CONFIRMING},
    CeremonyState.CONFIRMING: {CeremonyState.READY},
    CeremonyState.READY: set(),
}


class ElectionState(TextChoices):
    """The life of a sealed ballot."""

    OPEN = "open", _("Open for voting")
    CLOSED = "closed", _("Closed, being counted")
    VERIFIED = "verified", _("Counted and verified")
    DESTROYED = "destroyed", _("Ballots destroyed")
    ABANDONED = "abandoned", _("Abandoned")


ELECTION_NEXT = {
    ElectionState.OPEN: {ElectionState.CLOSED, ElectionState.ABANDONED},
    ElectionState.CLOSED: {ElectionState.VERIFIED, ElectionState.ABANDONED},
    ElectionState.VERIFIED: {ElectionState.DESTROYED},
    ElectionState.DESTROYED: set(),
    ElectionState.ABANDONED: set(),
}


class TallyStep(TextChoices):
    """What the count of a sealed ballot is at; the job goes on from here after a crash."""

    COLLECT = "collect", _("Putting the sealed ballots into the archive")
    SHARES = "shares", _("Waiting for the shares of two tellers")
    OPEN = "open", _("Opening the sum with the tellers' shares")
    VERIFY = "verify", _("Verifying everything from the archive alone")
    DONE = "done", _("Verified")


journal.tells(
    {
        "council.founded": _("%(who)s entered the council of %(unit)s."),
        "seat.taken": _("%(who)s seated a member of the council from %(on)s."),
        "seat.left": _("%(who)s ended a seat in the council; its last day is %(last_day)s."),
        "rule.set": _("%(who)s set a rule of voting for the council of %(unit)s."),
        "session.convened": _("%(who)s convened the council of %(unit)s for %(on)s."),
        "session.opened": _("%(who)s opened the session: %(present)s of %(members)s members present."),
        "session.concluded": _("%(who)s concluded the session: %(passed)s adopted, %(not_passed)s not."),
        "session.reopened": _("%(who)s reopened the session for a correction."),
        "session.rehearsal_wiped": _("%(who)s wiped a rehearsal of the council of %(unit)s."),
        "session.officers_changed": _("%(who)s named who leads the session and who writes its minutes."),
        "attendance.recorded": _("%(who)s recorded who takes part in the session."),
        "codes.handed_out": _("%(who)s handed out personal codes for the session to %(count)s members."),
        "code.used": _("%(who)s took part with a personal code."),
        "item.rule_set": _("%(who)s had the item voted on by another rule."),
        "item.added": _("%(who)s put an item on the agenda."),
        "item.moved": _("%(who)s changed the order of the agenda."),
        "item.dropped": _("%(who)s took an item off the agenda."),
        "item.presented": _("%(who)s opened the item."),
        "item.discussed": _("%(who)s opened the discussion."),
        "item.set_aside": _("%(who)s set the item aside."),
        "item.taken_up": _("%(who)s took the item up again."),
        "item.vote_opened": _("%(who)s opened ballot %(ballot)s."),
        "item.vote_closed": _("%(who)s closed ballot %(ballot)s."),
        "item.announced": _("%(who)s announced the result of ballot %(ballot)s."),
        "item.corrected": _("%(who)s took the announced result back to correct it."),
        "item.recused": _("A member takes no part in this item (recorded by %(who)s)."),
        "item.takes_part": _("A member near to this item takes part all the same (recorded by %(who)s)."),
        "item.recusal_withdrawn": _("A member takes part in this item again (recorded by %(who)s)."),
        "item.voted": _("%(who)s voted in ballot %(ballot)s."),
        "item.opinion_written": _("%(who)s recorded the written opinion of an absent member."),
        "item.count_entered": _("%(who)s entered a count of ballot %(ballot)s."),
        "item.counts_agreed": _("The second count, entered by %(who)s, agrees with the first."),
        "item.counts_differed": _("The second count, entered by %(who)s, differs from the first."),
        "item.tie_settled": _("%(who)s settled a tie by the rule."),
        "quota.set": _("%(who)s set a quota of %(places)s for the session."),
        "quota.settled": _("%(who)s decided the last place of a quota by the rule."),
        "quota.exceeded": _("%(who)s let a quota be exceeded."),
        "minutes.edited": _("%(who)s edited the minutes."),
        "minutes.signed": _("%(who)s signed the minutes."),
        "minutes.signature_withdrawn": _("%(who)s took back the signature under the minutes."),
        "ceremony.began": _("%(who)s named the three tellers."),
        "ceremony.key_made": _("%(who)s made a teller's key."),
        "ceremony.key_shared": _("%(who)s shared a teller's key with the others."),
        "ceremony.key_confirmed": _("%(who)s confirmed a teller's key."),
        "ceremony.key_destroyed": _("%(who)s declared that the teller's key file is destroyed."),
        "election.opened": _("%(who)s opened a sealed ballot of %(voters)s voters on %(questions)s items."),
        "election.voted": _("%(who)s cast a sealed ballot."),
        "election.closed": _("%(who)s closed the sealed ballot: %(ballots)s of %(voters)s have voted."),
        "election.share_given": _("%(who)s gave a teller's share of the count."),
        "election.verified": _("The sealed ballot was counted and verified."),
        "election.abandoned": _("%(who)s abandoned the sealed ballot."),
        "election.destroyed": _("%(who)s had the sealed ballots destroyed."),
    }
)
