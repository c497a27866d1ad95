from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class Level(TextChoices):
    """The rungs a unit can stand on. Words valid in time: the district tier ended on 30 June 2025."""

    CENTRAL = "central", _("Central")
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")
    GRASSROOTS = "grassroots", _("Grassroots")


HEIGHT = {Level.GRASSROOTS: 0, Level.COMMUNE: 1, Level.DISTRICT: 2, Level.PROVINCE: 3, Level.CENTRAL: 4}

# Resolution 60-NQ/TW and the Law on Local Government 72/2025/QH15: no district level from 1 July 2025.
LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)


class Kind(TextChoices):
    """What kind of body a unit is; independent of its level."""

    LOCALITY = "locality", _("locality")
    PARTY = "party", _("Party committee")
    CELL = "cell", _("Party cell")
    GOVERNMENT = "government", _("People's Committee")
    FRONT = "front", _("Fatherland Front or mass organisation")
    AGENCY = "agency", _("agency")
    ARMED_FORCES = "armed_forces", _("armed forces")
    SCHOOL = "school", _("school")
    ENTERPRISE = "enterprise", _("enterprise")
    RESIDENTIAL = "residential", _("residential area")
    OTHER = "other", _("other unit")


class Role(TextChoices):
    """What a person is in a unit, from a day to a day."""

    CLERK = "clerk", _("clerk")
    HEAD = "head", _("head of the unit")
    REVIEWER = "reviewer", _("reviewer")
    COUNCIL_SECRETARY = "council_secretary", _("council secretary")
    STEERING_COMMITTEE = "steering_committee", _("steering committee")
    VIEWER = "viewer", _("viewer")
    KEEPER = "keeper", _("system keeper")


# What a role is for, in the words of the form that gives it.
ROLE_MEANS = {
    Role.CLERK: _("writes registrations and sends them"),
    Role.HEAD: _("answers for the unit: writes, sends, and decides on what others send"),
    Role.REVIEWER: _("receives registrations of the units below and weighs them"),
    Role.COUNCIL_SECRETARY: _("prepares and writes down what the unit recognises"),
    Role.STEERING_COMMITTEE: _("runs movements, recognises and proposes upward"),
    Role.VIEWER: _("reads, and changes nothing"),
    Role.KEEPER: _("keeps units and accounts, here and in all units below; reads no registrations"),
}

WRITES_FOR_UNIT = {Role.CLERK, Role.HEAD}
REVIEWS_FOR_UNIT = {Role.REVIEWER, Role.COUNCIL_SECRETARY, Role.STEERING_COMMITTEE, Role.HEAD}
RUNS_FOR_UNIT = {Role.STEERING_COMMITTEE, Role.HEAD, Role.KEEPER}
BRINGS_IN_FOR_UNIT = {Role.KEEPER, Role.STEERING_COMMITTEE, Role.COUNCIL_SECRETARY}
READS_FOR_UNIT = set(Role) - {Role.KEEPER}


class Share(TextChoices):
    """How much of a predecessor a successor took over."""

    WHOLE = "whole", _("the whole unit")
    PART = "part", _("a part of the unit")


journal.tells(
    {
        "unit.founded": _("%(who)s added the unit, founded on %(on)s."),
        "unit.renamed": _("%(who)s gave the unit a new name from %(on)s."),
        "unit.moved": _("%(who)s moved the unit under another superior from %(on)s."),
        "unit.regraded": _("%(who)s changed the kind or level of the unit from %(on)s."),
        "unit.closed": _("%(who)s closed the unit; its last day is %(last_day)s."),
        "unit.succeeded": _("%(who)s named a successor of the unit from %(on)s."),
        "membership.began": _("%(who)s gave a person a role in %(unit)s from %(on)s."),
        "membership.ended": _("%(who)s ended a person's role in %(unit)s; its last day is %(last_day)s."),
        "work.handed_over": _("%(who)s handed over the work of a person in %(unit)s from %(on)s."),
    }
)
