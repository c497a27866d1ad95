from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class Stage(TextChoices):
    """Where a unit stands with its duty to consider recognition (BR-08, BR-09)."""

    NOT_CONSIDERED = "not_considered", _("Has not considered")
    UNDER_WAY = "under_way", _("Is considering")
    NONE_RECOGNISED = "none_recognised", _("Considered, none recognised")
    RECOGNISED = "recognised", _("Considered and recognised")


class Upward(TextChoices):
    """What a unit that has recognised has done about proposing upward."""

    PROPOSED = "proposed", _("has proposed")
    FORGONE = "forgone", _("proposes nothing")
    NOT_YET = "not_yet", _("has not proposed yet")


class Shown(TextChoices):
    """Which part of what waits a docket shows, while the unit considers."""

    ALL = "all", _("All that wait")
    LEFT = "left", _("No outcome yet")
    TO_RECOGNISE = "recognise", _("To be recognised")
    NOT_TO_RECOGNISE = "not_recognise", _("Not to be recognised")


BY_RANK = "rank"  # the order of a docket whose registrations are judged; else it is that of the proposals

journal.tells(
    {
        "consideration.opened": _("%(who)s began to consider recognition for %(unit)s."),
        "outcome.weighed": _("%(who)s weighed a registration for %(unit)s."),
        "consideration.concluded": _(
            "%(who)s concluded for %(unit)s: %(recognised)s recognised, %(not_recognised)s not."
        ),
        "registration.recognised": _("%(unit)s recognised it."),
        "registration.not_recognised": _("%(unit)s considered it and did not recognise it."),
        "registration.proposed": _("%(who)s proposed it upward for %(unit)s, with rank %(rank)s."),
        "registration.proposal_recalled": _("%(who)s of %(unit)s recalled the proposal."),
        "forgoing.stated": _("%(who)s stated that %(unit)s proposes nothing upward from this round."),
        "forgoing.recalled": _("%(who)s recalled the statement that %(unit)s proposes nothing."),
        "forgoing.overtaken": _("%(unit)s proposed after all: its statement that it proposes nothing has ended."),
    }
)
