"""One box for everything: the page of what was found, and the same while one types."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kheo.kernel.text import clean_line
from kheo.search import hits
from kheo.units.lagging import may_lag

ON_THE_PAGE, WHILE_TYPING, OF_PEOPLE = 10, 5, 50
LONGEST = 200  # characters of a search


@may_lag
@require_safe
def results(request):
    """What was found, the first ten of each kind, with the way to all of them; `?only=people` lists people in pages."""
    words = _words(request)
    if request.GET.get("only") == hits.PEOPLE and words:
        page = Paginator(hits.people(words, request.user), OF_PEOPLE).get_page(request.GET.get("page"))
        return render(request, "search/people.html", {"words": words, "page_obj": page, "hits": hits.of_people(page)})
    groups = hits.groups(words, request.user, ON_THE_PAGE, counted=True)
    return render(request, "search/results.html", {"words": words, "groups": groups, "shortest": hits.SHORTEST})


@may_lag
@require_safe
def suggest(request):
    """The first five of each kind as options of the box, while one types into it."""
    words = _words(request)
    groups = hits.groups(words, request.user, WHILE_TYPING)
    return render(request, "search/suggest.html", {"words": words, "groups": groups})


def _words(request):
    return clean_line(request.GET.get("q", ""))[:LONGEST]
