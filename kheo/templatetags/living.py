"""What the page of a registration shows of its life: {% load living %}. The chapter `exemplars` knows no re-checks."""

from django import template

from kheo.exemplars.enums import CONSIDERABLE
from kheo.progress import permissions
from kheo.progress.enums import DAYS
from kheo.progress.models import Recheck

register = template.Library()


@register.inclusion_tag("progress/_registration.html", takes_context=True)
def lived_on(context, registration) -> dict:
    """Its reports of progress, and what the pulses and re-checks of its exemplar say."""
    person = context["request"].user
    rechecks = Recheck.objects.filter(exemplar=registration.exemplar_id).select_related("round", "unit", "ruling__unit")
    asked = registration.status in CONSIDERABLE and permissions.can_report_progress.allows(person, registration)
    return {
        "registration": registration,
        "reports": registration.progress_reports.select_related("by"),
        "pulses": registration.exemplar.pulses.order_by("on", "pk"),
        "rechecks": rechecks.order_by("at", "pk"),
        "kinds": list(DAYS) if asked else [],
    }
