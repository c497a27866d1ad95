"""What the pages of registering and accepting show of what is registered already: {% load duplicates %}. The chapter
of registrations knows nothing of it; its templates ask."""

from django import template

from kheo.duplicates import similar
from kheo.exemplars import permissions
from kheo.exemplars.enums import Status

register = template.Library()


@register.inclusion_tag("duplicates/_while_typing.html")
def similar_while_typing(unit, registration=None) -> dict:
    """Under the box of a name: what the area has registered under a name like it, found while one types."""
    return {"unit": unit, "than": registration.pk if registration else None}


@register.inclusion_tag("duplicates/_may_be_the_same.html", takes_context=True)
def may_be_the_same(context, registration) -> dict:
    """For those who answer for the receiving office, while the answer is open: what this may duplicate or replicate."""
    person = context["request"].user
    asked = registration.status == Status.SUBMITTED and permissions.can_review.allows(person, registration)
    return {"found": similar.like(registration, person) if asked else []}
