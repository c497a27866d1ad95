"""The people of a unit on the page: invite with a link or a slip, appoint, end, hand over, close and open accounts."""

import io
import re
from datetime import date, datetime

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from kheo.kernel.periods import period
from kheo.people.models import Invitation, Person
from kheo.units.models import Membership
from tests.factories import MembershipFactory, PersonFactory
from tests.reading import words

NEW = {
    "full_name": "Bùi Thị Hạnh", "phone": "0912 345 678", "email": "", "username": "", "role": "clerk",
    "on": "20/11/2024", "until": "", "language": "vi", "form": "link",
}  # fmt: skip


def page(name, *args):
    return reverse(f"units:{name}", args=args)


def pages_of(story):
    """Every page about people, for Lan in her ward."""
    return [
        page("invite", story.ward.pk), page("appoint", story.ward.pk),
        page("slip", story.ward.pk, story.lan.pk), page("close_account", story.ward.pk, story.lan.pk),
        page("reopen_account", story.ward.pk, story.lan.pk),
        page("release", Membership.objects.get(person=story.lan).pk), page("hand_over", story.ward.pk, story.lan.pk),
    ]  # fmt: skip


def test_the_keeper_opens_every_page_and_nothing_is_written(story, as_person, reading_only):
    nga = as_person(story.nga)
    with reading_only():
        for address in pages_of(story):
            assert nga.get(address).status_code == 200, address


@pytest.mark.parametrize(("who", "statuses"), [("dung", {403}), ("minh", {403, 404}), ("stranger", {403, 404})])
def test_others_open_none_of_them(story, as_person, who, statuses):
    visitor = as_person(getattr(story, who))
    for address in pages_of(story):
        assert visitor.get(address).status_code in statuses, address
        assert visitor.post(address, NEW).status_code in statuses, address
    assert Person.objects.count() == 6
    assert not Invitation.objects.exists()


def test_a_link_is_shown_once_and_works(story, as_person):
    nga = as_person(story.nga)
    key = {"Idempotency-Key": "11111111-2222-4333-8444-555555555555"}
    answer = nga.post(page("invite", story.ward.pk), NEW, headers=key)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    path = re.search(r"http://testserver(/welcome/[\w-]+/)", answer.text)[1]
    assert "hanh.buithi" in answer.text
    again = nga.post(page("invite", story.ward.pk), NEW, headers=key)
    assert (again.status_code, again.content) == (204, b"")
    assert "Bùi Thị Hạnh" in Client().get(path).text
    chosen = {"language": "vi", "password1": "ba-tu-de-nho-9", "password2": "ba-tu-de-nho-9"}
    visitor = Client()
    visitor.post(path, chosen)
    assert visitor.get(page("detail", story.ward.pk)).status_code == 200


def test_a_slip_carries_what_a_person_without_email_needs(story, as_person):
    answer = as_person(story.nga).post(page("invite", story.ward.pk), NEW | {"form": "slip"})
    assert "<svg" in answer.text
    assert 'class="qrline"' in answer.text
    assert re.search(r"testserver/welcome/[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}/", answer.text)
    for told in ("Bùi Thị Hạnh", "hanh.buithi", 'lang="vi"', 'lang="en"', 'lang="hi"'):
        assert told in answer.text
    assert "k-side" not in answer.text
    assert 'style="' not in answer.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"full_name": ""}, "required"),
        ({"phone": "09 12"}, "is not a phone number"),
        ({"phone": "0987 654 321"}, "belongs to an account already"),
        ({"username": "Lan"}, "has this user name already"),
        ({"username": "0912345678"}, "begins with a letter"),
        ({"email": "hanh@"}, "valid email"),
        ({"role": "king"}, "valid choice"),
        ({"on": "31/02/2024"}, "does not exist in the calendar"),
        ({"until": "01/01/2024"}, "before the first"),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_typed_is_lost(story, as_person, wrong, sentence):
    PersonFactory(phone="+84987654321")
    answer = as_person(story.nga).post(page("invite", story.ward.pk), NEW | {"email": "hanh@example.vn"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    for value in (NEW | {"email": "hanh@example.vn"} | wrong)["full_name"], "hanh@":
        assert value in answer.text
    assert not Person.objects.filter(full_name="Bùi Thị Hạnh").exists()


def test_a_new_slip_for_a_lost_password(story, as_person):
    answer = as_person(story.nga).post(page("slip", story.ward.pk, story.lan.pk), {"form": "slip"})
    assert "/welcome/" in answer.text
    story.lan.refresh_from_db()
    assert story.lan.check_password("mat-khau-thu-9")


def test_no_slip_for_an_account_that_opens_a_unit_above(story, as_person):
    keeper = PersonFactory()
    MembershipFactory(person=keeper, unit=story.ward, role="keeper")
    MembershipFactory(person=story.hoa, unit=story.ward, role="viewer")
    visitor = as_person(keeper)
    address = page("slip", story.ward.pk, story.hoa.pk)
    assert visitor.get(address).status_code == visitor.post(address, {"form": "slip"}).status_code == 403
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("name", ["minh", "MINH", "0912 345 678", "minh@example.vn"])
def test_somebody_with_an_account_is_appointed_by_any_exact_name(story, as_person, name):
    Person.objects.filter(pk=story.minh.pk).update(phone="+84912345678", email="minh@example.vn")
    answers = {"person": name, "role": "viewer", "on": "20/11/2024", "until": "31/12/2024"}
    answer = as_person(story.nga).post(page("appoint", story.ward.pk), answers)
    assert answer["Location"] == page("people", story.ward.pk)
    assert Membership.objects.get(person=story.minh, unit=story.ward).role == "viewer"


@pytest.mark.parametrize("name", ["min", "Trần Văn Minh", "0912 345 679", ""])
def test_nobody_leafs_through_people(story, as_person, name):
    answers = {"person": name, "role": "viewer", "on": "20/11/2024", "until": ""}
    answer = as_person(story.nga).post(page("appoint", story.ward.pk), answers)
    assert answer.status_code == 422
    assert f'value="{name}"' in answer.text or not name


def test_a_role_ends(story, as_person):
    membership = Membership.objects.get(person=story.lan)
    answer = as_person(story.nga).post(page("release", membership.pk), {"last_day": "30/11/2024"})
    assert answer.status_code == 302
    membership.refresh_from_db()
    assert f"{membership.until:%d/%m/%Y}" == "30/11/2024"


def test_before_a_hand_over_the_page_counts_what_waits(story, draft, as_person):
    preview = words(as_person(story.lan).get(page("hand_over", story.ward.pk, story.lan.pk)).text)
    for told in ("Clerk – since 01/01/2000", "1 draft to finish", "Phạm Văn Dũng"):
        assert told in preview
    assert "to report" not in preview


def test_a_reviewer_hands_over_what_was_sent_to_the_office(story, submitted, as_person):
    preview = words(as_person(story.minh).get(page("hand_over", story.district.pk, story.minh.pk)).text)
    assert "Reviewer – since 01/01/2000" in preview
    assert "1 registration to answer" in preview
    assert "draft" not in preview


def test_where_nothing_waits_the_page_says_so(story, as_person):
    preview = words(as_person(story.nga).get(page("hand_over", story.ward.pk, story.lan.pk)).text)
    assert "At present no work is open in Phường Yên Giang for these roles." in preview


HANDS_OVER = {"colleague": "", "other": "", "on": "20/11/2024", "reason": "Nghỉ phép"}


def test_the_answer_is_first_told_and_done_only_when_confirmed(story, draft, as_person):
    lan, address = as_person(story.lan), page("hand_over", story.ward.pk, story.lan.pk)
    answers = HANDS_OVER | {"other": "minh"}
    asked = lan.post(address, answers)
    assert asked.status_code == 200
    told = words(asked.text)
    assert "From 20/11/2024, Trần Văn Minh (minh) takes over from Nguyễn Thị Lan in Phường Yên Giang:" in told
    assert "1 draft to finish" in told
    assert Membership.objects.filter(person=story.lan).current().exists()
    again = lan.post(address, answers | {"again": "yes"})
    assert 'value="Nghỉ phép"' in again.text
    assert Membership.objects.filter(person=story.lan).current().exists()
    assert lan.post(address, answers | {"sure": "yes"}).status_code == 302
    assert not Membership.objects.filter(person=story.lan).current().exists()


def test_the_form_that_was_asked_about_can_be_sent_again_with_another_name(story, as_person):
    lan, address = as_person(story.lan), page("hand_over", story.ward.pk, story.lan.pk)
    key = {"Idempotency-Key": "11111111-2222-4333-8444-666666666666"}
    lan.post(address, HANDS_OVER | {"other": "minh"}, headers=key)
    answer = lan.post(address, HANDS_OVER | {"other": "hoa"}, headers=key)
    assert "Hand over to Lê Thị Hoa?" in answer.text


@pytest.mark.parametrize("to", [{"colleague": "dung"}, {"other": "minh"}])
def test_work_is_handed_over_to_a_colleague_or_to_somebody_named(story, as_person, to):
    named = HANDS_OVER | to | {"sure": "yes"}
    if named["colleague"]:
        named["colleague"] = str(story.dung.pk)
    answer = as_person(story.lan).post(page("hand_over", story.ward.pk, story.lan.pk), named)
    assert answer.status_code == 302
    successor = story.dung if named["colleague"] else story.minh
    assert Membership.objects.filter(person=successor, unit=story.ward, role="clerk").current().exists()
    assert not Membership.objects.filter(person=story.lan).current().exists()


@pytest.mark.parametrize("named", [("", ""), ("dung", "minh"), ("", "khong-ai")])
def test_one_successor_is_named_and_only_one(story, as_person, named):
    colleague, other = named
    answers = {
        "colleague": str(story.dung.pk) if colleague else "",
        "other": other,
        "on": "20/11/2024",
        "reason": "Nghỉ phép",
    }
    answer = as_person(story.lan).post(page("hand_over", story.ward.pk, story.lan.pk), answers)
    assert answer.status_code == 422
    assert "Nghỉ phép" in answer.text
    assert Membership.objects.filter(person=story.lan).current().exists()


def test_an_account_is_closed_and_opened_again(story, as_person):
    nga, lan = as_person(story.nga), as_person(story.lan)
    nga.post(page("close_account", story.ward.pk, story.lan.pk))
    assert lan.get(page("detail", story.ward.pk)).status_code == 302
    assert "account closed" in nga.get(page("people", story.ward.pk)).text
    nga.post(page("reopen_account", story.ward.pk, story.lan.pk))
    story.lan.refresh_from_db()
    assert story.lan.is_active


def rows(answer):
    content = b"".join(answer.streaming_content)
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)]


def test_the_people_of_a_unit_are_taken_away_as_a_file(story, as_person, reading_only):
    MembershipFactory(
        person=story.minh, unit=story.ward, role="viewer", during=period(date(2023, 1, 1), date(2023, 12, 31))
    )
    nga, address = as_person(story.nga), page("people", story.ward.pk)
    with reading_only():
        shown = rows(nga.get(address, {"format": "xlsx"}))
        ever = rows(nga.get(address, {"format": "xlsx", "past": "1"}))
    assert shown[0] == ["Name", "User name", "Role", "First day", "Last day", "Last signed in", "Account"]
    assert [row[:5] for row in shown[1:]] == [
        ["Phạm Văn Dũng", "dung", "Head of the unit", datetime(2000, 1, 1), None],
        ["Nguyễn Thị Lan", "lan", "Clerk", datetime(2000, 1, 1), None],
    ]
    assert [row[1:5] for row in ever[1:] if row not in shown] == [
        ["minh", "Viewer", datetime(2023, 1, 1), datetime(2023, 12, 31)]
    ]


def test_a_stranger_takes_nothing_away(story, as_person):
    assert as_person(story.minh).get(page("people", story.ward.pk), {"format": "xlsx"}).status_code == 403
    assert as_person(story.stranger).get(page("people", story.ward.pk), {"format": "csv"}).status_code == 403
