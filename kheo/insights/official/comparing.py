"""A figure beside that of the same period before, as a whole sentence: more, fewer, as many, or not comparable."""

from django.utils.translation import gettext as _

from kheo.insights.enums import Measure
from kheo.insights.official.gathered import Gathered
from kheo.kernel.quantities import format_number, format_ratio


def compared(gathered: Gathered, measure: Measure) -> str:
    """What became of a measure since the period before; empty where the two may not be compared, which `caution` says
    once for all."""
    reported = gathered.reported
    if reported.why_not_comparable:
        return ""
    now, then = (figures.by_measure()[measure.value] for figures in (gathered.total, gathered.total_before))
    sentences = {
        Measure.REGISTERED: (
            _("Compared with %(before)s, %(by)s more were registered (%(then)s then%(share)s)."),
            _("Compared with %(before)s, %(by)s fewer were registered (%(then)s then%(share)s)."),
            _("As many were registered as in %(before)s (%(then)s)."),
        ),
        Measure.RECOGNISED: (
            _("Compared with %(before)s, %(by)s more were recognised (%(then)s then%(share)s)."),
            _("Compared with %(before)s, %(by)s fewer were recognised (%(then)s then%(share)s)."),
            _("As many were recognised as in %(before)s (%(then)s)."),
        ),
        Measure.PROPOSED: (
            _("Compared with %(before)s, %(by)s more were proposed upward (%(then)s then%(share)s)."),
            _("Compared with %(before)s, %(by)s fewer were proposed upward (%(then)s then%(share)s)."),
            _("As many were proposed upward as in %(before)s (%(then)s)."),
        ),
        Measure.RECOGNISED_ABOVE: (
            _("Compared with %(before)s, %(by)s more were recognised above (%(then)s then%(share)s)."),
            _("Compared with %(before)s, %(by)s fewer were recognised above (%(then)s then%(share)s)."),
            _("As many were recognised above as in %(before)s (%(then)s)."),
        ),
    }
    more, fewer, same = sentences[measure]
    said = more if now > then else fewer if now < then else same
    return said % {
        "before": reported.period_before,
        "by": format_number(abs(now - then)),
        "then": format_number(then),
        "share": f"; {'+' if now > then else '−'}{format_ratio(abs(now - then), then)}" if then else "",
    }


def caution(gathered: Gathered) -> str:
    """Why nothing is compared; empty where it is."""
    why = gathered.reported.why_not_comparable
    return _("The figures are not compared with an earlier period: %(why)s.") % {"why": why} if why else ""
