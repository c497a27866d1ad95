"""Nobody learns a draft or an unpublished result, wherever he looks (trust.md T2, T4).

Canary: each secret carries a word that exists nowhere else; every role reads everything it can reach; the words found are
exactly those it may know. Two worlds: the world with one secret and the world with another look the same, byte by byte,
to those who may not know it.
"""

import pytest

from kheo.exemplars.models import Registration
from kheo.recognitions.models import Outcome
from tests.trust.crawl import crawl, same_look
from tests.trust.world import build

pytestmark = pytest.mark.django_db

CANARIES = {
    "draft title": "Kimtước",
    "draft answer": "Sơnca",
    "contact phone": "0900112233",
    "person of the draft": "Hoạmi",
    "unpublished reason": "Chíchchòe",
}
OWN = {"draft title", "draft answer", "contact phone", "person of the draft"}
# Who may know what: written by hand, apart from the code (promises: trust.md T4).
MAY_KNOW = {
    "own_clerk": OWN,
    "own_head": OWN,
    "own_viewer": OWN,
    "own_reviewer": OWN,
    "own_keeper": set(),
    "child_clerk": set(),
    "sibling_clerk": set(),
    "sibling_reviewer": set(),
    "parent_reviewer": {"unpublished reason"},
    "parent_secretary": {"unpublished reason"},
    "parent_viewer": {"unpublished reason"},
    "parent_clerk": {"unpublished reason"},
    "grandparent_reviewer": set(),
    "grandparent_steering": set(),
    "grandparent_keeper": set(),
    "foreign_reviewer": set(),
    "foreign_clerk": set(),
    "foreign_keeper": set(),
    "merged_away_clerk": set(),
    "without_office": set(),
}


@pytest.fixture
def world(story):
    world = build(story)
    draft = world.draft
    draft.title = f"Mô hình {CANARIES['draft title']}"
    draft.subject = "individual"
    draft.dossier.situation = f"Tình hình {CANARIES['draft answer']}"
    draft.dossier.contact_phone = CANARIES["contact phone"]
    draft.dossier.person_name = f"Nguyễn {CANARIES['person of the draft']}"
    draft.dossier.save()
    draft.save()
    Outcome.objects.filter(pk=world.outcome.pk).update(reason=f"Vì {CANARIES['unpublished reason']}")
    return world


def test_every_actor_of_the_world_has_its_row(world):
    assert set(MAY_KNOW) == set(world.people)


@pytest.mark.parametrize("actor", MAY_KNOW)
def test_each_role_finds_exactly_the_secrets_it_may_know(world, actor):
    pages = crawl(world.people[actor])
    assert not [address for address, text in pages.items() if text.startswith("5")]
    found = {secret for secret, word in CANARIES.items() if any(word in text for text in pages.values())}
    assert found == MAY_KNOW[actor]


@pytest.mark.parametrize("actor", [actor for actor, known in MAY_KNOW.items() if "draft title" not in known])
def test_two_drafts_look_the_same_to_those_who_may_not_know_them(world, actor):
    one = same_look(crawl(world.people[actor]))
    draft = Registration.objects.get(pk=world.draft.pk)
    draft.title, draft.kind, draft.level, draft.field = (
        "Tên hoàn toàn khác",
        "example",
        "province",
        draft.round.movement.fields.first(),
    )
    draft.save()
    assert same_look(crawl(world.people[actor])) == one


@pytest.mark.parametrize("actor", [actor for actor, known in MAY_KNOW.items() if "unpublished reason" not in known])
@pytest.mark.parametrize("other", ["recognised", "gone"])
def test_two_unpublished_results_look_the_same_to_those_who_may_not_know_them(world, actor, other):
    one = same_look(crawl(world.people[actor]))
    outcome = Outcome.objects.filter(pk=world.outcome.pk)
    outcome.update(recognised=True, reason="") if other == "recognised" else outcome.delete()
    assert same_look(crawl(world.people[actor])) == one
