"""The background work of councils: counting what is sealed."""

from kheo.councils.models import Election
from kheo.councils.sealed import tallying
from kheo.kernel.jobs import job


@job
def tally(election: int) -> None:
    """Count a closed election as far as it can be counted now; a second time does what is left, or nothing."""
    tallying.advance(Election.objects.get(pk=election))
