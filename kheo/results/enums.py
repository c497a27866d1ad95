"""The words of results and resources (F2 of movement.md §3.4; T4 of §4.3)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class Sheet(TextChoices):
    """The three tables that a unit fills in for one work."""

    RESULTS = "results", _("Results")
    RESOURCES = "resources", _("Resources")
    BENEFICIARIES = "beneficiaries", _("People served")


class Direction(TextChoices):
    """Which way is better; of many figures neither is."""

    MORE = "more", _("more is better")
    LESS = "less", _("less is better")
    NEITHER = "neither", _("neither")


class Source(TextChoices):
    """Where a contribution comes from (F2: money by source)."""

    PEOPLE = "people", _("The people")
    OFFICIALS = "officials", _("Officials and members")
    ENTERPRISES = "enterprises", _("Enterprises")
    DONORS = "donors", _("Donors")
    BUDGET = "budget", _("State budget")
    OTHERS = "others", _("Other sources")
    NOT_TOLD = "not_told", _("Source not told")


SOCIALISED = {Source.PEOPLE, Source.OFFICIALS, Source.ENTERPRISES, Source.DONORS, Source.OTHERS, Source.NOT_TOLD}


class ResourceKind(TextChoices):
    """What was contributed."""

    MONEY = "money", _("Money")
    LAND = "land", _("Land")
    WORK_DAYS = "work_days", _("Work-days")
    GOODS = "goods", _("Goods")


class GiversAs(TextChoices):
    """How givers were counted: the same person may give three times (movement.md §4.5 rule 5)."""

    PERSONS = "persons", _("different persons")
    TURNS = "turns", _("times of giving")


class Mobilised(TextChoices):
    """The columns of the table of resources (T4 of movement.md §4.3)."""

    MONEY = "money", _("Money")
    LAND = "land", _("Land")
    WORK_DAYS = "work_days", _("Work-days")
    GOODS = "goods", _("Goods")
    HOUSEHOLDS = "household", _("Households served")
    PERSONS = "person", _("Persons served")
    CHILDREN = "child", _("Children served")
    TURNS = "turn", _("Turns of taking part")


GIVEN = (Mobilised.MONEY, Mobilised.LAND, Mobilised.WORK_DAYS, Mobilised.GOODS)  # the others are people served


journal.tells(
    {
        "registration.figures_written": _("%(who)s wrote figures."),
        "registration.figures_brought_in": _("%(who)s brought in figures from a list."),
        "registration.figures_taken_back": _("%(who)s took the figures of a list out again."),
        "indicator.added": _("%(who)s added an indicator."),
        "indicator.changed": _("%(who)s changed an indicator."),
        "indicator.retired": _("%(who)s retired an indicator."),
        "indicator.restored": _("%(who)s took an indicator up again."),
        "commitment.made": _("%(who)s recorded a running commitment of %(unit)s."),
        "commitment.stated": _("%(who)s stated how the commitment stands."),
        "commitment.ended": _("%(who)s ended the commitment."),
    }
)
