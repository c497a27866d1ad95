"""Sealed ballots by their pages: three tellers, a fresh sign-in, a tracker, two shares, a verified result."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.councils import actions as councils
from kheo.councils import sealed as tool
from kheo.councils.models import Ballot, Ceremony
from kheo.councils.sealed import belenios as belenios_tool
from kheo.councils.sealed import tallying
from kheo.kernel.models import IdempotencyKey
from tests.councils.conftest import convened, council_of
from tests.councils.sealing import PASSPHRASE, as_counted, opened, with_keys

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-9"


def at(name, thing):
    return reverse(f"councils:{name}", args=[thing.pk])


def in_hand(name, session):
    return reverse(f"phone:{name}", args=[session.pk])


def key_file(content):
    return SimpleUploadedFile("khoa.json", content, content_type="application/json")


@pytest.fixture
def five(story):
    return council_of(story, 5)


@pytest.fixture
def fresh(as_person):
    """`fresh(person)`: a browser in which somebody has just typed the password once more."""
    cache.clear()

    def signed_in(person, session):
        person.set_password(PASSWORD)
        person.save()
        client = as_person(person)
        answer = client.get(in_hand("cast", session))
        assert answer["Location"].startswith("/accounts/prove/?next=")
        assert client.post(answer["Location"], {"password": PASSWORD})["Location"] == in_hand("cast", session)
        return client

    return signed_in


@pytest.mark.usefixtures("belenios")
class TestCeremony:
    def test_three_tellers_make_share_and_confirm_each_with_their_own_file(self, five, as_person):
        session = councils.open_session(convened(five, "award_80"), by=five.bình)
        tellers = five.seats[-3:]
        as_person(five.bình).post(at("name_tellers", session), {"tellers": [seat.pk for seat in tellers]})
        browsers = [as_person(seat.person) for seat in tellers]
        files = []
        for number, browser in enumerate(browsers, start=1):
            answer = browser.post(at("make_key", session), {"first": PASSPHRASE, "again": PASSPHRASE})
            assert answer["Content-Disposition"] == f'attachment; filename="khoa-{session.pk}-{number}.json"'
            assert answer["Cache-Control"] == "private, no-store"
            files.append(answer.content)
        for step in ("share_key", "confirm_key"):
            for browser, file in zip(browsers, files, strict=True):
                answer = browser.post(at(step, session), {"file": key_file(file), "passphrase": PASSPHRASE})
                assert answer.status_code == 302
        assert Ceremony.objects.get().state == "ready"
        assert "The keys are ready" in browsers[0].get(at("ceremony", session)).content.decode()

    def test_each_sees_the_own_next_step_and_waits_for_the_others(self, five, as_person):
        session = councils.open_session(convened(five, "award_80"), by=five.bình)
        councils.name_tellers(session, five.seats[-3:], by=five.bình)
        browser = as_person(five.people[-1])
        assert "Make my key" in browser.get(at("ceremony", session)).content.decode()
        browser.post(at("make_key", session), {"first": PASSPHRASE, "again": PASSPHRASE})
        assert "You have done this step." in browser.get(at("ceremony", session)).content.decode()
        assert as_person(five.people[1]).get(at("make_key", session)).status_code == 403

    @pytest.mark.parametrize(
        ("answers", "told"),
        [
            ({"first": "ngắn", "again": "ngắn"}, "at least 12"),
            ({"first": PASSPHRASE, "again": "khác hẳn"}, "not the same"),
        ],
    )
    def test_a_refused_passphrase_is_told_and_never_shown_again(self, five, as_person, answers, told):
        session = councils.open_session(convened(five, "award_80"), by=five.bình)
        councils.name_tellers(session, five.seats[-3:], by=five.bình)
        answer = as_person(five.people[-1]).post(at("make_key", session), answers)
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert answers["first"] not in answer.content.decode()
        assert not Ceremony.objects.get().tellers.exclude(certificate="").exists()

    def test_a_wrong_file_or_passphrase_is_told_on_the_page(self, five, as_person):
        sealed = opened(with_keys(five))
        sealed.close()
        address = at("give_share", sealed.election)
        browser = as_person(sealed.tellers[0].seat.person)
        for file, passphrase, told in (
            (b"{}", PASSPHRASE, "not a teller"), (sealed.files[2], PASSPHRASE, "another teller"),
            (sealed.files[1], "không phải câu này", "does not open"),
        ):  # fmt: skip
            answer = browser.post(address, {"file": key_file(file), "passphrase": passphrase})
            assert answer.status_code == 422
            assert told in answer.content.decode()


@pytest.mark.usefixtures("belenios")
class TestCast:
    def test_after_a_fresh_sign_in_and_the_tracker_is_shown(self, five, fresh):
        sealed = opened(with_keys(five))
        poll = sealed.election.polls.get()
        client = fresh(five.people[3], sealed.session)
        said = client.get(in_hand("cast", sealed.session)).content.decode()
        assert "Nhà văn hóa khu phố" in said
        assert said.count('type="radio"') == 3
        assert client.post(in_hand("cast", sealed.session), {f"poll-{poll.pk}": "for"}).status_code == 302
        receipt = client.get(in_hand("receipt", sealed.session)).content.decode()
        assert Ballot.objects.get().tracker in receipt
        assert "Your ballot is in the box." in client.get(in_hand("ballot", sealed.session)).content.decode()

    def test_voting_again_replaces_and_the_page_remembers_no_answer(self, five, fresh):
        sealed = opened(with_keys(five))
        poll = sealed.election.polls.get()
        client = fresh(five.people[3], sealed.session)
        client.post(in_hand("cast", sealed.session), {f"poll-{poll.pk}": "for"})
        first = Ballot.objects.get().tracker
        said = client.get(in_hand("cast", sealed.session)).content.decode()
        assert "Voting again takes the place of it" in said
        assert "checked" not in said
        client.post(in_hand("cast", sealed.session), {f"poll-{poll.pk}": "not"})
        assert Ballot.objects.get().tracker != first

    def test_the_same_request_again_answers_the_same_and_puts_nothing_in(self, five, fresh):
        sealed = opened(with_keys(five))
        poll = sealed.election.polls.get()
        client = fresh(five.people[3], sealed.session)
        key = {"Idempotency-Key": "8c7f6a52-0d43-4a54-9d3b-4a6a1f0f4f11"}
        for _ in range(2):
            answer = client.post(in_hand("cast", sealed.session), {f"poll-{poll.pk}": "for"}, headers=key)
            assert answer["Location"] == in_hand("receipt", sealed.session)
        assert IdempotencyKey.objects.filter(key=key["Idempotency-Key"]).count() == 1
        assert Ballot.objects.count() == 1

    def test_an_answer_that_is_missing_is_told_without_showing_the_others(self, five, fresh):
        sealed = with_keys(five)
        first, second, _third = sealed.session.items.all()
        opened(sealed, [first, second])
        polls = list(sealed.election.polls.all())
        client = fresh(five.people[3], sealed.session)
        answer = client.post(in_hand("cast", sealed.session), {f"poll-{polls[0].pk}": "abs"})
        assert answer.status_code == 422
        assert "checked" not in answer.content.decode()
        assert not Ballot.objects.exists()

    def test_after_the_close_nothing_is_cast(self, five, fresh):
        sealed = opened(with_keys(five))
        client = fresh(five.people[3], sealed.session)
        poll = sealed.election.polls.get()
        councils.close_sealed_ballot(sealed.session, by=five.bình)
        answer = client.post(in_hand("cast", sealed.session), {f"poll-{poll.pk}": "for"})
        assert answer.status_code == 422
        assert "No sealed ballot is open for you." in answer.content.decode()

    def test_the_stranger_finds_no_box(self, story, five, as_person):
        sealed = opened(with_keys(five))
        assert as_person(story.stranger).get(in_hand("cast", sealed.session)).status_code == 404
        assert as_person(story.stranger).get(in_hand("receipt", sealed.session)).status_code == 404


@pytest.mark.usefixtures("belenios")
class TestCount:
    def test_from_the_opening_to_the_verified_result(self, five, as_person):
        sealed = with_keys(five)
        chair, member = as_person(five.bình), as_person(five.people[3])
        item = sealed.session.items.first()
        councils.present(item, by=five.bình)
        councils.discuss(item, by=five.bình)
        chair.post(at("open_sealed_ballot", sealed.session), {"items": [item.pk]})
        for person, choice in zip(five.people, ["for", "for", "for", "for", "not"], strict=True):
            sealed.cast(person, choice)
        assert "5 of 5 have voted" in chair.get(at("sealed", sealed.session)).content.decode()
        chair.post(at("close_sealed_ballot", sealed.session))
        election = sealed.election
        tallying.advance(election)
        for number in (1, 2):
            browser = as_person(sealed.tellers[number - 1].seat.person)
            assert "Give my share" in browser.get(at("election", election)).content.decode()
            answers = {"file": key_file(sealed.files[number]), "passphrase": PASSPHRASE}
            assert browser.post(at("give_share", election), answers).status_code == 302
        tallying.advance(election)
        said = member.get(at("election", election)).content.decode()
        assert "Counted and verified" in said
        assert "Not announced yet" in said
        chair.post(at("announce", item))
        said = member.get(at("election", election)).content.decode()
        assert '<td class="num" data-label="Agree">4</td>' in said
        assert all(trackers[0] in said for trackers in sealed.trackers.values())

    def test_the_archive_is_for_the_council_once_the_result_is_announced(self, story, five, as_person):
        sealed = opened(with_keys(five))
        member = as_person(five.people[3])
        assert member.get(at("archive", sealed.election)).status_code == 302
        as_counted(sealed, ["for"] * 5)
        assert member.get(at("archive", sealed.election)).status_code == 302
        councils.announce(sealed.session.items.first(), by=five.bình)
        answer = member.get(at("archive", sealed.election))
        assert b"".join(answer.streaming_content)
        assert answer["Content-Disposition"].startswith("attachment")
        assert as_person(story.minh).get(at("archive", sealed.election)).status_code == 404

    def test_how_far_the_count_is_renews_itself(self, five, as_person):
        sealed = opened(with_keys(five))
        member = as_person(five.people[3])
        tag = member.get(at("election_now", sealed.election))["ETag"]
        assert member.get(at("election_now", sealed.election), headers={"If-None-Match": tag}).status_code == 304
        sealed.close()
        said = member.get(at("election_now", sealed.election), headers={"If-None-Match": tag}).content.decode()
        assert "Waiting for the shares of two tellers (45 %)" in said

    def test_given_up_with_a_reason_it_is_voted_on_again(self, five, as_person):
        sealed = opened(with_keys(five))
        chair = as_person(five.bình)
        assert "destroyed unread" in chair.get(at("abandon_sealed_ballot", sealed.session)).content.decode()
        chair.post(at("abandon_sealed_ballot", sealed.session), {"reason": "Hai khóa bị mất."})
        assert "Hai khóa bị mất." in chair.get(at("sealed", sealed.session)).content.decode()
        assert sealed.session.items.first().state == "discussed"

    def test_destroying_waits_for_the_days_of_appeal_and_says_what_it_means(self, five, as_person):
        sealed = opened(with_keys(five))
        as_counted(sealed, ["for"] * 5)
        chair = as_person(five.bình)
        assert "may be contested until 30/11/2024" in chair.get(at("election", sealed.election)).content.decode()
        assert chair.get(at("destroy_ballots", sealed.election)).status_code == 302


class TestWithoutTheTool:
    @pytest.fixture(autouse=True)
    def _no_tool(self, monkeypatch):
        monkeypatch.setattr(belenios_tool, "is_available", lambda: False)
        monkeypatch.setattr(tool, "is_available", lambda: False)

    def test_the_pages_say_so_and_offer_paper(self, council, doors):
        session = councils.open_session(convened(council, "award_90"), by=council.bình)
        for name in ("ceremony", "sealed", "prepare"):
            said = doors.chair.get(at(name, session)).content.decode()
            assert "belenios-tool is not installed. Vote on paper, counted by two people." in said
        assert doors.chair.post(at("name_tellers", session), {"tellers": []}).status_code == 302
        assert not Ceremony.objects.exists()

    def test_the_limits_are_printed_all_the_same(self, doors):
        said = doors.member.get(reverse("councils:limits")).content.decode()
        assert "Two tellers who break their word" in said
