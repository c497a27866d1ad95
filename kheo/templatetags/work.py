"""What the pages of people show of the work on their desks: {% load work %}. The chapters below know nothing of it."""

from django import template

from kheo.desk.passing import open_work

register = template.Library()


@register.simple_tag
def open_work_of(unit, roles) -> list[str]:
    """The open work of a unit that is reached through memberships, as sentences with counts."""
    return open_work(unit, {membership.role for membership in roles})
