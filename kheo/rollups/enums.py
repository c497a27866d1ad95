"""The words of roll-ups: the figures of one installation, signed, in another."""

from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal

journal.tells(
    {
        "rollup_key.made": _("%(who)s made the key with which roll-ups are signed here: %(fingerprint)s."),
        "rollup_sender.trusted": _("%(who)s began to trust the key %(fingerprint)s for %(unit)s."),
        "rollup_sender.withdrawn": _("%(who)s no longer trusts the key %(fingerprint)s for %(unit)s."),
        "rollup.taken": _("%(who)s took a roll-up of %(unit)s for the round %(round)s."),
    }
)
