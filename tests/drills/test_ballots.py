"""`python -m drills.ballots` runs and finds nothing: in small here; 200 elections, 100 kills, 1,000 bytes by hand."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from drills.ballots.adversaries import Finding, Seen, Wal, matched, plaintext_in

PROJECT = Path(__file__).parents[2]


def test_nobody_is_found_nothing_is_lost_every_change_is_seen(belenios):
    words = ["--part", "leaks", "kills", "bytes", "--elections", "4", "--kills", "3", "--bytes", "20", "--sigmas", "5"]
    done = subprocess.run(
        [sys.executable, "-m", "drills.ballots", *words], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "a byte of what it says: 20 of 20 found" in done.stdout
    assert "lost: 0, twice: 0" in done.stdout
    assert done.stdout.count("readable in the") == 4


class TestOfTheAdversaries:
    """They would see what is there to be seen."""

    def test_a_vote_written_down_is_found_however_it_was_written(self):
        played = [SimpleNamespace(truth={1: ("for", "not", "abs")})]
        for written in (b"x [[1, 0, 0], [0, 1, 0], [0, 0, 1]] y", b"[[1,0,0],[0,1,0],[0,0,1]]", b"for,not,abs"):
            assert plaintext_in(written, played) == 1
        assert plaintext_in(b"[[1,0,0],[0,1,0],[0,1,0]]", played) == 0

    def test_rows_in_the_same_order_are_matched(self):
        voters = [Seen("Lan", 1, 20, 5), Seen("Minh", 2, 10, 6)]
        votes = [Seen("for", 1, 20, 5), Seen("not", 2, 10, 6)]
        assert matched(voters, votes, "dump", {"Lan": "for", "Minh": "not"}) == 2
        assert matched(voters, votes, "xmin", {"Lan": "not", "Minh": "for"}) == 0

    def test_the_bound_is_chance_and_so_many_standard_deviations(self):
        assert round(Finding("sealed", "dump", 0, 3000).bound(3), 3) == 0.080

    def test_a_part_of_the_log_of_writes(self):
        assert Wal(b"abcdef", begins=100).part((102, 104)) == b"cd"
