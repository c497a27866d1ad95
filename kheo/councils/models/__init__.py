"""The records of councils: who sits there, what came before them, how they voted, what was sealed."""

from kheo.councils.models.code import PersonalCode
from kheo.councils.models.council import Council, Seat, VotingRule, sees_a_council
from kheo.councils.models.minutes import Minutes
from kheo.councils.models.packet import items_read_by, subjects_read_by
from kheo.councils.models.sealed import Ballot, Ceremony, Election, Share, Tally, Teller, Voter
from kheo.councils.models.session import Attendance, CouncilSession, Item, Quota, Recusal
from kheo.councils.models.vote import Correction, PaperCount, Poll, Result, TieSettled, Vote, WrittenOpinion

__all__ = [
    "Attendance",
    "Ballot",
    "Ceremony",
    "Correction",
    "Council",
    "CouncilSession",
    "Election",
    "Item",
    "Minutes",
    "PaperCount",
    "PersonalCode",
    "Poll",
    "Quota",
    "Recusal",
    "Result",
    "Seat",
    "Share",
    "Tally",
    "Teller",
    "TieSettled",
    "Vote",
    "Voter",
    "VotingRule",
    "WrittenOpinion",
    "items_read_by",
    "sees_a_council",
    "subjects_read_by",
]
