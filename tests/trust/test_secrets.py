"""Nobody learns a draft or an unpublished result, wherever he looks (trust.md T2, T4).

Canary: each secret carries a word that exists nowhere else; every role reads everything it can reach; the words found
are exactly those it may know. Two worlds: the world with one secret and the world with another look the same, byte by
byte, to those who may not know it.
"""

import logging
from contextlib import contextmanager

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from kheo.councils.models import PaperCount, Tally, Vote, WrittenOpinion
from kheo.documents.models import Draft
from kheo.evaluations.models import Visit
from kheo.exemplars.models import Registration
from kheo.kernel import files
from kheo.recognitions.models import Outcome
from tests.councils import addresses
from tests.trust.crawl import WRITTEN, crawl, look_again, same_look, tables_in
from tests.trust.policy import ROWS
from tests.trust.test_matrix import where

CANARIES = {
    "draft title": "Kimtước",
    "draft answer": "Sơnca",
    "contact phone": "0900112233",
    "person of the draft": "Hoạmi",
    "unpublished reason": "Chíchchòe",
    "colleague's points": "Vàngoanh",
    "self-assessment not sent": "Cúgáy",
    "decision being drafted": "Vàngkhuyên",
    "notes of a visit": "Bồnông",
    "a result before the announcement": "Vẹtxanh",
}
OF_THE_PARENT = {"unpublished reason", "decision being drafted", "notes of a visit"}
OWN = {"draft title", "draft answer", "contact phone", "person of the draft"}
OWN_CARDS = OWN | {"self-assessment not sent"}
# Who may know what: written by hand, apart from the code (promises: trust.md T4).
MAY_KNOW = {
    "own_clerk": OWN_CARDS,
    "own_head": OWN_CARDS,
    "own_viewer": OWN_CARDS,
    "own_reviewer": OWN_CARDS,
    "own_keeper": set(),
    "child_clerk": set(),
    "sibling_clerk": set(),
    "sibling_reviewer": set(),
    "parent_reviewer": OF_THE_PARENT,
    "parent_secretary": OF_THE_PARENT | {"colleague's points"},
    "parent_viewer": OF_THE_PARENT,
    "parent_clerk": OF_THE_PARENT,
    "grandparent_reviewer": set(),
    "grandparent_steering": set(),
    "grandparent_keeper": set(),
    "foreign_reviewer": set(),
    "foreign_clerk": set(),
    "foreign_keeper": set(),
    "merged_away_clerk": set(),
    "without_office": set(),
}

pytestmark = pytest.mark.django_db  # each test looks from a savepoint inside the module's world


@pytest.fixture(autouse=True)
def secrets(world):
    """The canaries in their places, for one test."""
    with transaction.atomic():
        draft = world.draft
        draft.title = f"Mô hình {CANARIES['draft title']}"
        draft.subject = "individual"
        draft.dossier.situation = f"Tình hình {CANARIES['draft answer']}"
        draft.dossier.contact_phone = CANARIES["contact phone"]
        draft.dossier.person_name = f"Nguyễn {CANARIES['person of the draft']}"
        draft.dossier.save()
        draft.save()
        Outcome.objects.filter(pk=world.outcome.pk).update(reason=f"Vì {CANARIES['unpublished reason']}")
        world.told_card.scores.update(note=f"Vì {CANARIES["colleague's points"]}")
        world.self_card.scores.update(note=f"Vì {CANARIES['self-assessment not sent']}")
        Visit.objects.filter(pk=world.visit_planned.pk).update(remarks=f"Thấy {CANARIES['notes of a visit']}")
        _write_decision(world, f"Về việc công nhận {CANARIES['decision being drafted']}")
        archive = _archive(CANARIES["a result before the announcement"])
        Tally.objects.filter(election=world.counted_election).update(archive=archive)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _the_clock_stands(world):
    """Two looks at a page that says how long it stays open differ by nothing; else a busy machine finds minutes."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture(autouse=True)
def _refusals_are_not_logged():
    """Thousands of doors are tried that are shut."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def test_every_actor_of_the_world_has_its_row(world):
    assert set(MAY_KNOW) == set(world.people)


@pytest.mark.parametrize("actor", MAY_KNOW)
def test_each_role_finds_exactly_the_secrets_it_may_know(world, actor):
    """And to who may not know a secret, a world with another one in its place looks the same, byte by byte."""
    person, known = world.people[actor], MAY_KNOW[actor]
    start = ["/", *doors(world)]
    pages = crawl(person, start=start)
    assert [address for address, text in pages.items() if text.startswith("5")] == []
    assert {secret for secret, word in CANARIES.items() if any(word in text for text in pages.values())} == known
    with another_world([change for secret, change in CHANGES if secret not in known], world) as written:
        assert differences(same_look(pages), same_look(look_again(person, pages, written))) == {}
    if "unpublished reason" not in known:  # nor does anybody learn whether there is a result yet
        with another_world([no_result_yet], world) as written:
            assert differences(same_look(pages), same_look(look_again(person, pages, written))) == {}


def test_a_page_is_read_again_when_one_of_its_tables_has_changed(world):
    """The control: who may know the points sees them change; and what is not read again is made of other tables."""
    person = world.people["parent_secretary"]
    pages = crawl(person, within=("/evaluations",), start=["/evaluations/"])
    with another_world([harsher_points], world) as written:
        changed = differences(same_look(pages), same_look(look_again(person, pages, written)))
        assert written == {"kheo_score"}
        assert changed == differences(
            same_look(pages), same_look(crawl(person, within=("/evaluations",), start=["/evaluations/"]))
        )
    assert changed


def doors(world):
    """The addresses of councils and papers, also those to which no link leads this actor; the rest is found by links.

    Of the session in which everything is counted and nothing announced: every address that there is.
    """
    rows = [row for row in ROWS if row.get and row.url.startswith(("councils:", "documents:", "phone:"))]
    yield from dict.fromkeys(where(world, row) for row in rows)
    yield from addresses.of(world.counting)


def another_draft(world):
    draft = Registration.objects.get(pk=world.draft.pk)
    draft.title, draft.kind, draft.level = "Tên hoàn toàn khác", "example", "province"
    draft.save()


def the_opposite_result(world):
    Outcome.objects.filter(pk=world.outcome.pk).update(recognised=True, reason="")


def no_result_yet(world):
    Outcome.objects.filter(pk=world.outcome.pk).delete()


def harsher_points(world):
    world.told_card.scores.update(points=5, note="Khác hẳn")


def another_self_assessment(world):
    world.self_card.scores.update(points=1, note="Khác hẳn")


def another_decision(world):
    _write_decision(world, "Về một việc hoàn toàn khác")


def _write_decision(world, subject):
    draft = Draft.objects.get(pk=world.paper_draft.pk)
    draft.title, draft.content = subject, draft.content | {"subject": subject}
    draft.save()


def the_opposite_vote(world):
    Vote.objects.filter(pk=world.vote.pk).update(choice="not")


def the_opposite_results(world):
    """Everything that is counted in the session `counting` and not announced."""
    Vote.objects.filter(poll__item=world.counted_phones).update(choice="not")
    PaperCount.objects.filter(poll__item=world.counted_hands).update(agreed=1, against=4)
    WrittenOpinion.objects.filter(pk=world.counted_opinion.pk).update(choice="not")
    Tally.objects.filter(election=world.counted_election).update(
        counts=[[1, 4, 0]], archive=_archive("khác"), archive_sha256="1" * 64
    )


def _archive(result):
    """Another archive in the place of the one that was made: the result stands in it."""
    content = b"BELENIOS\0".ljust(512, b"\0") + b'{"version"' + result.encode()
    return files.store(ContentFile(content, name="KheoCounted.bel"), by_id=None, allowed=["bel"])


# All that somebody may not know is changed at once: whatever they see of it makes a difference.
CHANGES = [
    ("decision being drafted", another_decision),
    ("colleague's points", harsher_points),
    ("self-assessment not sent", another_self_assessment),
    ("draft title", another_draft),
    ("unpublished reason", the_opposite_result),
    ("an open vote before the close", the_opposite_vote),
    ("a result before the announcement", the_opposite_results),
]


@contextmanager
def another_world(changes, world):
    """The same world with some secrets changed, for as long as we look at it: the tables that were written."""
    with transaction.atomic():
        with tables_in(WRITTEN) as written:
            for change in changes:
                change(world)
        yield written
        transaction.set_rollback(True)


def differences(one, other):
    return {
        address: (one.get(address), other.get(address))
        for address in one | other
        if one.get(address) != other.get(address)
    }
