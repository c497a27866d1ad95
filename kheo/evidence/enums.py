"""The words of evidence."""

from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal

journal.tells(
    {
        "registration.file_attached": _("%(who)s attached a file."),
        "registration.file_handed_in": _("A file came from the phone that %(who)s had let in."),
        "registration.file_captioned": _("%(who)s said what a file shows."),
        "registration.file_detached": _("%(who)s took a file off."),
        "registration.handoff_opened": _("%(who)s let another phone send photos."),
        "registration.handoff_ended": _("%(who)s ended the sending from another phone."),
    }
)
