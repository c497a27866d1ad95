"""The pages that are measured. Those that an installation does not have yet are named, not hidden."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from bench.meter import Page

# Name of the page, its address, and what is asked of it. The first four are promised by name.
ASKED = (
    ("desk", "desk:home", {}),
    ("filtered list", "exemplars:list", {"level": "district", "field": "economy"}),
    ("search", "exemplars:list", {"q": "hoa giai co so"}),
    ("funnel", "insights:funnel", {}),
    ("breakdown", "insights:breakdown", {}),
    ("rows behind a figure", "insights:rows", {"measure": "recognised"}),
    ("rows recognised above", "insights:rows", {"measure": "recognised_above"}),
    ("units that did nothing", "insights:silent", {}),
    ("list", "exemplars:list", {}),
    ("recognition", "recognitions:list", {}),
    ("movements", "movements:list", {}),
    ("units", "units:tree", {}),
)


def pages(person: str, budget: float | None = None) -> tuple[list[Page], list[str]]:
    """The pages as one person reads them, and the names of those that do not exist."""
    found, missing = [], []
    for name, address, query in ASKED:
        try:
            url = reverse(address)
        except NoReverseMatch:
            missing.append(name)
            continue
        found.append(Page(name, f"{url}?{urlencode(query)}" if query else url, person, budget))
    return found, missing
