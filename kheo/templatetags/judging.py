"""Small words of the pages of judging, and what the page of a round below shows of them: {% load judging %}."""

from collections.abc import Iterable

from django import template

from kheo.evaluations import demands
from kheo.evaluations.models import Evidence

register = template.Library()


@register.filter
def pieces_of(code: str, evidence: Iterable[Evidence]) -> list[Evidence]:
    """The pieces of evidence behind one leaf."""
    return [one for one in evidence if one.code == code]


@register.inclusion_tag("evaluations/_demands.html")
def demands_of_round(round_, runs: bool) -> dict:
    """What a round demands before it recognises; the chapter of rounds knows nothing of it. `runs`: may change it."""
    rungs = demands.of(round_)
    return {"round": round_, "rungs": rungs, "runs": runs, "demanded": any(rung.procedure for rung in rungs)}
