"""What the page of a registration shows of replication: {% load copies %}. The chapter `exemplars` knows no copies."""

from django import template
from django.urls import reverse

from kheo.replication import permissions, reading
from kheo.replication.copies import copies_read_by, replications
from kheo.replication.models import Adoption
from kheo.replication.study import missing_of

register = template.Library()


@register.inclusion_tag("replication/_registration.html", takes_context=True)
def copies_of(context, registration) -> dict:
    """Its copies when it was recognised; its origin, what it changes and its confirmation when it is a copy."""
    person = context["request"].user
    pattern = reading.readable(person).filter(exemplar=registration.exemplar_id).first()
    found = {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "registration": registration,
        "pattern_url": reverse("replication:detail", args=[pattern.exemplar_id]) if pattern else "",
        "copies": _count(registration.exemplar_id, person) if pattern else 0,
    }
    return found | (_as_a_copy(person, registration) if registration.exemplar.replicated_from_id else {})


def _as_a_copy(person, registration) -> dict:
    origin_id = registration.exemplar.replicated_from_id
    origin = reading.pattern_of(registration.exemplar.replicated_from)
    if origin is None:
        return {}
    adoption = Adoption.objects.filter(registration=registration).select_related("call", "advice__unit").first()
    told = {
        "origin": origin,
        "origin_url": reverse("replication:detail", args=[origin_id])
        if reading.readable(person).filter(exemplar=origin_id).exists()
        else "",
        "adoption": adoption,
        "missing": missing_of(origin, registration) if registration.status in ("accepted", "reported") else [],
        "may_tell": permissions.can_tell_adoption.allows(person, registration),
    }
    if adoption:
        last = adoption.answers.select_related("by").last()
        told["refusal"] = last if last and not last.confirmed and adoption.state == "refused" else None
        told["advice"] = getattr(adoption, "advice", None)
        told["may_confirm"] = permissions.can_confirm_adoption.allows(person, adoption)
    return told


def _count(exemplar_id: int, person) -> int:
    return replications([exemplar_id], copies_read_by(person)).get(exemplar_id, 0)
