"""Drills: what is promised is attacked, on a database of its own, with figures at the end. Slower than tests."""
