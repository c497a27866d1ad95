"""`python -m drills.uploads` finds nothing broken. Here all but the browser that is killed, which needs Chromium."""

import subprocess
import sys
from pathlib import Path

from drills.uploads import hostile_files

PROJECT = Path(__file__).parents[2]


def test_nothing_is_lost_nothing_comes_twice_and_nothing_served_can_run():
    words = ["--part", "cuts", "crowd", "full", "hostile"]
    done = subprocess.run(
        [sys.executable, "-m", "drills.uploads", *words], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "20 phones, 40 requests" in done.stdout
    for title, _name, _content, taken in hostile_files():
        assert f"  {title}: {200 if taken else 422} in " in done.stdout
