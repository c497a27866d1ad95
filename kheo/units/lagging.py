"""Which views may be answered by a standby of the database: those that only read, and of which “figures at 09:30” is
true. Never a decision, a vote, a quota, a docket or anybody's tasks (trust.md §6)."""

from kheo.kernel import replica
from kheo.units.models import offices


def may_lag(view):
    """All of the view. Who reads, and for which units, is asked of the primary first."""
    return replica.reads(view, first=_who_reads, when=lambda _request: True)


def file_may_lag(view):
    """Only the file that the view hands out with `?format=`; the page itself is of the moment."""
    return replica.reads(view, first=_who_reads, when=lambda request: bool(request.GET.get("format")))


def _who_reads(request):
    return request.user.is_authenticated and offices(request.user)
