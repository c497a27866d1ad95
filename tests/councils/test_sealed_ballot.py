"""A sealed ballot from its opening to its destruction: cast, cast again, close, count, verify, find one's tracker."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kheo.councils import actions as councils
from kheo.councils import jobs, outcomes, policies, results
from kheo.councils.enums import ElectionState, ItemState, TallyStep
from kheo.councils.models import Ballot, Election, Share, Tally, Voter
from kheo.councils.sealed import archive, box, casting, elections, tallying
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.councils.conftest import convened, council_of
from tests.councils.sealing import as_counted, counted, opened, with_keys
from tests.factories import PersonFactory
from tests.lying import place_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("belenios")]


@pytest.fixture
def five(story):
    """A council of five."""
    return council_of(story, 5)


@pytest.fixture
def sealed(five):
    """A sealed ballot is open on the first item. The tellers are the last three members."""
    return opened(with_keys(five))


def voters(sealed):
    return sealed.council.people


class TestOpen:
    def test_the_list_of_voters_is_frozen_and_the_fingerprint_known(self, sealed):
        election = sealed.election
        assert (election.voters.count(), election.polls.count()) == (5, 1)
        assert election.fingerprint == elections.digest(election.definition.strip())
        assert sealed.session.items.first().state == ItemState.VOTING
        assert journal.history(election).get().details == {"voters": 5, "questions": 1}

    def test_credentials_are_not_readable_in_the_database(self, sealed):
        voter = Voter.objects.first()
        credential = elections.unlocked(voter.credential).content
        assert len(credential) == 19
        assert credential not in bytes(voter.credential)

    def test_items_with_other_voters_make_another_election(self, five):
        sealed = with_keys(five)
        first, second, third = sealed.session.items.all()
        councils.recuse(second, five.seats[1], reason="Là tác giả.", by=five.people[1])
        opened(sealed, [first, second, third])
        assert sorted((e.polls.count(), e.voters.count()) for e in sealed.elections) == [(1, 4), (2, 5)]

    def test_not_before_the_keys_are_ready(self, five):
        session = councils.open_session(convened(five, "award_80"), by=five.bình)
        with pytest.raises(NotNow, match="not finished making their keys"):
            councils.open_sealed_ballot(session, [session.items.first()], by=five.bình)

    def test_not_without_discussion(self, five):
        sealed = with_keys(five)
        with pytest.raises(NotNow, match="cannot go"):
            councils.open_sealed_ballot(sealed.session, [sealed.session.items.first()], by=five.bình)

    def test_not_for_two_voters(self, five):
        sealed = with_keys(five)
        item = sealed.session.items.first()
        for seat in five.seats[:3]:
            councils.recuse(item, seat, reason="Là tác giả.", by=seat.person)
        with pytest.raises(NotNow, match="Only 2 members vote"):
            opened(sealed, [item])

    def test_only_who_leads(self, story, sealed):
        for person in (story.stranger, voters(sealed)[4]):
            with pytest.raises(NotPermitted):
                councils.open_sealed_ballot(sealed.session, [sealed.session.items.last()], by=person)


class TestCast:
    def test_a_ballot_is_in_the_box_and_the_voter_has_its_tracker(self, sealed):
        (receipt,) = sealed.cast(voters(sealed)[0], "for")
        ballot = Ballot.objects.get()
        assert receipt.tracker == ballot.tracker == elections.digest(casting.plain(bytes(ballot.sealed)))
        entry = journal.history(sealed.session).last()
        assert (entry.verb, entry.details, entry.by_id) == ("election.voted", {}, voters(sealed)[0].pk)

    def test_the_last_one_counts_and_leaves_no_second_line_in_the_journal(self, sealed):
        person = voters(sealed)[0]
        sealed.cast(person, "for")
        (second,) = sealed.cast(person, "not")
        assert (Ballot.objects.count(), Ballot.objects.get().tracker) == (1, second.tracker)
        assert journal.history(sealed.session).filter(verb="election.voted").count() == 1

    def test_the_same_request_again_gives_the_same_tracker(self, sealed):
        key = uuid.uuid4()
        first = sealed.cast(voters(sealed)[0], "for", key=key)
        assert sealed.cast(voters(sealed)[0], "for", key=key) == first

    def test_every_ballot_has_the_same_size(self, sealed):
        for person, choice in zip(voters(sealed), ["for", "not", "abs", "for", "abs"], strict=True):
            sealed.cast(person, choice)
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT octet_length(sealed), pg_column_size(sealed) FROM kheo_ballot")
            assert cursor.fetchall() == [(casting.size(1), casting.size(1))]

    @pytest.mark.parametrize("since", [timedelta(minutes=16), timedelta(days=1), -timedelta(minutes=1)])
    def test_a_sign_in_that_is_not_fresh_does_not_do(self, sealed, since):
        with pytest.raises(NotPermitted, match="Sign in again"):
            sealed.cast(voters(sealed)[0], "for", signed_in_at=timezone.now() - since)
        with pytest.raises(NotPermitted, match="Sign in again"):
            councils.cast(sealed.session, {}, by=voters(sealed)[0], key=uuid.uuid4(), signed_in_at=None)

    @pytest.mark.parametrize("choices", [{}, {0: "for"}])
    def test_every_item_has_one_answer(self, sealed, choices):
        person = voters(sealed)[0]
        with pytest.raises(BadInput, match="one answer for every item"):
            councils.cast(sealed.session, choices, by=person, key=uuid.uuid4(), signed_in_at=timezone.now())

    def test_what_is_no_answer_is_refused_without_being_repeated(self, sealed):
        with pytest.raises(BadInput) as refusal:
            sealed.cast(voters(sealed)[0], "Chíchchòe")
        assert "Chíchchòe" not in str(refusal.value)

    def test_the_stranger_is_on_no_list(self, story, sealed):
        with pytest.raises(NotPermitted, match="not on the list"):
            councils.cast(sealed.session, {}, by=story.stranger, key=uuid.uuid4(), signed_in_at=timezone.now())

    def test_nor_is_a_member_who_was_absent_or_seated_later(self, sealed):
        late = councils.seat(sealed.council.it, PersonFactory(), on=sealed.session.on, by=sealed.council.thu)
        with pytest.raises(NotPermitted, match="not on the list"):
            councils.cast(sealed.session, {}, by=late.person, key=uuid.uuid4(), signed_in_at=timezone.now())

    def test_a_member_removed_since_is_refused(self, sealed):
        person = voters(sealed)[1]
        councils.unseat(sealed.council.seats[1], last_day=date(2024, 11, 19), by=sealed.council.thu)
        with pytest.raises(NotPermitted, match="not on the list"):
            sealed.cast(person, "for")
        assert not Ballot.objects.exists()

    def test_a_recused_member_cannot_even_seal_one(self, five):
        sealed = with_keys(five)
        first, second, _third = sealed.session.items.all()
        councils.recuse(second, five.seats[1], reason="Là tác giả.", by=five.people[1])
        opened(sealed, [first, second])
        assert len(sealed.cast(five.people[1], "for")) == 1
        assert len(sealed.cast(five.people[0], "for")) == 2
        everything = {poll.pk: "for" for election in sealed.elections for poll in election.polls.all()}
        with pytest.raises(BadInput):
            councils.cast(sealed.session, everything, by=five.people[1], key=uuid.uuid4(), signed_in_at=timezone.now())

    def test_nothing_is_taken_after_the_close(self, sealed):
        councils.close_sealed_ballot(sealed.session, by=sealed.council.bình)
        with pytest.raises(NotNow, match="No sealed ballot is open"):
            sealed.cast(voters(sealed)[0], "for")

    def test_nor_after_the_moment_at_which_it_closes_by_the_database_s_clock(self, sealed):
        Election.objects.update(closes_at=timezone.now() - timedelta(milliseconds=1))
        with clock.at(date(2020, 1, 1)), pytest.raises(NotNow, match="closed"):
            sealed.cast(voters(sealed)[0], "for")
        assert not Ballot.objects.exists()


class TestCount:
    def test_the_sum_is_the_plain_count_and_nothing_else_is_ever_opened(self, story, sealed):
        counted(sealed, ["for", "for", "for", "not", "abs"])
        tally = Tally.objects.get()
        assert (tally.counts, tally.step, sealed.election.state) == (
            [[3, 1, 1]],
            TallyStep.DONE,
            ElectionState.VERIFIED,
        )
        item = sealed.session.items.first()
        poll = councils.announce(item, by=sealed.council.bình)
        assert (outcomes.of(poll).counts.agreed, outcomes.of(poll).needed) == (3, 4)

    def test_each_voter_finds_the_tracker_in_the_archive(self, sealed):
        counted(sealed, ["for", "not", "abs", "for", "for"])
        tally = Tally.objects.get()
        assert sorted(tracker for own in sealed.trackers.values() for tracker in own) == sorted(tally.trackers)
        content = tallying.content(tally)
        for ballot in Ballot.objects.all():
            assert casting.plain(bytes(ballot.sealed)).encode() in content

    def test_the_archive_verifies_and_a_changed_byte_is_detected(self, sealed):
        counted(sealed, ["for", "for", "not"])
        content = tallying.content(Tally.objects.get())
        assert archive.verifies(content)
        place = content.index(b'"alpha":"') + 20
        digit = b"1" if content[place : place + 1] != b"1" else b"2"
        assert not archive.verifies(content[:place] + digit + content[place + 1 :])

    def test_any_two_of_three_tellers_open_it_and_one_alone_does_not(self, sealed):
        for person in voters(sealed):
            sealed.cast(person, "for")
        sealed.close()
        sealed.give_shares(2)
        assert Tally.objects.get().counts is None
        sealed.give_shares(3)
        assert Tally.objects.get().counts == [[5, 0, 0]]

    def test_no_result_without_verification(self, sealed, monkeypatch):
        monkeypatch.setattr(archive, "verifies", lambda content: False)
        counted(sealed, ["for", "for", "not"])
        tally = Tally.objects.get()
        assert (tally.counts, tally.step) == (None, TallyStep.VERIFY)
        assert "verification has failed" in tally.trouble
        with pytest.raises(NotNow, match="not counted and verified"):
            councils.announce(sealed.session.items.first(), by=sealed.council.bình)

    def test_a_job_that_died_goes_on_where_it_was(self, sealed, monkeypatch):
        for person in voters(sealed)[:3]:
            sealed.cast(person, "for")
        councils.close_sealed_ballot(sealed.session, by=sealed.council.bình)
        with monkeypatch.context() as patch:
            patch.setattr(tallying, "_stored", _dies)
            with pytest.raises(KeyboardInterrupt):
                tallying.advance(sealed.election)
        tally = Tally.objects.get()
        assert (tally.step, tally.done, tally.total) == (TallyStep.COLLECT, 3, 3)
        tallying.advance(sealed.election)
        for number in (1, 2):
            sealed.give_share(sealed.election, number)
        with monkeypatch.context() as patch:
            patch.setattr(archive, "verifies", _dies)
            with pytest.raises(KeyboardInterrupt):
                tallying.advance(sealed.election)
        assert tallying.percent(Tally.objects.get()) == 75
        for _ in range(2):
            tallying.advance(sealed.election)
        assert Tally.objects.get().counts == [[3, 0, 0]]
        assert journal.history(sealed.election).filter(verb="election.verified").count() == 1

    def test_closing_and_each_share_put_the_count_in_the_queue_once(self, sealed):
        waiting = ProcrastinateJob.objects.filter(task_name="councils.tally", args={"election": sealed.election.pk})
        assert not waiting.exists()
        councils.close_sealed_ballot(sealed.session, by=sealed.council.bình)
        assert waiting.count() == 1
        jobs.tally(election=sealed.election.pk)
        sealed.give_share(sealed.election, 1)
        sealed.give_share(sealed.election, 2)
        assert waiting.count() == 1
        jobs.tally(election=sealed.election.pk)
        assert Tally.objects.get().counts == [[0, 0, 0]]

    def test_a_wrong_share_is_thrown_away_and_asked_for_again(self, sealed):
        for person in voters(sealed)[:3]:
            sealed.cast(person, "for")
        sealed.close()
        for number in (1, 2):
            sealed.give_share(sealed.election, number)
        share = Share.objects.first()
        Share.objects.filter(pk=share.pk).update(text=Share.objects.last().text)
        with pytest.raises(Exception, match="compute-result"):
            tallying.advance(sealed.election)
        assert not Share.objects.exists()
        assert "give them again" in Tally.objects.get().trouble
        sealed.give_shares(1, 2)
        assert Tally.objects.get().counts == [[3, 0, 0]]

    def test_shares_are_given_by_tellers_after_the_close_once(self, story, sealed):
        with pytest.raises(NotNow, match="once the sealed ballot is closed"):
            sealed.give_share(sealed.election, 1)
        sealed.cast(voters(sealed)[0], "for")
        sealed.close()
        with pytest.raises(NotPermitted, match="three tellers"):
            councils.give_share(sealed.election, sealed.files[1], "x" * 12, by=story.stranger)
        with pytest.raises(BadInput, match="passphrase does not open"):
            sealed.give_share(sealed.election, 1, passphrase="một câu khác hẳn")
        sealed.give_share(sealed.election, 1)
        with pytest.raises(NotNow, match="not needed"):
            sealed.give_share(sealed.election, 1)

    def test_the_result_goes_the_way_of_every_other(self, story, sealed):
        as_counted(sealed, ["for", "for", "for", "for", "abs"])
        first, *others = sealed.session.items.all()
        councils.announce(first, by=sealed.council.bình)
        for item in others:
            councils.set_aside(item, reason="Để lại.", by=sealed.council.bình)
        (result,) = councils.conclude_session(sealed.session, by=sealed.council.bình)
        assert (result.means, result.agreed, result.abstained, result.needed, result.passed) == (
            "sealed",
            4,
            1,
            4,
            True,
        )
        assert results.of(first.subject, story.province) == result

    def test_the_minutes_name_the_fingerprint_and_the_archive(self, sealed):
        from kheo.councils import minutes

        as_counted(sealed, ["for", "for", "for", "for", "abs"])
        (section,) = [one for one in minutes.drafted(sealed.session, "en") if one.key == "sealed"]
        text = "\n".join(section.lines)
        tally = Tally.objects.get()
        assert sealed.election.fingerprint in text
        assert "any two of whom open the sum" in text
        assert "5 ballots; verified at" in text
        assert tally.archive_sha256 not in text

        councils.announce(sealed.session.items.first(), by=sealed.council.bình)
        (section,) = [one for one in minutes.drafted(sealed.session, "en") if one.key == "sealed"]
        assert tally.archive_sha256 in "\n".join(section.lines)

    def test_a_second_ballot_uses_the_same_keys(self, sealed):
        counted(sealed, ["for", "for", "for", "not", "abs"])
        item = sealed.session.items.first()
        councils.announce(item, by=sealed.council.bình)
        item.refresh_from_db()
        councils.open_sealed_ballot(sealed.session, [item], by=sealed.council.bình)
        second = sealed.elections[-1]
        for person in voters(sealed):
            councils.cast(
                sealed.session, {second.polls.get().pk: "for"}, by=person, key=uuid.uuid4(),
                signed_in_at=timezone.now(),
            )  # fmt: skip
        councils.close_sealed_ballot(sealed.session, by=sealed.council.bình)
        tallying.advance(second)
        for number in (1, 2):
            sealed.give_share(second, number)
        tallying.advance(second)
        assert second.polls.get().number == 2
        assert Tally.objects.get(election=second).counts == [[5, 0, 0]]


class TestAbandon:
    def test_lost_keys_mean_voting_again_with_the_same_number(self, sealed):
        sealed.cast(voters(sealed)[0], "for")
        sealed.close()
        councils.abandon_sealed_ballot(sealed.session, reason="Mất hai khóa.", by=sealed.council.bình)
        assert (sealed.election.state, Ballot.objects.count()) == (ElectionState.ABANDONED, 0)
        item = sealed.session.items.first()
        assert item.state == ItemState.DISCUSSED
        assert councils.open_vote(item, means="paper", by=sealed.council.bình).number == 1
        assert journal.history(sealed.election).last().verb == "election.abandoned"

    def test_it_has_a_reason_and_is_for_who_leads(self, story, sealed):
        with pytest.raises(BadInput, match="reason"):
            councils.abandon_sealed_ballot(sealed.session, reason="", by=sealed.council.bình)
        with pytest.raises(NotPermitted):
            councils.abandon_sealed_ballot(sealed.session, reason="Vì…", by=story.stranger)

    def test_a_result_is_not_abandoned(self, sealed):
        as_counted(sealed, ["for", "for", "for"])
        with pytest.raises(NotNow, match="without a result"):
            councils.abandon_sealed_ballot(sealed.session, reason="Vì…", by=sealed.council.bình)


class TestDestroy:
    AFTER = date(2024, 12, 1)

    def test_after_the_days_of_appeal_the_ballots_and_our_archive_are_gone(
        self, sealed, django_capture_on_commit_callbacks
    ):
        as_counted(sealed, ["for", "for", "not"])
        tally = Tally.objects.get()
        place = place_of(tally.archive)
        assert place.exists()
        with clock.at(self.AFTER), django_capture_on_commit_callbacks(execute=True):
            councils.destroy_ballots(sealed.election, by=sealed.council.bình)
        assert not place.exists()
        assert not Ballot.objects.exists()
        assert f"kheo_ballot_{sealed.election.pk}" not in connection.introspection.table_names()
        tally.refresh_from_db()
        assert (tally.counts, len(tally.trackers), len(tally.archive_sha256)) == ([[2, 1, 0]], 3, 64)
        assert not Voter.objects.exclude(credential=b"").exists()
        assert journal.history(sealed.election).last().verb == "election.destroyed"

    def test_not_before(self, sealed):
        as_counted(sealed, ["for", "for", "not"])
        with clock.at(date(2024, 11, 30)), pytest.raises(NotNow, match="30/11/2024"):
            councils.destroy_ballots(sealed.election, by=sealed.council.bình)

    def test_not_by_a_stranger_and_not_before_the_count(self, story, sealed):
        with clock.at(self.AFTER):
            with pytest.raises(NotNow, match="cannot go"):
                councils.destroy_ballots(sealed.election, by=sealed.council.bình)
            with pytest.raises(NotPermitted):
                councils.destroy_ballots(sealed.election, by=story.stranger)

    def test_each_teller_declares_on_record_that_the_key_is_destroyed(self, story, sealed):
        teller = sealed.tellers[0]
        with pytest.raises(NotNow, match="still needed"):
            councils.declare_key_destroyed(teller, by=teller.seat.person)
        as_counted(sealed, ["for", "for", "not"])
        with pytest.raises(NotPermitted):
            councils.declare_key_destroyed(teller, by=story.stranger)
        gone = councils.declare_key_destroyed(teller, by=teller.seat.person)
        assert (gone.sealed_share, gone.key_destroyed_at is not None) == ("", True)
        with pytest.raises(NotNow, match="already declared"):
            councils.declare_key_destroyed(teller, by=teller.seat.person)

    def test_a_rehearsal_is_wiped_with_its_box(self, five):
        sealed = as_counted(opened(with_keys(five, rehearsal=True)), ["for", "for", "not"])
        pk = sealed.election.pk
        councils.wipe_rehearsal(sealed.session, by=five.thu)
        assert not Election.objects.exists()
        assert f"kheo_ballot_{pk}" not in connection.introspection.table_names()


class TestWithoutTheTool:
    def test_there_is_no_sealed_ballot_and_the_sentence_names_paper(self, council, monkeypatch):
        monkeypatch.setattr("kheo.councils.sealed.belenios.TOOL", "belenios-tool-that-is-not-there")
        with pytest.raises(NotNow, match="not installed. Vote on paper"):
            councils.name_tellers(convened(council), council.seats[3:6], by=council.bình)
        assert "paper" in policies.sealed_ballots_are_offered.why_not()


def test_nobody_learns_who_has_voted_before_the_close_only_how_many(sealed):
    sealed.cast(voters(sealed)[0], "for")
    assert box.how_many(sealed.election) == 1


def _dies(*args, **kwargs):
    raise KeyboardInterrupt
