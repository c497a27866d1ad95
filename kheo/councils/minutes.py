"""The minutes as a value, drafted from what is stored: the votes, the roll, the times. They can always be drafted anew.

People edit what is text, block by block; the table of results is never edited: it changes by a correction of the vote.
What was signed is stored whole. Papers are in Vietnamese unless another language is asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.councils import outcomes, roll
from kheo.councils.enums import Attending, Base, Choice, ElectionState, ItemState, Means
from kheo.councils.models import (
    Correction,
    CouncilSession,
    Election,
    Item,
    Poll,
    Result,
    Seat,
    TieSettled,
    WrittenOpinion,
)
from kheo.councils.results import notes
from kheo.documents.layouts import kinds, parts
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_ratio

LANGUAGE = "vi"


@dataclass(frozen=True)
class Section:
    """A block of the minutes: lines of text, or the table of results. `edited` tells that people wrote it."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    editable: bool = True
    edited: bool = False


def drafted(session: CouncilSession, language: str = LANGUAGE) -> tuple[Section, ...]:
    """The minutes as they follow from what is stored."""
    with override(language):
        return (
            Section("time", _("Time and place"), tuple(_time(session))),
            Section("roll", _("Attendance"), tuple(_roll(session))),
            Section("agenda", _("Agenda"), tuple(_agenda(session))),
            Section("recusals", _("Who stepped aside"), tuple(_recusals(session))),
            Section("discussion", _("Reports and opinions"), ()),
            Section("ballots", _("How was voted"), tuple(_ballots(session))),
            Section("results", _("Results"), table=tuple(_results(session)), editable=False),
            Section("notes", _("Ties, quotas and corrections"), tuple(_notes(session))),
            Section("sealed", _("Sealed ballots"), tuple(_sealed(session))),
        )


def shown(session: CouncilSession, language: str = LANGUAGE) -> tuple[Section, ...]:
    """The minutes as they are to be read: as signed, or as drafted with what people wrote in its place."""
    kept = getattr(session, "minutes", None)
    if kept and kept.frozen:
        return thawed(kept.frozen)
    return edited(drafted(session, language), kept.edits if kept else {})


def edited(sections: Iterable[Section], edits: dict[str, str]) -> tuple[Section, ...]:
    """The sections with people's own text in the place of the drafted one."""
    return tuple(
        replace(section, lines=tuple(edits[section.key].split("\n")), edited=True) if section.key in edits else section
        for section in sections
    )


def frozen(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """The sections as JSON data, for signing."""
    return [asdict(section) for section in sections]


def thawed(data: Iterable[dict[str, Any]]) -> tuple[Section, ...]:
    """The sections that JSON data spells."""
    return tuple(
        Section(**{**row, "lines": tuple(row["lines"]), "table": tuple(tuple(cells) for cells in row["table"])})
        for row in data
    )


def paper(session: CouncilSession, letterhead: parts.Letterhead, language: str = LANGUAGE) -> kinds.Minutes:
    """The minutes as a paper, for Word and PDF in the issuer's layout (`documents.layouts`)."""
    blocks = tuple(block for section in shown(session, language) for block in _as_blocks(section))
    with override(language):
        subject = _("Session of %(council)s: %(title)s") % {"council": session.council.name, "title": session.title}
    return kinds.Minutes(
        letterhead=letterhead, subject=subject, blocks=blocks,
        secretary=parts.Signature(office="THƯ KÝ", name=session.written_by.person.full_name),
        chair=parts.Signature(office="CHỦ TRÌ", name=session.led_by.person.full_name),
    )  # fmt: skip


def _time(session: CouncilSession) -> Iterator[str]:
    yield _("Session on %(day)s at %(place)s.") % {"day": format_date(session.on), "place": session.place}
    if session.opened_at:
        yield _("Opened at %(time)s.") % {"time": _moment(session.opened_at)}
    if session.concluded_at:
        yield _("Concluded at %(time)s.") % {"time": _moment(session.concluded_at)}
    if session.rehearsal:
        yield _("This was a rehearsal: nothing in it counts.")


def _roll(session: CouncilSession) -> Iterator[str]:
    how, found = roll.attending(session), roll.quorum(session)
    if decision := session.council.decision:
        yield _("The council was set up by decision %(number)s.") % {"number": decision.number}
    yield _("Led by %(person)s.") % {"person": _named(session.led_by)}
    yield _("Minutes by %(person)s.") % {"person": _named(session.written_by)}
    seats = list(session.seats.in_order().select_related("person"))
    reasons = dict(session.attendances.values_list("seat", "reason"))
    for attending in Attending:
        those = [seat for seat in seats if how.get(seat.pk, Attending.ABSENT) == attending]
        if those:
            names = "; ".join(_with_reason(seat, reasons.get(seat.pk, "")) for seat in those)
            yield f"{attending.label.capitalize()} ({len(those)}): {names}."
    yield _("%(present)d of %(members)d members with a vote are present; %(needed)d are needed (%(share)s).") % {
        "present": found.present,
        "members": found.members,
        "needed": found.needed,
        "share": format_ratio(session.quorum_num, session.quorum_den),
    }


def _agenda(session: CouncilSession) -> Iterator[str]:
    for place, item in enumerate(session.items.all(), start=1):
        line = f"{place}. {item.title}"
        if item.state == ItemState.SET_ASIDE:
            line = _("%(item)s (set aside: %(reason)s)") % {"item": line, "reason": item.set_aside_because}
        yield line


def _recusals(session: CouncilSession) -> Iterator[str]:
    for item in session.items.prefetch_related("recusals__seat__person"):
        for recusal in item.recusals.all():
            about = {"person": recusal.seat.person.full_name, "item": item.title, "reason": recusal.reason}
            if recusal.takes_part:
                yield _("%(person)s takes part in “%(item)s”, as the council decided: %(reason)s") % about
            else:
                yield _("%(person)s stepped aside from “%(item)s”: %(reason)s") % about


def _ballots(session: CouncilSession) -> Iterator[str]:
    for item in session.items.select_related("rule"):
        for poll in item.polls.all():
            yield _ballot(item, poll)
        for opinion in item.opinions.select_related("seat__person"):
            yield _opinion(item, opinion)


def _opinion(item: Item, opinion: WrittenOpinion) -> str:
    """That somebody has written; what, only with the result in which it counts."""
    about = {"person": opinion.seat.person.full_name, "item": item.title, "choice": Choice(opinion.choice).label}
    if item.state != ItemState.ANNOUNCED:
        return _("A written opinion of %(person)s on “%(item)s” was received.") % about
    return _("Written opinion of %(person)s on “%(item)s”: %(choice)s.") % about


def _ballot(item: Item, poll: Poll) -> str:
    about = {
        "item": item.title, "number": poll.number, "means": Means(poll.means).label, "rule": item.rule.name,
        "opened": _moment(poll.opened_at), "closed": _moment(poll.closed_at or poll.abandoned_at),
    }  # fmt: skip
    if poll.abandoned_at:
        return _("“%(item)s”, ballot %(number)d: abandoned (%(means)s, opened at %(opened)s).") % about
    return (
        _(
            "“%(item)s”, ballot %(number)d: %(means)s, by the rule “%(rule)s”, opened at %(opened)s,"
            " closed at %(closed)s."
        )
        % about
    )


def _results(session: CouncilSession) -> Iterator[tuple[str, ...]]:
    yield (
        _("No."), _("Item"), _("Ballot"), _("Agree"), _("Do not agree"), _("Abstain"), _("Invalid"), _("Votes needed"),
        _("Share"), _("Result"),
    )  # fmt: skip
    stored = {result.item_id: result for result in Result.objects.filter(item__session=session)}
    for place, item in enumerate(session.items.select_related("rule", "session"), start=1):
        poll = outcomes.last_poll(item)
        if poll is None or poll.announced_at is None:
            continue
        poll.item = item
        found, result = outcomes.of(poll), stored.get(item.pk)
        counts = found.counts
        adopted = result.passed if result else outcomes.adopted(poll)
        yield (
            str(place), item.title, str(poll.number), str(counts.agreed), str(counts.against), str(counts.abstained),
            str(counts.invalid), f"{found.needed}/{found.base}", format_ratio(counts.agreed, found.base),
            _("adopted") if adopted else _("not adopted"),
        )  # fmt: skip


def _notes(session: CouncilSession) -> Iterator[str]:
    bases = {item.rule.base for item in session.items.select_related("rule")}
    for base in sorted(bases):
        yield _("The share is counted %(base)s.") % {"base": Base(base).label}
    for result in Result.objects.filter(item__session=session).select_related("item__quota").order_by("item__order"):
        for note in notes(result):
            yield f"“{result.item.title}”: {note}"
    if not Result.objects.filter(item__session=session).exists():
        for settled in TieSettled.objects.filter(poll__item__session=session).select_related("poll__item"):
            yield _("“%(item)s”: the votes were equal; %(rule)s: %(reason)s") % {
                "item": settled.poll.item.title, "rule": settled.get_rule_display(), "reason": settled.reason,
            }  # fmt: skip
    for correction in Correction.objects.filter(poll__item__session=session).select_related("poll__item"):
        before = correction.before
        yield _(
            "“%(item)s” was corrected at %(time)s: %(reason)s Announced before: %(agreed)d agree, %(against)d do not,"
            " %(abstained)d abstain."
        ) % {
            "item": correction.poll.item.title, "time": _moment(correction.at), "reason": correction.reason,
            "agreed": before["agreed"], "against": before["against"], "abstained": before["abstained"],
        }  # fmt: skip


def _sealed(session: CouncilSession) -> Iterator[str]:
    elections = list(session.elections.select_related("tally"))
    if not elections:
        return
    tellers = [teller.seat.person.full_name for teller in session.ceremony.tellers.select_related("seat__person")]
    yield _("Tellers, any two of whom open the sum: %(names)s.") % {"names": ", ".join(tellers)}
    for election in elections:
        yield from _of_election(election)


def _of_election(election: Election) -> Iterator[str]:
    about = {"uuid": election.uuid, "fingerprint": election.fingerprint, "voters": election.voters.count()}
    yield _("Election %(uuid)s, fingerprint %(fingerprint)s, %(voters)d on the list of voters.") % about
    if election.state == ElectionState.ABANDONED:
        yield _("It was abandoned: %(reason)s") % {"reason": election.abandoned_because}
    tally = getattr(election, "tally", None)
    if tally and tally.verified_at:
        counted = {
            "ballots": len(tally.trackers), "time": _moment(tally.verified_at), "digest": tally.archive_sha256,
        }  # fmt: skip
        if outcomes.is_told(election):
            yield _("%(ballots)d ballots; verified at %(time)s; digest of the archive (SHA-256): %(digest)s.") % counted
        else:
            yield _("%(ballots)d ballots; verified at %(time)s.") % counted


def _as_blocks(section: Section) -> Iterator[parts.Block]:
    if not (section.lines or len(section.table) > 1):
        return
    yield parts.Heading(text=section.title)
    if section.table:
        head, *rows = section.table
        columns = tuple(parts.Column(title=title, width=6 if place == 1 else 1.6) for place, title in enumerate(head))
        yield parts.Table(columns=columns, rows=tuple(parts.Row(cells=cells) for cells in rows))
    for line in section.lines:
        yield parts.Words(text=line)


def _named(seat: Seat) -> str:
    return f"{seat.person.full_name} ({seat.get_role_display()})"


def _with_reason(seat: Seat, reason: str) -> str:
    return f"{seat.person.full_name} ({reason})" if reason else seat.person.full_name


def _moment(moment: Any) -> str:
    """A moment as the papers write it: 09:30."""
    return timezone.localtime(moment).strftime("%H:%M %d/%m/%Y") if moment else ""
