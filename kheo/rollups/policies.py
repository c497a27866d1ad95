"""What a roll-up and the keys allow, whoever asks."""

from collections import Counter
from datetime import timedelta

from django.utils.translation import gettext as _

from kheo.kernel import clock
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.rollups.models import Sender
from kheo.rollups.sealed import Content
from kheo.units.models import Unit

CLOCKS_DIFFER = timedelta(hours=1)


@rule
def is_trusted(unit: Unit, key: str) -> None:
    """The key is trusted for the unit, and has not been withdrawn."""
    if not Sender.objects.filter(unit=unit, key=key, during__upper_inf=True).exists():
        raise NotNow(_("This key is not trusted for %(unit)s: nothing to withdraw.") % {"unit": unit.name})


@rule
def is_not_trusted(unit: Unit, key: str) -> None:
    """The key is not trusted for the unit already."""
    if Sender.objects.filter(unit=unit, key=key, during__upper_inf=True).exists():
        raise NotNow(_("This key is trusted for %(unit)s already.") % {"unit": unit.name})


@rule
def is_sound(content: Content) -> None:
    """The units are one tree under the unit that the file is about, every count is possible, and it was made by now."""
    _is_one_tree(content)
    for unit in content.units:
        if min(unit.counts) < 0 or max(unit.counts) > unit.registered:
            said = _(
                "The counts of %(unit)s in the roll-up are impossible (%(counts)s): ask its sender to make it again."
            )
            raise BadInput(said % {"unit": unit.code, "counts": " / ".join(map(str, unit.counts))})
    if content.made_at > clock.now() + CLOCKS_DIFFER:
        said = _("The roll-up of %(unit)s says it was made on %(day)s, which is still to come: set the clock there"
                 " right and make it again.")  # fmt: skip
        raise BadInput(said % {"unit": content.unit, "day": format_date(content.made_at.date())})


def _is_one_tree(content: Content) -> None:
    superiors = {unit.code: unit.superior for unit in content.units}
    twice = [code for code, times in Counter(unit.code for unit in content.units).items() if times > 1]
    if twice:
        raise BadInput(_("The roll-up tells of %(unit)s twice: ask its sender to make it again.") % {"unit": twice[0]})
    for code, superior in superiors.items():
        if superior and superior not in superiors:
            said = _(
                "The superior of %(unit)s, %(superior)s, is missing in the roll-up: ask its sender to make it again."
            )
            raise BadInput(said % {"unit": code, "superior": superior})
    if [code for code, superior in superiors.items() if not superior] != [content.unit]:
        raise BadInput(
            _("The roll-up must have exactly one top unit, %(unit)s: ask its sender to make it again.")
            % {"unit": content.unit}
        )
    _has_no_circle(superiors)


def _has_no_circle(superiors: dict[str, str]) -> None:
    """Every unit leads to the root; each is walked once."""
    sound = {""}
    for start in superiors:
        way: dict[str, None] = {}
        code = start
        while code not in sound:
            if code in way:
                said = _("%(unit)s stands under itself in the roll-up: ask its sender to make it again.")
                raise BadInput(said % {"unit": code})
            way[code] = None
            code = superiors[code]
        sound.update(way)
