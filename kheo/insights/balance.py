"""The balance of the fields: which have few models (movement.md §4.4, “balance over four fields”)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.insights.addresses import Opening
from kheo.insights.bars import Bar
from kheo.insights.enums import Measure
from kheo.insights.scope import Scope
from kheo.kernel.quantities import format_number, format_ratio
from kheo.movements.enums import UNCLASSIFIED


@dataclass(frozen=True)
class Balance:
    """How many registrations each field has, under the names of the place; and those that are in none."""

    scope: Scope
    names: Mapping[str, str]
    counts: Mapping[str, int]
    unclassified: int

    @cached_property
    def classified(self) -> int:
        """All that are in a field."""
        return sum(self.counts.values())

    @cached_property
    def few(self) -> list[str]:
        """The fields with less than half of an even share. The line is our proposal; no paper draws one."""
        return [key for key, count in self.counts.items() if count * 2 * len(self.counts) < self.classified]

    @property
    def bars(self) -> list[Bar]:
        """A bar for each field, and one for what is in none where there is any."""
        opening = Opening(self.scope)
        found = [
            Bar(
                name, self.counts[key], opening.behind(self.counts[key], Measure.REGISTERED, "field", key),
                format_ratio(self.counts[key], self.classified), tone="y" if key in self.few else "",
            )
            for key, name in self.names.items()
        ]  # fmt: skip
        if self.unclassified:
            url = opening.behind(self.unclassified, Measure.REGISTERED, "field", UNCLASSIFIED)
            found.append(Bar(_("Not classified"), self.unclassified, url, tone="n"))
        return found

    @property
    def sentence(self) -> str:
        """Which fields stand out, beside what an even share would be."""
        if not self.classified:
            return _("Nothing is in a field yet.")
        even = format_ratio(1, len(self.counts))
        if not self.few:
            return _("No field has less than half of an even share, which would be %(even)s.") % {"even": even}
        named = ", ".join(
            f"{self.names[key]} ({format_number(self.counts[key])}, {format_ratio(self.counts[key], self.classified)})"
            for key in self.few
        )
        said = ngettext(
            "One field has less than half of an even share, which would be %(even)s: %(named)s.",
            "%(count)s fields have less than half of an even share, which would be %(even)s: %(named)s.",
            len(self.few),
        )
        return said % {"count": format_number(len(self.few)), "even": even, "named": named}


def balance(scope: Scope, names: Mapping[str, str]) -> Balance:
    """The registrations of a scope by field, in one query; `names` are the fields as the place calls them."""
    rows = scope.registrations(scope.tops).order_by().values_list("field__key").annotate(n=Count("pk"))
    found = dict(rows)
    return Balance(scope, names, {key: found.get(key, 0) for key in names}, found.get(None, 0))
