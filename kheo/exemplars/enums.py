"""The words of the main line, and the table of its moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class Kind(TextChoices):
    MODEL = "model", _("Model")
    EXAMPLE = "example", _("Typical example")


class Subject(TextChoices):
    COLLECTIVE = "collective", _("Collective")
    INDIVIDUAL = "individual", _("Individual")


class Origin(TextChoices):
    """How the exemplar comes into this round: new, maintained, replicated are separate flows (movement.md §0)."""

    NEW = "new", _("New")
    MAINTAINED = "maintained", _("Maintained")
    UPGRADED = "upgraded", _("Upgraded")
    REPLICATED = "replicated", _("Replicated")


class Status(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent")
    RETURNED = "returned", _("Returned for changes")
    ACCEPTED = "accepted", _("Accepted")
    REPORTED = "reported", _("Result reported")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged")


class Holder(TextChoices):
    """Who has to act next."""

    UNIT = "unit", _("the registering unit")
    RECEIVER = "receiver", _("the receiving office")
    NOBODY = "nobody", _("nobody")


NEXT = {
    Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
    Status.SUBMITTED: {Status.RETURNED, Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN, Status.MERGED},
    Status.RETURNED: {Status.SUBMITTED, Status.WITHDRAWN, Status.MERGED},
    Status.ACCEPTED: {Status.REPORTED, Status.WITHDRAWN, Status.MERGED},
    Status.REPORTED: {Status.WITHDRAWN, Status.MERGED},
    Status.DECLINED: set(),
    Status.WITHDRAWN: set(),
    Status.MERGED: set(),  # no move leads on; undoing the merging gives back the state before it
}

HELD_BY = {
    Status.DRAFT: Holder.UNIT,
    Status.SUBMITTED: Holder.RECEIVER,
    Status.RETURNED: Holder.UNIT,
    Status.ACCEPTED: Holder.UNIT,
    Status.REPORTED: Holder.RECEIVER,
    Status.DECLINED: Holder.NOBODY,
    Status.WITHDRAWN: Holder.NOBODY,
    Status.MERGED: Holder.NOBODY,
}

# A registration counts in the figures from the day it is sent, unless declined, withdrawn or merged into another.
COUNTED = {Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED, Status.REPORTED}
# Only what was accepted into the list of the year can be considered for recognition (BR-02).
CONSIDERABLE = {Status.ACCEPTED, Status.REPORTED}
EDITABLE = {Status.DRAFT, Status.RETURNED}


class DeclineReason(TextChoices):
    """Why a registration is not taken into the list (movement.md §3.2)."""

    DUPLICATE = "duplicate", _("duplicates another registration")
    NOT_COMPETENT = "not_competent", _("not for this office to receive")
    INCOMPLETE = "incomplete", _("content is missing")


class ForceRole(TextChoices):
    """What a force does in the work (F1 row 6)."""

    LEADING = "leading", _("leads")
    COORDINATING = "coordinating", _("coordinates")
    PARTICIPATING = "participating", _("takes part")


class Section(TextChoices):
    """The registration as a task list: one short section a page (F1 of movement.md §3.4)."""

    IDENTITY = "identity", _("Name and kind")
    SUBJECT = "subject", _("Who it is about")
    PROBLEM = "problem", _("Situation and reason")
    GOALS = "goals", _("Goals and criteria")
    METHOD = "method", _("Content and way of doing")
    PLACE = "place", _("Place and people served")
    FORCES = "forces", _("Forces and their roles")
    RESOURCES = "resources", _("Resources and time")
    OUTPUTS = "outputs", _("Outputs, keeping and replicating")
    CONTACT = "contact", _("Contact and confirmation")
    FILES = "files", _("Attached files")


class SectionState(TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    TO_MEND = "to_mend", _("To mend")
    DONE = "done", _("Done")


journal.tells(
    {
        "registration.begun": _("%(who)s began the registration for %(unit)s."),
        "registration.written": _("%(who)s wrote in the registration."),
        "registration.submitted": _("%(who)s sent the registration; its code is %(code)s."),
        "registration.returned": _("%(who)s of %(unit)s returned it for changes."),
        "registration.accepted": _("%(who)s of %(unit)s accepted it into the list of the year."),
        "registration.declined": _("%(who)s of %(unit)s declined it."),
        "registration.withdrawn": _("%(who)s withdrew the registration."),
        "registration.result_reported": _("%(who)s reported the result."),
        "registration.brought_in": _("%(who)s brought it in from a list; its code is %(code)s."),
    }
)
