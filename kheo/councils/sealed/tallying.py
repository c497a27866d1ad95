"""Counting a closed election without opening a ballot: a job with progress that goes on where it was interrupted.

Each step reads what the last one stored, works outside any transaction, and stores what it made only if nobody else has
meanwhile: done twice, it is as done once. No result exists before `belenios-tool election verify` has passed.
"""

import hashlib
import json

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.councils.enums import ElectionState, TallyStep
from kheo.councils.models import Election, Share, Tally
from kheo.councils.sealed import archive, box
from kheo.councils.sealed.belenios import ToolFailed
from kheo.councils.sealed.casting import plain
from kheo.kernel import clock, files, journal
from kheo.kernel.models import StoredFile

SHARES = 2
LARGEST = 200 * 2**20  # bytes of an archive; 25 voters on 12 items make 1.7 million
_BEGINS_AT = {TallyStep.COLLECT: 0, TallyStep.SHARES: 45, TallyStep.OPEN: 55, TallyStep.VERIFY: 75, TallyStep.DONE: 100}


def advance(election: Election) -> Tally:
    """Do all that can be done now: up to where the tellers' shares are awaited, or to the end.

    Raises `ToolFailed` when the tool does; what was reached stays, and the next call goes on from there.
    """
    tally = _now(election)
    if tally.election.state != ElectionState.CLOSED:
        return tally
    if tally.step == TallyStep.COLLECT:
        _collect(tally)
        tally = _now(election)
    if tally.step != TallyStep.COLLECT and tally.election.shares.count() >= SHARES:
        _open(tally)
    return _now(election)


def percent(tally: Tally) -> int:
    """How far the count is, for a bar: most of its time goes into the sum and the verification."""
    step = TallyStep(tally.step)
    inside = 10 * tally.done // tally.total if step == TallyStep.COLLECT and tally.total else 0
    return _BEGINS_AT[step] + inside


def content(tally: Tally) -> bytes:
    """The archive as it is stored."""
    assert tally.archive is not None, "the archive is there from the first step to the destruction"
    return files.content(tally.archive)


def _collect(tally: Tally) -> None:
    """Put every ballot into the archive and add the encrypted sum."""
    election = tally.election
    sealed = [plain(stored) for _tracker, stored in box.contents(election)]
    rows = Tally.objects.filter(pk=tally.pk, step=TallyStep.COLLECT)
    rows.update(done=0, total=len(sealed), trouble="")
    empty = archive.begun(election.definition, election.session.ceremony.trustees, election.credentials)
    whole = archive.with_ballots(empty, sealed, lambda number: rows.update(done=number))
    with transaction.atomic():
        stored = _stored(whole, election)
        if not rows.update(step=TallyStep.SHARES, archive=stored):
            files.discard(stored)


def _open(tally: Tally) -> None:
    """Open the sum with the tellers' shares, and verify the whole from the archive alone."""
    election = tally.election
    Tally.objects.filter(pk=tally.pk).exclude(step=TallyStep.DONE).update(step=TallyStep.OPEN, trouble="")
    shares = list(Share.objects.filter(election=election).order_by("teller__number").values_list("text", flat=True))
    try:
        whole, result = archive.with_result(content(tally), shares[:SHARES])
    except ToolFailed:
        _ask_again_for_shares(tally)
        raise
    Tally.objects.filter(pk=tally.pk).exclude(step=TallyStep.DONE).update(step=TallyStep.VERIFY)
    if not archive.verifies(whole):
        trouble = _("The verification has failed: there is no result. Abandon this ballot and vote again.")
        Tally.objects.filter(pk=tally.pk).update(trouble=trouble)
        return
    _keep(tally, whole, json.loads(result)["result"])


@transaction.atomic
def _keep(tally: Tally, whole: bytes, counts: list[list[int]]) -> None:
    """The verified result: from here it exists, and the archive is the council's."""
    election = Election.objects.select_for_update(of=("self",)).get(pk=tally.election_id)
    if election.state != ElectionState.CLOSED:
        return
    trackers = [tracker for tracker, _sealed in box.contents(election)]
    assert all(sum(question) == len(trackers) for question in counts), "each ballot gives one answer to each question"
    without_result = tally.archive
    Tally.objects.filter(pk=tally.pk).update(
        step=TallyStep.DONE, archive=_stored(whole, election), archive_sha256=hashlib.sha256(whole).hexdigest(),
        trackers=trackers, counts=counts, verified_at=clock.now(),
    )  # fmt: skip
    if without_result:
        files.discard(without_result)
    election.state = ElectionState.VERIFIED
    election.save(update_fields=["state"])
    journal.record("election.verified", election, by=None, unit_id=election.session.council.unit_id)


def _ask_again_for_shares(tally: Tally) -> None:
    with transaction.atomic():
        Share.objects.filter(election=tally.election_id).delete()
        trouble = _("The shares did not open the sum: two tellers give them again.")
        Tally.objects.filter(pk=tally.pk).update(step=TallyStep.SHARES, trouble=trouble)


def _stored(whole: bytes, election: Election) -> StoredFile:
    file = ContentFile(whole, name=f"{election.uuid}.bel")
    return files.store(file, by_id=None, allowed=["bel"], limit=LARGEST)


def _now(election: Election) -> Tally:
    rows = Tally.objects.select_related("archive", "election__session__ceremony", "election__session__council")
    found: Tally = rows.get(election=election.pk)
    return found
