"""What the page of a lower chapter shows of the figures: {% load figures %}. That chapter knows nothing of them; its
template asks, as it asks for their addresses."""

from django import template

from kheo.insights.glance import glance
from kheo.insights.rounds_of_unit import rounds_of_unit

register = template.Library()


@register.inclusion_tag("insights/_glance.html", takes_context=True)
def figures_of_round(context, round_) -> dict:
    """Registered, accepted, recognised in a round, as far as the reader of the page may know."""
    return {"glance": glance(round_, context["request"].user)}


@register.inclusion_tag("insights/_rounds_of_unit.html", takes_context=True)
def figures_of_unit(context, unit) -> dict:
    """How far a unit came in its newest rounds, as far as the reader of the page may know."""
    return {"rounds": rounds_of_unit(unit, reader=context["request"].user)}
