"""What the page of a registration shows of awards: {% load awards %}. The chapter `exemplars` knows none."""

from django import template

from kheo.awards.models import Award

register = template.Library()


@register.inclusion_tag("awards/_registration.html")
def awards_of(registration) -> dict:
    """The awards that name it, and who decided."""
    return {"awards": Award.objects.standing().filter(awarded__registration=registration).order_by("on", "pk")}
