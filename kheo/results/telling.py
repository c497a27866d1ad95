"""The figures of works in a few words, for the cells of printed lists: what was achieved, what was given."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from kheo.exemplars.models import Registration
from kheo.kernel.quantities import in_words
from kheo.results import reading
from kheo.results.models import Achievement, Contribution

MOST = 6  # results in one cell; a list stays a list


def in_few_words(registrations: Iterable[Registration]) -> dict[int, str]:
    """The figures of each work by its id, in the language of the moment; nothing where none were told. Two queries."""
    ids = [registration.pk for registration in registrations]
    told: dict[int, list[str]] = defaultdict(list)
    results = Achievement.objects.filter(registration__in=ids, counted=True, value__isnull=False)
    for result in results.order_by("order", "pk"):
        if len(told[result.registration_id]) < MOST:
            told[result.registration_id].append(f"{result.words}: {in_words(result.quantity)}")
    given: dict[int, list[Contribution]] = defaultdict(list)
    for each in Contribution.objects.filter(registration__in=ids):
        given[each.registration_id].append(each)
    for registration_id, several in given.items():
        if totals := reading.totals_in_words(several):
            told[registration_id].append(_("resources: %(totals)s") % {"totals": ", ".join(totals)})
    return {registration_id: "; ".join(parts) for registration_id, parts in told.items() if parts}
