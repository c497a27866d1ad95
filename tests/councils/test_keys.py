"""Three tellers make keys that are never stored here: each takes a file away, locked with a passphrase."""

import json
from pathlib import Path

import pytest
from django.core import serializers

from kheo.councils import actions as councils
from kheo.councils.enums import CeremonyState
from kheo.councils.models import Ceremony, Teller
from kheo.councils.sealed import keyfile
from kheo.councils.sealed.belenios import Hidden
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.councils.conftest import convened
from tests.councils.sealing import PASSPHRASE, Sealed, play_ceremony
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


class TestKeyFile:
    def test_it_opens_with_its_passphrase_only(self):
        file = keyfile.lock(Hidden("chìa khóa"), PASSPHRASE, session=7, teller=1)
        assert keyfile.unlock(file, PASSPHRASE, session=7, teller=1).content.decode() == "chìa khóa"
        with pytest.raises(BadInput, match="does not open"):
            keyfile.unlock(file, PASSPHRASE + " ", session=7, teller=1)

    def test_it_is_of_one_session_and_one_teller(self):
        file = keyfile.lock(Hidden("k"), PASSPHRASE, session=7, teller=1)
        for place in ({"session": 8, "teller": 1}, {"session": 7, "teller": 2}):
            with pytest.raises(BadInput, match="another session or another teller"):
                keyfile.unlock(file, PASSPHRASE, **place)

    def test_what_it_says_openly_cannot_be_changed(self):
        said = json.loads(keyfile.lock(Hidden("k"), PASSPHRASE, session=7, teller=1)) | {"teller": 2}
        with pytest.raises(BadInput, match="does not open"):
            keyfile.unlock(json.dumps(said).encode(), PASSPHRASE, session=7, teller=2)

    @pytest.mark.parametrize("file", [b"", b"%PDF-1.4", b"[]", b"{}", b"{" * 5000, '{"kind": "khác"}'.encode()])
    def test_another_file_is_told_as_such(self, file):
        with pytest.raises(BadInput, match="not a teller's key file"):
            keyfile.unlock(file, PASSPHRASE, session=7, teller=1)

    def test_a_short_passphrase_is_refused(self):
        with pytest.raises(BadInput, match="at least 12"):
            keyfile.lock(Hidden("k"), "mười một ký", session=7, teller=1)

    def test_nothing_shows_the_key(self):
        assert "bí mật" not in repr(Hidden("bí mật")) + str(Hidden("bí mật")) + f"{[Hidden('bí mật')]}"

    def test_in_use_a_passphrase_costs_64_mebibytes_and_three_rounds(self):
        source = Path(keyfile.__file__).read_text()
        assert "MEMORY, ROUNDS, LANES = 64 * 1024, 3, 4" in source


def played(council):
    session = councils.open_session(convened(council), by=council.bình)
    councils.name_tellers(session, council.seats[3:6], by=council.bình)
    session.refresh_from_db()
    return play_ceremony(Sealed(council, session))


class TestCeremony:
    @pytest.fixture
    def named(self, belenios, council):
        session = convened(council)
        return councils.name_tellers(session, council.seats[3:6], by=council.bình)

    def test_three_steps_and_the_keys_are_ready(self, belenios, council):
        sealed = played(council)
        ceremony = sealed.session.ceremony
        assert (ceremony.state, len(sealed.files)) == (CeremonyState.READY, 3)
        assert json.loads(ceremony.trustees)[0][1]["threshold"] == 2
        verbs = list(journal.history(sealed.session).values_list("verb", flat=True))
        for verb in ("key_made", "key_shared", "key_confirmed"):
            assert verbs.count(f"ceremony.{verb}") == 3

    def test_no_key_and_no_passphrase_is_stored(self, belenios, council):
        sealed = played(council)
        stored = serializers.serialize("json", [sealed.session.ceremony, *sealed.tellers])
        for number, file in sealed.files.items():
            key = keyfile.unlock(file, PASSPHRASE, session=sealed.session.pk, teller=number).content.decode().strip()
            assert len(key) == 22
            assert key not in stored
        assert PASSPHRASE not in stored

    def test_everybody_finishes_a_step_before_anybody_begins_the_next(self, named):
        teller = named.tellers.first()
        file = councils.make_key(teller, PASSPHRASE, by=teller.seat.person)
        with pytest.raises(NotNow, match="another step: Each teller makes a key"):
            councils.share_key(teller, file, PASSPHRASE, by=teller.seat.person)

    def test_a_key_can_be_made_again_until_all_are_made(self, named):
        teller = named.tellers.first()
        for _ in range(2):
            file = councils.make_key(teller, PASSPHRASE, by=teller.seat.person)
        others = named.tellers.exclude(pk=teller.pk)
        for other in others:
            councils.make_key(other, PASSPHRASE, by=other.seat.person)
        councils.share_key(teller, file, PASSPHRASE, by=teller.seat.person)

    def test_each_uses_only_their_own_key(self, story, council, named):
        teller = named.tellers.first()
        for person in (story.stranger, council.bình, named.tellers.last().seat.person):
            with pytest.raises(NotPermitted, match="only their own"):
                councils.make_key(teller, PASSPHRASE, by=person)

    def test_another_teller_s_file_does_not_serve(self, belenios, council, named):
        files = {t.number: councils.make_key(t, PASSPHRASE, by=t.seat.person) for t in named.tellers.all()}
        teller = named.tellers.first()
        with pytest.raises(BadInput, match="another teller"):
            councils.share_key(teller, files[2], PASSPHRASE, by=teller.seat.person)
        assert not Teller.objects.get(pk=teller.pk).polynomial

    def test_tellers_are_three_different_members(self, belenios, council):
        session = convened(council)
        for seats in (council.seats[3:5], [council.seats[3]] * 3, council.seats[3:7]):
            with pytest.raises(NotNow, match="three different"):
                councils.name_tellers(session, seats, by=council.bình)

    def test_who_keeps_the_system_holds_no_key(self, belenios, story, council):
        MembershipFactory(person=council.people[4], unit=story.province, role="keeper")
        with pytest.raises(NotNow, match="keeps the system"):
            councils.name_tellers(convened(council), council.seats[3:6], by=council.bình)

    def test_they_are_named_by_who_leads(self, belenios, story, council):
        for person in (story.stranger, council.people[7]):
            with pytest.raises(NotPermitted):
                councils.name_tellers(convened(council), council.seats[3:6], by=person)

    def test_they_can_be_named_anew_until_a_ballot_is_sealed(self, council, named):
        teller = named.tellers.first()
        councils.make_key(teller, PASSPHRASE, by=teller.seat.person)
        councils.name_tellers(named.session, council.seats[6:9], by=council.bình)
        assert not Ceremony.objects.get().tellers.exclude(certificate="").exists()
        assert Ceremony.objects.get().state == CeremonyState.KEYS
