"""What the workspace of scoring shows of the thing that is judged: {% load dossiers %}. The chapter `evaluations` knows
subjects only, and never what they are; its template asks."""

from django import template

from kheo.exemplars import reading
from kheo.exemplars.models import Registration

register = template.Library()


@register.simple_tag(takes_context=True)
def registrations_of(context, subjects) -> dict[int, int]:
    """Which registrations these subjects are, as far as the reader may see them: `{subject id: registration id}`."""
    rows = Registration.objects.visible_to(context["request"].user).filter(judged_as__in=subjects)
    return dict(rows.values_list("judged_as", "pk"))


@register.inclusion_tag("exemplars/_dossier.html", takes_context=True)
def dossier_of_subject(context, subject) -> dict:
    """The registration that is judged, as far as the reader of the page may see it; nothing for a unit itself."""
    person = context["request"].user
    found = Registration.objects.filter(judged_as=subject).select_related("receiver", "field", "dossier").first()
    if found is None or not found.is_visible_to(person):
        return {"registration": None}
    for name in ("unit", "round"):  # the page has read them already, as the subject's
        if getattr(found, f"{name}_id") == getattr(subject, f"{name}_id"):
            setattr(found, name, getattr(subject, name))
    read = reading.read(found, person)
    return {"registration": found, "read": read, "request": context["request"]}
