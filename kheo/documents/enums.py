from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class PaperKind(TextChoices):
    """Governing and issued documents, by the names officials use."""

    DECISION = "decision", _("decision")
    PLAN = "plan", _("plan")
    GUIDANCE = "guidance", _("guidance")
    DIRECTIVE = "directive", _("directive")
    LETTER = "letter", _("official letter")
    SUBMISSION = "submission", _("submission letter")
    MINUTES = "minutes", _("minutes")
    REPORT = "report", _("report")
    SUMMARY_LIST = "summary_list", _("summary list")
    VERIFICATION = "verification", _("field verification record")
    SCORE_SHEET = "score_sheet", _("score sheet")
    CERTIFICATES = "certificates", _("certificates")
    OTHER = "other", _("other paper")


class Layout(TextChoices):
    """Whose rules of form a paper follows: it is a property of the body that issues it, not of the paper."""

    STATE = "state", _("state body (Decree 30/2020/NĐ-CP)")
    PARTY = "party", _("Party body (Guideline 36-HD/VPTW)")


class Standing(TextChoices):
    """Where a drafted paper stands."""

    DRAFTED = "drafted", _("Draft")
    ISSUED = "issued", _("Issued, no signed copy yet")
    LOCKED = "locked", _("Signed copy on file, locked")
    DISCARDED = "discarded", _("Discarded")


class Holder(TextChoices):
    """Who has to act next."""

    UNIT = "unit", _("the unit that writes it")
    SIGNER = "signer", _("who signs it")
    NOBODY = "nobody", _("nobody")


NEXT = {
    Standing.DRAFTED: {Standing.ISSUED, Standing.DISCARDED},
    Standing.ISSUED: {Standing.LOCKED},
    Standing.LOCKED: set(),
    Standing.DISCARDED: set(),
}

HELD_BY = {
    Standing.DRAFTED: Holder.UNIT,
    Standing.ISSUED: Holder.SIGNER,
    Standing.LOCKED: Holder.NOBODY,
    Standing.DISCARDED: Holder.NOBODY,
}


class Mistake(TextChoices):
    """What a correcting paper mends; it decides the kind of the correcting paper (Decree 30/2020, article 18.3)."""

    CONTENT = "content", _("in what it says: an equal paper amends it")
    FORM = "form", _("in form or procedure: an official letter corrects it")


journal.tells(
    {
        "paper.filed": _("%(who)s put paper %(number)s of %(unit)s on file."),
        "draft.begun": _("%(who)s began a draft for %(unit)s."),
        "draft.changed": _("%(who)s changed the draft."),
        "draft.discarded": _("%(who)s discarded the draft."),
        "draft.issued": _("%(who)s entered number %(number)s, given by the registry of %(unit)s."),
        "paper.locked": _("%(who)s put the signed copy on file and locked the paper."),
        "paper.correction_begun": _("%(who)s began a paper that corrects number %(number)s."),
        "template.accepted": _("%(who)s gave %(unit)s its own Word template from %(on)s."),
        "template.ended": _("%(who)s took the Word template of %(unit)s out of use; its last day is %(last_day)s."),
        "paper.delivered": _("%(who)s sent the paper to the units concerned."),
        "stationery.set": _("%(who)s set the letterhead of %(unit)s from %(on)s."),
        "certificates.made": _("%(who)s made %(count)s certificates for %(unit)s."),
        "certificate.withdrawn": _("%(who)s withdrew a certificate of %(unit)s."),
    }
)
