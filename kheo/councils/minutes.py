"""The minutes as a value, drafted from what is stored: the votes, the roll, the times. They can always be drafted anew.

People edit what is text, block by block; the table of results is never edited: it changes by a correction of the vote.
What was signed is stored whole. Papers are in Vietnamese unless another language is asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.councils import outcomes, roll, told
from kheo.councils.enums import Attending, Base, ElectionState, ItemState
from kheo.councils.models import (
    Correction,
    CouncilSession,
    Election,
    Result,
    Seat,
    TieSettled,
)
from kheo.councils.results import notes
from kheo.documents.layouts import kinds, parts
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_ratio

LANGUAGE = "vi"
# Widths and sides of the table of results, in the order of `_results`; no word of its titles breaks, in Word either.
_COLUMNS = (
    (1.5, "center"), (4.4, "left"), (1.9, "center"), (1.6, "center"), (2.0, "center"), (2.0, "center"),
    (2.0, "center"), (1.9, "center"), (2.4, "center"), (2.6, "left"),
)  # fmt: skip


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
            Section("ballots", _("How was voted"), tuple(told.how_was_voted(session))),
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
        yield _("Opened at %(time)s.") % {"time": told.moment(session.opened_at)}
    if session.concluded_at:
        yield _("Concluded at %(time)s.") % {"time": told.moment(session.concluded_at)}
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
            "item": correction.poll.item.title, "time": told.moment(correction.at), "reason": correction.reason,
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
    about = {"uuid": election.uuid, "voters": election.voters.count()}
    yield _("Election %(uuid)s, %(voters)d on the list of voters. Fingerprint of its definition:") % about
    yield election.fingerprint
    if election.state == ElectionState.ABANDONED:
        yield _("It was abandoned: %(reason)s") % {"reason": election.abandoned_because}
    tally = getattr(election, "tally", None)
    if tally and tally.verified_at:
        counted = {
            "ballots": len(tally.trackers), "time": told.moment(tally.verified_at),
        }  # fmt: skip
        if outcomes.is_told(election):
            yield _("%(ballots)d ballots; verified at %(time)s. Digest of the archive (SHA-256):") % counted
            yield tally.archive_sha256
        else:
            yield _("%(ballots)d ballots; verified at %(time)s.") % counted


def _as_blocks(section: Section) -> Iterator[parts.Block]:
    if not (section.lines or len(section.table) > 1):
        return
    yield parts.Heading(text=section.title)
    if section.table:
        head, *rows = section.table
        columns = tuple(
            parts.Column(title=title, width=width, align=align)
            for title, (width, align) in zip(head, _COLUMNS, strict=True)
        )
        yield parts.Table(columns=columns, rows=tuple(parts.Row(cells=cells) for cells in rows))
    for line in section.lines:
        yield parts.Words(text=line)


def _named(seat: Seat) -> str:
    return f"{seat.person.full_name} ({seat.get_role_display()})"


def _with_reason(seat: Seat, reason: str) -> str:
    return f"{seat.person.full_name} ({reason})" if reason else seat.person.full_name
