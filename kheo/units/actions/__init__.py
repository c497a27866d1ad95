"""The verbs of this chapter: a unit's history, the offices in it, and the accounts of those who serve."""

from kheo.units.actions.accounts import close_account, invite_again, invite_to, reopen_account
from kheo.units.actions.history import build, close, found, move, regrade, rename, succeed
from kheo.units.actions.offices import appoint, hand_over, release

__all__ = [
    "appoint", "build", "close", "close_account", "found", "hand_over", "invite_again", "invite_to", "move", "regrade",
    "release", "rename", "reopen_account", "succeed",
]  # fmt: skip
