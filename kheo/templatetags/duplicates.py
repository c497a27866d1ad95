"""What the pages of registering and accepting show of what is registered already: {% load duplicates %}. The chapter
of registrations knows nothing of it; its templates ask."""

from django import template

from kheo.duplicates import permissions, reading, similar
from kheo.exemplars.enums import Status
from kheo.exemplars.permissions import can_review

register = template.Library()


@register.inclusion_tag("duplicates/_while_typing.html")
def similar_while_typing(unit, registration=None) -> dict:
    """Under the box of a name: what the area has registered under a name like it, found while one types."""
    return {"unit": unit, "than": registration.pk if registration else None}


@register.inclusion_tag("duplicates/_may_be_the_same.html", takes_context=True)
def may_be_the_same(context, registration) -> dict:
    """For those who answer for the receiving office, while the answer is open: what this may duplicate or replicate."""
    person = context["request"].user
    asked = registration.status == Status.SUBMITTED and can_review.allows(person, registration)
    return {"found": similar.like(registration, person) if asked else [], "registration": registration}


@register.inclusion_tag("duplicates/_registration.html", takes_context=True)
def same_work(context, registration) -> dict:
    """Who takes part in it and who asks to, what was merged into it, where it went itself, and what one may do."""
    person = context["request"].user
    rules = reading.may_rule(person)
    went = reading.merging_of(registration)
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "registration": registration,
        "parts": reading.parts_in(registration, person),
        "taken": [
            (one, rules and permissions.can_undo_merging.allows(person, one)) for one in reading.merged_in(registration)
        ],
        "went": went,
        "kept_is_seen": went is not None and went.kept.is_visible_to(person),
        "may_undo": went is not None and rules and permissions.can_undo_merging.allows(person, went),
        "may_merge": rules and permissions.can_look_for_the_same.allows(person, registration),
    }


@register.inclusion_tag("duplicates/_draft.html")
def asked_with(registration) -> dict:
    """On the pages of a draft: the unit asked to take part in another's registration of the same work."""
    return {"asked": reading.asked_with(registration)}


@register.inclusion_tag("duplicates/_link.html", takes_context=True)
def way_to_joinings(context) -> dict:
    """On the list of registrations: the way to the works that several units do together, where there are any."""
    return {"there_are": reading.takes_part_somewhere(context["request"].user)}
