"""What matters in a funnel, in three sentences that can be read aloud in a meeting. Their numbers are links."""

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.insights.addresses import Opening, page_address
from kheo.insights.enums import Measure
from kheo.insights.funnel import Funnel, FunnelRow
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number, format_ratio

NAMED = 5  # units named in a sentence; the others are on the page of the silent


def sentences(funnel: Funnel) -> list[SafeString]:
    """Who has considered and who has not; how far the registrations came; who has registered and who has not."""
    if not funnel.rows:
        return []
    if funnel.scope.is_restated:
        return [_restated(funnel), _came_how_far(funnel)]
    return [_considered(funnel), _came_how_far(funnel), _registered(funnel)]


def _restated(funnel: Funnel) -> SafeString:
    day, apart = format_date(funnel.scope.on), funnel.apart.registered
    if not apart:
        return _say(
            _("Everything counts under the units of %(day)s, also what units that are no more registered."), day=day
        )
    said = ngettext(
        "Under the units of %(day)s: %(apart)s registration of a unit that was split or ended is not separable and"
        " counts only in the total.",
        "Under the units of %(day)s: %(apart)s registrations of units that were split or ended are not separable and"
        " count only in the total.",
        apart,
    )
    return _say(said, day=day, apart=format_number(apart))


def _considered(funnel: Funnel) -> SafeString:
    done, units = format_number(funnel.considered), format_number(funnel.units)
    if not funnel.not_yet:
        said = ngettext(
            "The one unit has considered recognition.", "All %(units)s units have considered recognition.", funnel.units
        )
        return _say(said, units=units)
    said = ngettext(
        "%(done)s of %(units)s unit has considered recognition; not yet: %(names)s.",
        "%(done)s of %(units)s units have considered recognition; not yet: %(names)s.",
        funnel.units,
    )
    return _say(said, done=done, units=units, names=_names(funnel, funnel.not_yet))


def _came_how_far(funnel: Funnel) -> SafeString:
    total, opening = funnel.total, Opening(funnel.scope)

    def figure(measure: Measure) -> SafeString:
        count = total.by_measure()[measure.value]
        url = opening.behind(count, measure.value)
        return (
            format_html('<a class="k-figure" href="{}">{}</a>', url, format_number(count))
            if url
            else format_number(count)
        )

    told = _say(
        _(
            "Of %(registered)s registered, %(recognised)s were recognised (%(share)s); %(proposed)s of these were"
            " proposed upward (%(proposed_share)s) and %(above)s recognised there (%(above_share)s)."
        ),
        registered=figure(Measure.REGISTERED),
        recognised=figure(Measure.RECOGNISED),
        share=format_ratio(total.recognised, total.registered),
        proposed=figure(Measure.PROPOSED),
        proposed_share=format_ratio(total.proposed, total.recognised),
        above=figure(Measure.RECOGNISED_ABOVE),
        above_share=format_ratio(total.recognised_above, total.proposed),
    )
    if not funnel.forgone:
        return told
    return format_html("{} {}", told, _say(_("Proposing nothing: %(names)s."), names=_names(funnel, funnel.forgone)))


def _registered(funnel: Funnel) -> SafeString:
    if funnel.per_unit is None:
        return _say(_("No unit has registered anything yet."))
    said = ngettext(
        "%(units)s unit has registered, %(mean)s models and examples each.",
        "%(units)s units have registered, %(mean)s models and examples each on average.",
        funnel.registering,
    )
    about = _say(said, units=format_number(funnel.registering), mean=format_number(funnel.per_unit, 1))
    if not funnel.silent:
        return about
    return format_html("{} {}", about, _say(_("Nothing from: %(names)s."), names=_names(funnel, funnel.silent)))


def _names(funnel: Funnel, rows: list[FunnelRow]) -> SafeString:
    """The first few by name, and a link to the rest."""
    names = format_html_join(", ", "{}", ((row.line.name,) for row in rows[:NAMED]))
    more = len(rows) - NAMED
    if more <= 0:
        return names
    words = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": format_number(more)}
    return format_html('{} <a href="{}">{}</a>', names, page_address("silent", funnel.scope), words)


def _say(sentence: str, **parts: str) -> SafeString:
    """A sentence with its parts in their places, every part escaped unless it is HTML of ours."""
    return mark_safe(conditional_escape(sentence) % {name: conditional_escape(part) for name, part in parts.items()})  # noqa: S308 - all of it is escaped here
