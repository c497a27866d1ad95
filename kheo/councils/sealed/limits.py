"""What a sealed ballot cannot do, to be read by the council before it chooses one (trust.md §5.3)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: list[str | Promise] = [
    _(
        "The server seals your ballot: whoever has broken into it while you vote can see your choice in its memory."
        " Only sealing on your own device would remove that, and even then the page would come from the server."
    ),
    _(
        "Two tellers who break their word and hold the stored ballots can open every single ballot, until two of the"
        " three key files are destroyed."
    ),
    _(
        "A small council has its arithmetic: a unanimous result tells how everybody voted, and all members but one"
        " together learn the vote of the last; with nine members the abstentions say much."
    ),
    _(
        "Who has voted is known, though not how. It stands in the minutes, so that a member can object to a ballot cast"
        " in their name."
    ),
    _(
        "A person who looks over your shoulder sees your vote. Voting again before the close, unseen, is the only help:"
        " the last ballot counts."
    ),
    _(
        "When two of the three key files or their passphrases are lost before the count, the vote must be repeated."
        " Rehearse the ceremony each year."
    ),
    _(
        "Where belenios-tool is not installed there is no electronic secret ballot: vote on paper, counted by two"
        " people."
    ),
]
DELETION = _(
    "Destroyed means: the part of the table that held the sealed ballots was dropped, and the archive was removed from"
    " this server's files. Copies remain in the database's log and in backups until those expire, and with every member"
    " who took the archive. They stay sealed; once two of the three key files are destroyed nobody can open them."
)
