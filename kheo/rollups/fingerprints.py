"""Public keys as people handle them: a short number to read out by telephone."""

import hashlib


def of_key(key: str) -> str:
    """Twenty digits of the key's SHA-256, in fours: nobody finds a second key with the same (10^20 tries)."""
    number = int.from_bytes(hashlib.sha256(bytes.fromhex(key)).digest()) % 10**20
    digits = f"{number:020}"
    return " ".join(digits[at : at + 4] for at in range(0, 20, 4))
