import pytest

from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow
from kheo.people import actions
from kheo.people.models import Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_an_account_is_opened_without_a_password(story):
    person = actions.add_person(full_name="Nguyễn Thị Lan", phone="0912 345 678", email="Lan@Example.vn", by=story.nga)
    assert (person.username, person.phone, person.email) == ("lan.nguyenthi", "+84912345678", "lan@example.vn")
    assert not person.has_usable_password()


def test_it_is_journalled_by_number_not_by_name(story):
    person = actions.add_person(full_name="Nguyễn Thị Lan", by=story.nga)
    entry = journal.history(person).get()
    assert (entry.verb, entry.by_id, entry.details) == ("person.added", story.nga.pk, {})


@pytest.mark.parametrize("again", [{"username": "Minh"}, {"email": "MINH@example.vn"}, {"phone": "+84 912 345 678"}])
def test_a_name_belongs_to_one_person(again):
    PersonFactory(username="minh", email="minh@example.vn", phone="+84912345678")
    with pytest.raises(NotNow):
        actions.add_person(full_name="Trần Văn Minh", by=None, **again)
    assert Person.objects.count() == 1


def test_two_people_may_lack_phone_and_email():
    actions.add_person(full_name="Nguyễn Thị Lan", by=None)
    assert actions.add_person(full_name="Nguyễn Thị Lan", by=None).username == "lan.nguyenthi2"


def test_somebody_who_takes_the_name_at_the_same_moment_is_told_apart(monkeypatch):
    monkeypatch.setattr("kheo.people.policies.can_bear", lambda *args: None)
    PersonFactory(username="minh")
    with pytest.raises(NotNow, match="just taken"):
        actions.add_person(full_name="Trần Văn Minh", username="minh", by=None)


@pytest.mark.parametrize("wrong", [{"full_name": "  "}, {"phone": "123"}, {"email": "x"}, {"username": "0912"}])
def test_what_cannot_be_read_is_refused(wrong):
    with pytest.raises(BadInput):
        actions.add_person(by=None, **{"full_name": "Lan"} | wrong)
