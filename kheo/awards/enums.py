"""The words of awards: what the State and the Party give beside recognition."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class Form(TextChoices):
    """The forms that models and examples of a movement are rewarded with (award-catalogue.yaml; Law 06/2022/QH15).

    Those of the Party's own committees are no forms of the law, and stand in the same lists
    (blocks-and-awards.md §1).
    """

    COMMENDATION = "commendation", _("Certificate of commendation")  # giấy khen: Art. 75, 80
    MERIT_PROVINCE = "merit_province", _("Merit certificate of a province or ministry")  # bằng khen: Art. 74
    MERIT_PRIME_MINISTER = "merit_prime_minister", _("Merit certificate of the Prime Minister")  # Art. 73
    MERIT_PARTY = "merit_party", _("Merit certificate of a Party committee")
    OTHER = "other", _("Other form")


journal.tells(
    {
        "award.recorded": _("%(who)s recorded the award by decision %(number)s."),
        "award.withdrawn": _("%(who)s withdrew the award by decision %(number)s from the list."),
    }
)
