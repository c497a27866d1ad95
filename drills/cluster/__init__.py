"""Kill the primary of a real cluster while people write: `python -m drills.cluster`."""
