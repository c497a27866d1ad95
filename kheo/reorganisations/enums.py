"""The words of a re-organisation, and the table of its moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class State(TextChoices):
    DRAFT = "draft", _("Being planned")
    PROPOSED = "proposed", _("Waits for a second person")
    DONE = "done", _("Carried out")
    REVERSED = "reversed", _("Undone")
    DISCARDED = "discarded", _("Discarded")


class Holder(TextChoices):
    """Who has to act next."""

    KEEPER = "keeper", _("system keeper")
    SECOND = "second", _("a second system keeper")
    NOBODY = "nobody", _("nobody")


NEXT = {
    State.DRAFT: {State.PROPOSED, State.DISCARDED},
    State.PROPOSED: {State.DRAFT, State.DONE},
    State.DONE: {State.REVERSED},
    State.REVERSED: set(),
    State.DISCARDED: set(),
}

HELD_BY = {
    State.DRAFT: Holder.KEEPER,
    State.PROPOSED: Holder.SECOND,
    State.DONE: Holder.NOBODY,
    State.REVERSED: Holder.NOBODY,
    State.DISCARDED: Holder.NOBODY,
}

DAYS_TO_REVERSE = 30


class ChangeKind(TextChoices):
    """One step of a plan; each is one verb of `units.actions`."""

    FOUND = "found", _("units founded")
    MOVE = "move", _("units under another superior")
    RENAME = "rename", _("units renamed")
    REGRADE = "regrade", _("units of another kind or level")
    SUCCEED = "succeed", _("successions, whole or in part")
    CLOSE = "close", _("units that end")


class Side(TextChoices):
    """Which hand of a registration was handed on; of the last one of a model, who keeps the model."""

    AUTHOR = "author", _("who writes it")
    RECEIVER = "receiver", _("who answers it")
    PROPOSED = "proposed", _("who decides on its proposal")
    HOLDER = "holder", _("who keeps the model")


class Fate(TextChoices):
    """What becomes of something that stands open in a unit that ends."""

    MOVES = "moves", _("is handed on")
    ACTS = "acts", _("is done there by right")
    ENDS = "ends", _("ends with the unit")
    WAITS = "waits", _("waits for somebody who knows")


journal.tells(
    {
        "reorganisation.begun": _("%(who)s began to plan the re-organisation."),
        "reorganisation.planned": _("%(who)s added %(count)s changes to the plan."),
        "reorganisation.change_dropped": _("%(who)s took a change out of the plan."),
        "reorganisation.emptied": _("%(who)s took all %(count)s changes out of the plan."),
        "reorganisation.rehearsed": _("%(who)s looked at what the plan would do."),
        "reorganisation.proposed": _("%(who)s proposed the plan to a second person."),
        "reorganisation.stay_left_out": _("%(who)s left a role out of the plan."),
        "reorganisation.taken_back": _("%(who)s gave the plan back to be changed."),
        "reorganisation.discarded": _("%(who)s discarded the plan."),
        "reorganisation.approved": _("%(who)s approved the plan, and it was carried out."),
        "reorganisation.handed_out": _("%(who)s handed on what the ended units held."),
        "reorganisation.reversed": _("%(who)s undid the re-organisation."),
        "registration.handed_on": _("%(who)s handed it on: the unit that held it has ended."),
        "registration.handed_back": _("%(who)s gave it back: the re-organisation was undone."),
        "unit.put_back": _("%(who)s put the unit back as it was before the re-organisation."),
        "unit.taken_back": _("%(who)s took back the founding of the unit."),
    }
)
