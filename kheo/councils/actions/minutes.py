"""The verbs of the minutes: edit a block, sign, take a signature back."""

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.councils import minutes as paper
from kheo.councils import permissions
from kheo.councils.actions.locking import session_now
from kheo.councils.enums import SessionState
from kheo.councils.models import CouncilSession, Minutes
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, Stale
from kheo.kernel.text import clean
from kheo.people.models import Person


@transaction.atomic
def edit_minutes(session: CouncilSession, section: str, text: str, *, revision: int, by: Person) -> Minutes:
    """Write a block in the place of the drafted one; an empty text brings the draft back.

    `revision` is the one that was read: `Stale` when somebody else has saved meanwhile.
    """
    session = session_now(session)
    permissions.can_edit_minutes(by, session)
    kept, _made = Minutes.objects.get_or_create(session=session)
    if section not in {block.key for block in paper.drafted(session) if block.editable}:
        raise BadInput(_("This block of the minutes follows from the votes: it is mended by a correction."))
    if kept.revision != revision:
        theirs = kept.edits.get(section, "")
        raise Stale(_("Somebody else has saved the minutes meanwhile."), theirs=[("", theirs)], mine=[("", text)])
    kept.edits = {key: value for key, value in kept.edits.items() if key != section}
    if clean(text):
        kept.edits[section] = clean(text)
    kept.revision += 1
    kept.save(update_fields=["edits", "revision"])
    journal.record("minutes.edited", session, by=by, unit_id=session.council.unit_id, section=section)
    return kept


@transaction.atomic
def sign_minutes(session: CouncilSession, *, by: Person) -> Minutes:
    """Sign. The first signature freezes the text as it stands; with both the session is closed for good."""
    session = session_now(session)
    permissions.can_sign(by, session)
    kept, _made = Minutes.objects.get_or_create(session=session)
    if not kept.is_signed:
        kept.frozen = paper.frozen(paper.shown(session))
    if by.pk == session.led_by.person_id:
        kept.signed_by_leader, kept.signed_by_leader_at = by, clock.now()
    if by.pk == session.written_by.person_id:
        kept.signed_by_writer, kept.signed_by_writer_at = by, clock.now()
    kept.save()
    if kept.is_complete:
        session.state = SessionState.SIGNED
        session.save(update_fields=["state"])
    journal.record("minutes.signed", session, by=by, unit_id=session.council.unit_id)
    return kept


@transaction.atomic
def take_signature_back(session: CouncilSession, *, by: Person) -> Minutes:
    """Until the other has signed too; the text can be edited again."""
    session = session_now(session)
    kept = Minutes.objects.select_for_update(of=("self",)).get(session=session)
    permissions.can_take_signature_back(by, kept)
    kept.signed_by_leader = kept.signed_by_leader_at = kept.signed_by_writer = kept.signed_by_writer_at = None
    kept.frozen = None
    kept.save()
    journal.record("minutes.signature_withdrawn", session, by=by, unit_id=session.council.unit_id)
    return kept
