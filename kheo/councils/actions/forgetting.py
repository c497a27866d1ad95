"""What is destroyed when a sealed ballot is destroyed, abandoned, or was only a rehearsal."""

from kheo.councils.models import Election, Tally
from kheo.councils.sealed import box
from kheo.kernel import files


def forget(election: Election) -> None:
    """The ballots, our copy of the archive, the tellers' shares and the voters' credentials go."""
    box.remove(election)
    election.shares.all().delete()
    election.voters.update(credential=b"")
    tally = Tally.objects.filter(election=election).select_related("archive").first()
    if tally and tally.archive:
        Tally.objects.filter(pk=tally.pk).update(archive=None)
        files.discard(tally.archive)
