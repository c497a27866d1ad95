"""What a council stumbles over: an absent member's letter, equal votes, a second ballot, a full quota, who steps aside.

Led through its pages by the chair and the secretary, on a phone and on a PC; and with the keyboard alone.
"""

from datetime import date

import pytest
from django.core.cache import cache

from kheo.councils import actions as councils
from kheo.councils.models import CouncilSession, PaperCount, Recusal, Vote, WrittenOpinion
from tests.browser.looking import look
from tests.browser.test_council import at, in_hand, look_as_it_is, phone_of, press
from tests.councils.conftest import convened, council_of, led_to_the_vote, voted
from tests.factories import MembershipFactory


@pytest.fixture
def council(story, settings):
    """Seven members; the server lives on the day of their session."""
    settings.KHEO_TODAY = date(2024, 11, 20)
    cache.clear()
    return council_of(story, 7)


def send(page):
    """Press the one button of the form, and be where it leads."""
    with page.expect_navigation():
        page.locator("main form .k-actions button").last.click()


def test_an_absent_member_has_written(council, open_page):
    session = convened(council, "majority")
    councils.record_attendance(session, {council.seats[6].pk: "written"}, by=council.thu)
    councils.open_session(session, by=council.bình)
    secretary = open_page(council.thu, language="en")
    secretary.goto(at("chair", session))
    assert f"No written opinion yet of {council.people[6].full_name}" in secretary.inner_text("main")
    secretary.get_by_role("link", name="Written opinion of an absent member").click()
    secretary.locator('input[value="for"]').check()
    look(secretary, "council-opinion")
    send(secretary)
    assert WrittenOpinion.objects.get().choice == "for"
    assert f"Written opinion of {council.people[6].full_name} recorded" in secretary.inner_text("main")
    look(secretary, "chair-with-an-opinion")


def test_equal_votes_then_a_second_ballot(council, open_page):
    session = councils.open_session(convened(council, "majority", present=6), by=council.bình)
    tied, again, _third = session.items.all()
    voted(council, tied, 3, 3)
    chair = open_page(council.bình, language="en")
    chair.goto(f"{at('chair', session)}?item={tied.pk}")
    look(chair, "chair-tied")
    chair.get_by_role("link", name="Settle the tie").click()
    chair.locator('input[value="1"]').check()
    chair.fill("textarea[name=reason]", "Phiếu của Chủ tịch là đồng ý.")
    look(chair, "council-tie")
    send(chair)
    assert "Adopted" in chair.inner_text(".k-outcome")

    voted(council, again, 2, 4)
    chair.goto(f"{at('chair', session)}?item={again.pk}")
    chair.get_by_role("button", name="Open the second ballot").wait_for()
    press(chair)
    again.refresh_from_db()
    assert (again.state, again.polls.count()) == ("voting", 2)
    look(chair, "chair-second-ballot")


def test_a_full_quota_warns_and_is_exceeded_with_a_reason(council, open_page):
    session = councils.open_session(convened(council, "majority"), by=council.bình)
    items = list(session.items.all())
    quota = councils.set_quota(session, name="Tập thể", places=1, items=items, by=council.thu)
    for item, agreed in zip(items, (7, 6, 5), strict=True):
        voted(council, item, agreed, 7 - agreed)
    chair = open_page(council.bình, language="en")
    chair.goto(at("chair", session))
    assert "The quota “Tập thể” is exceeded" in chair.inner_text("main")
    look(chair, "chair-quota")
    chair.get_by_role("link", name="Exceed the quota, with a reason").click()
    look(chair, "council-exceed")
    chair.fill("textarea[name=reason]", "Thường trực Tỉnh ủy đồng ý bổ sung hai mô hình.")
    send(chair)
    quota.refresh_from_db()
    assert quota.exceeded_because.startswith("Thường trực")
    chair.goto(at("conclude_session", session))
    look(chair, "council-conclude")


def test_who_is_near_steps_aside_before_the_vote(story, council, open_page):
    MembershipFactory(person=council.people[4], unit=story.ward, role="clerk")
    session = councils.open_session(convened(council, "majority"), by=council.bình)
    member = phone_of(open_page, council.people[4])
    member.goto(at("session", session))
    member.locator(f'a[href="{at("recuse", session.items.first())}"]').click()
    member.fill("textarea[name=reason]", "Tôi công tác tại phường.")
    look(member, "council-aside")
    send(member)
    assert Recusal.objects.get().seat == council.seats[4]
    secretary = open_page(council.thu, language="en")
    secretary.goto(at("prepare", session))
    assert "Phạm Thị Cúc steps aside." in secretary.inner_text("main")
    with secretary.expect_navigation():
        secretary.get_by_role("button", name="Everybody steps aside from what is too near to them").click()
    assert Recusal.objects.count() == 2
    member.goto(at("packet", session))
    look(member, "council-packet")


def test_a_rehearsal_is_marked_everywhere_and_wiped(council, open_page):
    session = councils.open_session(convened(council, "majority", rehearsal=True, title="Diễn tập"), by=council.bình)
    led_to_the_vote(council, session.items.first())
    chair = open_page(council.bình, language="en")
    for name in ("session", "prepare", "chair", "minutes"):
        chair.goto(at(name, session))
        assert "This is a rehearsal" in chair.inner_text("main"), name
    phone = phone_of(open_page, council.people[4])
    phone.goto(in_hand("ballot", session))
    assert "Rehearsal" in phone.inner_text("main")
    look_as_it_is(phone, "phone-rehearsal")
    chair.goto(at("session", session))
    chair.get_by_role("link", name="Wipe this rehearsal").click()
    look(chair, "council-wipe")
    send(chair)
    assert not CouncilSession.objects.exists()


class TestWithTheKeyboardAlone:
    @pytest.fixture
    def session(self, council):
        return councils.open_session(convened(council, "majority"), by=council.bình)

    def tab_to(self, page, selector):
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"The Tab key never reaches {selector}.")

    def test_a_member_votes(self, council, session, open_page):
        item = led_to_the_vote(council, session.items.first())
        councils.open_vote(item, means="phones", by=council.bình)
        page = open_page(council.people[4], language="en")
        page.goto(in_hand("ballot", session))
        self.tab_to(page, 'button[value="not"]')
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Recorded: do not agree")
        assert Vote.objects.get().choice == "not"

    def test_two_people_type_a_paper_count(self, council, session, open_page):
        item = led_to_the_vote(council, session.items.first())
        councils.open_vote(item, means="paper", by=council.bình)
        councils.close_vote(item, by=council.bình)
        for person in (council.people[4], council.thu):
            page = open_page(person, language="en")
            page.goto(at("enter_count", item))
            look(page, "council-count")
            for name, figure in (("agreed", "6"), ("against", "1")):
                self.tab_to(page, f"input[name={name}]")
                page.keyboard.type(figure)
            with page.expect_navigation():
                page.keyboard.press("Enter")
        assert PaperCount.objects.filter(agreed_with__isnull=False).count() == 1
