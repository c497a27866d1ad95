"""How somebody votes stands in no argument, log, journal, exception or other file: only, sealed, in the box."""

import logging
import os
import stat
import subprocess
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kheo.councils.models import Voter
from kheo.councils.sealed import belenios, elections, keyfile
from kheo.councils.sealed.belenios import Hidden, ToolFailed
from kheo.kernel.errors import NotNow
from kheo.kernel.models import Entry
from tests.councils.conftest import council_of
from tests.councils.sealing import PASSPHRASE, opened, with_keys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("belenios")]
PLAIN = ("[[1,", "[[0,", "[[1, ", "[[0, ", "1, 0, 0]", "0, 1, 0]", "1,0,0]", "0,1,0]")


@pytest.fixture
def sealed(story):
    five = council_of(story, 5)
    return opened(with_keys(five))


@pytest.fixture
def runs(monkeypatch):
    """Every program that is started: its words and its environment."""
    seen, real = [], subprocess.run

    def run(words, **options):
        seen.append((" ".join(map(str, words)), options.get("env")))
        return real(words, **options)

    monkeypatch.setattr(subprocess, "run", run)
    return seen


def test_no_argument_and_no_environment_holds_a_secret(sealed, runs):
    sealed.cast(sealed.council.people[0], "for")
    sealed.close()
    sealed.give_shares(1, 2)
    keys = [
        keyfile.unlock(file, PASSPHRASE, session=sealed.session.pk, teller=number).content.decode().strip()
        for number, file in sealed.files.items()
    ]
    assert len(runs) > 8
    for line, environment in runs:
        assert not any(word in line for word in (*PLAIN, PASSPHRASE, *keys))
        assert set(environment) <= {"PATH", "BELENIOS_USE_URANDOM", "LC_ALL"}
    (sealing,) = [line for line, _ in runs if "generate-ballot" in line]
    assert sealing.count("/proc/self/fd/") == 2


def test_the_credential_is_not_in_an_argument(sealed, runs):
    voter = Voter.objects.get(seat=sealed.council.seats[0])
    credential = elections.unlocked(voter.credential).content.decode()
    sealed.cast(sealed.council.people[0], "for")
    assert not any(credential in line for line, _ in runs)


def test_no_statement_but_the_one_into_the_box_differs_by_the_choice(sealed):
    def statements(person, choice):
        with CaptureQueriesContext(connection) as queries:
            sealed.cast(person, choice)
        return [query["sql"] for query in queries]

    first = statements(sealed.council.people[0], "for")
    again = [statements(sealed.council.people[0], choice) for choice in ("for", "not", "abs")]
    assert any("kheo_ballot" in sql and "INSERT" in sql for sql in first)
    for statement in sum(again, first):
        assert not any(word in statement for word in PLAIN)
    assert len({len(one) for one in again}) == 1


def test_no_log_line_and_no_journal_entry_tells_it(sealed, caplog):
    caplog.set_level(logging.DEBUG)
    sealed.cast(sealed.council.people[0], "for")
    sealed.cast(sealed.council.people[1], "not")
    assert not any(word in caplog.text for word in PLAIN)
    voted = Entry.objects.filter(verb="election.voted")
    assert [entry.details for entry in voted] == [{}, {}]


def test_what_fails_does_not_repeat_what_it_was_given(sealed, caplog, monkeypatch, tmp_path):
    """A tool that shouts what it got: nothing of it comes through."""
    loud = tmp_path / "belenios-tool"
    loud.write_text('#!/bin/sh\nfor word in "$@"; do echo "$word"; cat "$word"; done\ncat >&2\nexit 3\n')
    loud.chmod(0o755)
    monkeypatch.setattr(belenios, "TOOL", str(loud))
    caplog.set_level(logging.DEBUG)
    with pytest.raises(NotNow, match="nothing was cast") as refusal:
        sealed.cast(sealed.council.people[0], "for")
    chain, told = refusal.value, []
    while chain:
        told.append(str(chain))
        chain = chain.__context__
    assert told[1:] == ["archive init: ended with 3"]
    assert not any(word in caplog.text for word in PLAIN)


def test_a_tool_that_hangs_is_ended(monkeypatch, tmp_path):
    slow = tmp_path / "belenios-tool"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(belenios, "TOOL", str(slow))
    with pytest.raises(ToolFailed, match="took more than 0 seconds"):
        belenios.run("election", "verify", at=tmp_path, limit=0.2)


def test_folders_are_in_memory_ours_alone_and_gone_afterwards():
    with belenios.workbench() as at:
        assert stat.S_IMODE(at.stat().st_mode) == 0o700
        assert at.parent == belenios.MEMORY or not belenios.MEMORY.exists()
    assert not at.exists()


def test_what_a_killed_process_left_is_cleared_away():
    left = belenios.MEMORY / f"{belenios.PREFIX}999999999-x"
    mine = belenios.MEMORY / f"{belenios.PREFIX}{os.getpid()}-y"
    for folder in (left, mine):
        folder.mkdir(mode=0o700)
        (folder / "a.key").write_text("…")
    try:
        with belenios.workbench():
            assert not left.exists()
            assert mine.exists()
    finally:
        for folder in (left, mine):
            belenios.shutil.rmtree(folder, ignore_errors=True)


def test_a_secret_reaches_the_tool_through_memory_alone(tmp_path, monkeypatch):
    script = tmp_path / "belenios-tool"
    script.write_text('#!/bin/sh\ncat "$1"; readlink "$1"\n')
    script.chmod(0o755)
    monkeypatch.setattr(belenios, "TOOL", str(script))
    said = belenios.run(Hidden("bí mật"), at=tmp_path).decode()
    assert said == "bí mật/memfd:kheo (deleted)\n"
    assert [path.name for path in Path(tmp_path).iterdir()] == ["belenios-tool"]
