"""The verbs of results: the only code of this chapter that writes."""

from kheo.results.actions.indicators import add_indicator, change_indicator, restore_indicator, retire_indicator
from kheo.results.actions.sheets import bring_in, save_sheet, take_back
from kheo.results.actions.sponsoring import commit, end_commitment, state_commitment

__all__ = [
    "add_indicator",
    "bring_in",
    "change_indicator",
    "commit",
    "end_commitment",
    "restore_indicator",
    "retire_indicator",
    "save_sheet",
    "state_commitment",
    "take_back",
]
