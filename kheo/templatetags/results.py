"""What the page of a work shows of its figures: {% load results %}. The chapter below knows nothing of them."""

from django import template

from kheo.exemplars.models import Registration
from kheo.exemplars.permissions import can_review
from kheo.results import comparing, permissions, reading

register = template.Library()


@register.inclusion_tag("results/_figures.html", takes_context=True)
def figures_of_work(context, registration: Registration) -> dict:
    """Results, resources, people served and commitments, as far as the reader of the page may know them."""
    person = context["request"].user
    figures = reading.read(registration, person)
    asks = figures is not None and figures.resources and can_review.allows(person, registration)
    return {
        "registration": registration,
        "figures": figures,
        "writes": permissions.can_write_figures.allows(person, registration),
        "questions": comparing.questions(registration, person) if asks else [],
        "forces": ", ".join(force.name for force in registration.forces.all()) if figures and figures.resources else "",
    }
