"""The secret of an invitation: short enough to be typed from paper, long enough that nobody guesses it.

Twenty signs out of thirty-one are 99 bits. No sign looks like another, and the dashes do not matter.
"""

import hashlib
import re
import secrets

SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 or o, no 1, l or i


def new() -> str:
    """A fresh token, like `k7pq3-mfw9x-tzc4h-d8rns`."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(20))
    return "-".join(signs[i : i + 5] for i in range(0, 20, 5))


def digest(token: str) -> str:
    """What is stored of a token. However it was typed, with or without dashes, it is the same."""
    return hashlib.sha256(re.sub(r"[^a-z0-9]", "", token.lower()).encode()).hexdigest()
