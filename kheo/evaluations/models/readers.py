"""Who reads a concluded evaluation beside the units that it concerns: by reasons that this chapter does not know.

A chapter above adds those that it knows (`register`), as it adds kinds of nearness to `conflicts`.
"""

from collections.abc import Callable

from django.db.models import Q

from kheo.people.models import Person

Reason = Callable[[Person], Q]  # a condition on evaluations; what is not concluded yet is read by nobody through it
_reasons: list[Reason] = []


def register(reason: Reason) -> Reason:
    """A chapter adds a reason for which somebody reads what was concluded."""
    _reasons.append(reason)
    return reason


def have_a_reason(person: Person) -> Q:
    """The evaluations that the person reads for one of these reasons, were they concluded."""
    found = Q(pk__in=[])
    for reason in _reasons:
        found |= reason(person)
    return found
