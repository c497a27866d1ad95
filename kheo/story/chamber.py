"""A council of the demonstration, played: its seats, its session, ballots on paper and one that is sealed, minutes.

Its members are invented (`data/council.csv`), and so is how they vote; only what they adopted is the report's.
"""

from collections.abc import Callable, Iterable
from datetime import date

from kheo.councils import actions as councils
from kheo.councils.counting import Counts
from kheo.councils.enums import Attending, Choice, Means, SeatRole
from kheo.councils.models import Council, CouncilSession, Item, Poll, Seat, VotingRule
from kheo.councils.sealed import belenios
from kheo.documents.actions import file_paper
from kheo.evaluations.models import Subject
from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.story import sealing
from kheo.story.facts import rows
from kheo.story.worth import Worth, short_of_one
from kheo.units.models import Unit

PLACE = "Phòng họp số 1 (minh họa)"
AWAY = "đi công tác, gửi ý kiến bằng văn bản (minh họa)"
FOUNDING = "Quyết định minh họa: thành lập hội đồng"
DISCUSSION = """Tổ thẩm định báo cáo kết quả chấm điểm từng hồ sơ (dữ liệu minh họa).
Các thành viên Hội đồng trao đổi, thống nhất bầu tổ kiểm phiếu gồm hai thành viên và bỏ phiếu kín (dữ liệu minh họa)."""


def found(unit: Unit, *, name: str, number: str, on: date, by: Person) -> Council:
    """Set the council up by a decision of its unit, and give everybody their seat."""
    with clock.at(on):
        paper = file_paper(issuer=unit, number=number, on=on, title=FOUNDING, by=by)
        council = councils.found_council(unit, name=name, on=on, decision=paper, by=by)
        people = Person.objects.in_bulk([row["username"] for row in members(unit)], field_name="username")
        for row in members(unit):
            councils.seat(council, people[row["username"]], on=on, role=row["seat"], by=by)
        councils.set_ready_made_rule(council, "award_80", by=by)
    return council


def members(unit: Unit) -> list[dict[str, str]]:
    """The rows of those who sit in the unit's council."""
    return [row for row in rows("council.csv") if row["council"] == unit.code]


class Chamber:
    """One session of a council: whoever leads it opens, the secretary writes, two members count."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.seats: list[Seat] = list(council.seats.in_order().select_related("person"))
        self.chair = next(seat for seat in self.seats if seat.role == SeatRole.CHAIR)
        self.secretary = next(seat for seat in self.seats if seat.role == SeatRole.SECRETARY)
        self.others = [seat for seat in self.seats if seat.role == SeatRole.MEMBER]
        self.rule: VotingRule = council.rules.get()
        self.session = CouncilSession()

    def convene(self, round_: Round, shortlist: Iterable[Subject], *, on: date, title: str) -> None:
        """Call the council together on a day, with what it is to decide."""
        self.session = councils.convene(
            self.council, on=on, place=PLACE, led_by=self.chair, written_by=self.secretary, title=title, round_=round_,
            for_awards=True, shortlist=shortlist, rule=self.rule, by=self.secretary.person,
        )  # fmt: skip

    def take_the_roll(self) -> None:
        """Everybody is there but the last, who writes; who is near to an item steps aside; then it is opened."""
        absent, secretary = self.others[-1], self.secretary.person
        attending: dict[int, str] = {seat.pk: Attending.PRESENT for seat in self.seats}
        attending[absent.pk] = Attending.WRITTEN
        councils.record_attendance(self.session, attending, reasons={absent.pk: AWAY}, by=secretary)
        councils.recuse_all_in_conflict(self.session, by=secretary)
        self.session = councils.open_session(self.session, by=self.chair.person)

    def decide(self, worth_of: Callable[[Item], Worth], *, narrowly: Item) -> None:
        """Report on each item, vote on all of them on one paper, count, announce. One is adopted only in the second
        ballot: sealed where this server can seal ballots, on paper again where it cannot."""
        items = self.items()
        self._each(items, 8, 20, councils.present, councils.discuss)
        self._each(items, 10, 30, _on_paper)
        self._each(items, 11, 0, councils.close_vote)
        with clock.at(self.session.on, 11, 20):
            for item in items:
                found = worth_of(item)
                opinion = Choice.FOR if found.opinion else Choice.AGAINST
                councils.write_opinion(item, self.others[-1], opinion, by=self.secretary.person)
                self._count(item, self._just_short if item.pk == narrowly.pk else found.ballot)
        self._each(items, 11, 30, councils.announce)
        self._once_more(narrowly, worth_of(narrowly))

    def conclude(self) -> None:
        """The results are the council's; its minutes are completed, and signed by both."""
        on = self.session.on
        with clock.at(on, 11, 55):
            councils.conclude_session(self.session, by=self.chair.person)
        with clock.at(on, 14):
            councils.edit_minutes(self.session, "discussion", DISCUSSION, revision=0, by=self.secretary.person)
            for seat in (self.secretary, self.chair):
                councils.sign_minutes(self.session, by=seat.person)

    def items(self) -> list[Item]:
        """The agenda, each item with what is judged in it."""
        return list(self.session.items.select_related("subject__unit", "rule", "session").order_by("order"))

    def _once_more(self, item: Item, found: Worth) -> None:
        if belenios.is_available():
            sealing.hold(self.session, item, found.ballot, tellers=self.others[:3])
        else:
            self._each([item], 11, 35, _on_paper)
            self._each([item], 11, 45, councils.close_vote)
            with clock.at(self.session.on, 11, 48):
                self._count(item, found.ballot)
        self._each([item], 11, 50, councils.announce)

    def _count(self, item: Item, of: Callable[[int], Counts]) -> None:
        """Two members of the council count, each alone, and find the same."""
        poll: Poll = item.polls.latest("number")
        voters = poll.present - poll.recused_present
        for seat in self.others[3:5]:
            councils.enter_count(item, of(voters), issued=voters, by=seat.person)

    def _just_short(self, voters: int) -> Counts:
        return short_of_one(voters, self.rule.threshold.needed(len(self.seats)))

    def _each(self, items: Iterable[Item], hour: int, minute: int, *verbs: Callable[..., object]) -> None:
        """The chair leads each of the items through some steps, at a moment of the day."""
        with clock.at(self.session.on, hour, minute):
            for item in items:
                for verb in verbs:
                    verb(item, by=self.chair.person)


def _on_paper(item: Item, *, by: Person) -> Poll:
    return councils.open_vote(item, means=Means.PAPER, by=by)
