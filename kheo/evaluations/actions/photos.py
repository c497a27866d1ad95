"""The verbs on photographs of a visit: add one, say what it shows, take it off, as long as nobody has signed."""

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.evaluations import permissions, records
from kheo.evaluations.actions.visits import locked_visit
from kheo.evaluations.models import Visit, VisitPhoto
from kheo.kernel import files, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.filekinds import PHOTOS
from kheo.kernel.text import clean_line
from kheo.people.models import Person

MOST = 60  # photographs of one visit: more are a mistake of somebody's phone, and nobody looks at them


@transaction.atomic
def add_photo(visit: Visit, uploaded: File, *, by: Person, caption: str = "", code: str = "") -> VisitPhoto:
    """Keep a photograph with the record, without the place and the names that cameras hide in it: a position is told
    by somebody's own hand. `BadInput` says what is wrong with the file."""
    visit = locked_visit(visit)
    permissions.can_record_visit(by, visit)
    if visit.photos.count() >= MOST:
        raise BadInput(_("The record has %(most)s photos: take off some that show nothing new.") % {"most": MOST})
    _check_code(visit, code)
    stored = files.store(uploaded, by_id=by.pk, allowed=PHOTOS)
    photo = VisitPhoto.objects.create(visit=visit, file=stored, caption=clean_line(caption), code=code)
    _changed(visit)
    journal.record("visit.photo_added", visit, by=by, unit_id=visit.evaluation.unit_id, file=str(stored.pk))
    return photo


@transaction.atomic
def describe_photo(photo: VisitPhoto, *, caption: str, code: str, by: Person) -> VisitPhoto:
    """Say what a photograph shows, and to which criterion it belongs."""
    visit = locked_visit(photo.visit)
    permissions.can_record_visit(by, visit)
    _check_code(visit, code)
    photo.caption, photo.code = clean_line(caption), code
    photo.save(update_fields=["caption", "code"])
    _changed(visit)
    journal.record("visit.photo_described", visit, by=by, unit_id=visit.evaluation.unit_id, file=str(photo.file_id))
    return photo


@transaction.atomic
def remove_photo(photo: VisitPhoto, *, by: Person) -> None:
    """Take a photograph off the record, and its file off our disk: it shows somebody, or something else."""
    visit = locked_visit(photo.visit)
    permissions.can_record_visit(by, visit)
    stored = photo.file
    journal.record("visit.photo_removed", visit, by=by, unit_id=visit.evaluation.unit_id, file=str(stored.pk))
    photo.delete()
    files.discard(stored)
    _changed(visit)


def _check_code(visit: Visit, code: str) -> None:
    if code and code not in {leaf.code for leaf in records.leaves_of(visit.evaluation)}:
        words = {"framework": visit.evaluation.sheet.name, "code": code}
        raise BadInput(_("“%(framework)s” has no criterion %(code)s that is scored.") % words)


def _changed(visit: Visit) -> None:
    """Who has read the record reads it again before signing."""
    visit.revision += 1
    visit.save(update_fields=["revision"])
