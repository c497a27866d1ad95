"""Rules of voting as the texts give them, offered when a council sets its own (blocks-and-awards.md §3)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kheo.councils.enums import Base, TieRule


@dataclass(frozen=True)
class Preset:
    """A ready-made rule; its fields are those of `VotingRule`."""

    name: str | Promise
    share: tuple[int, int]
    strictly: bool
    base: Base
    secret: bool
    tie: TieRule
    source: str


PRESETS = {
    "award_90": Preset(
        _("Secret ballot, at least 90 % of all members"), (9, 10), False, Base.ALL, True, TieRule.CHAIR,
        "Nghị định 98/2023/NĐ-CP, Điều 30.7",
    ),
    "award_80": Preset(
        _("Secret ballot, at least 80 % of all members"), (4, 5), False, Base.ALL, True, TieRule.CHAIR,
        "Nghị định 98/2023/NĐ-CP, Điều 30.7",
    ),
    "two_thirds": Preset(
        _("Open vote, at least two thirds of those present"), (2, 3), False, Base.PRESENT, False, TieRule.CHAIR, "",
    ),
    "majority": Preset(
        _("Open vote, more than half of those present"), (1, 2), True, Base.PRESENT, False, TieRule.CHAIR,
        "Thông tư 25/2025/TT-BKHCN, Điều 23",
    ),
}  # fmt: skip
