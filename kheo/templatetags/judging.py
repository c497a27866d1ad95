"""Small words of the pages of judging: {% load judging %}."""

from collections.abc import Iterable

from django import template

from kheo.evaluations.models import Evidence

register = template.Library()


@register.filter
def pieces_of(code: str, evidence: Iterable[Evidence]) -> list[Evidence]:
    """The pieces of evidence behind one leaf."""
    return [one for one in evidence if one.code == code]
