"""Which unit and which round a code in a list means. Several units may have borne a code, one after the other."""

from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from kheo.imports import values
from kheo.kernel.errors import BadInput
from kheo.kernel.periods import format_date
from kheo.kernel.text import fold
from kheo.movements.models import Round
from kheo.units.atlas import Atlas, Place


class Places:
    """Finds units by their codes; every answer and every refusal is worked out once."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._known: dict[tuple, Place | BadInput] = {}

    def bearer(self, code: str, first: date, last: date | None, *, during: str) -> Place:
        """The unit that bore a code in a time, which the sentences call `during`.

        `CODE@30/06/2025` is the unit that bore it on that day. Raises `BadInput` when none or several did.
        """
        asked = (code, first, last)
        if asked not in self._known:
            try:
                self._known[asked] = self._bearer(code, first, last, during)
            except BadInput as refusal:
                self._known[asked] = refusal
        found = self._known[asked]
        if isinstance(found, BadInput):
            raise found
        return found

    def bearer_on(self, code: str, day: date) -> Place:
        """The unit that bore a code on a day."""
        return self.bearer(code, day, day, during=format_date(day))

    def _bearer(self, code: str, first: date, last: date | None, during: str) -> Place:
        code, _at, day = code.partition("@")
        borne = self.atlas.by_code.get(code, [])
        if not borne:
            raise BadInput(self._unknown(code))
        if day:
            first = last = values.day(day)
            during = format_date(first)
        then = [place for place in borne if place.exists_during(first, last)]
        if not then:
            raise BadInput(
                _("No unit had the code “%(code)s” at that time (%(time)s). It is the code of %(units)s.")
                % {"code": code, "units": _told(borne), "time": during}
            )
        if len(then) > 1:
            raise BadInput(
                _(
                    "Several units had the code “%(code)s” at that time (%(time)s): %(units)s."
                    " Add a day, such as %(code)s@%(day)s."
                )
                % {"code": code, "time": during, "units": _told(then), "day": format_date(max(p.first for p in then))}
            )
        return then[0]

    def _unknown(self, code: str) -> str:
        """Excel drops zeros before a number, and people write capitals as they like: what is nearly a code is named."""
        if near := self._bare.get(_bare(code)):
            return _("There is no unit with the code “%(code)s”. Did you mean “%(near)s”?") % {
                "code": code,
                "near": near,
            }
        return _("There is no unit with the code “%(code)s”.") % {"code": code}

    @cached_property
    def _bare(self) -> dict[str, str]:
        return {_bare(code): code for code in self.atlas.by_code}


def rounds_by_code() -> dict[str, list[Round]]:
    """Every round by its code, with what a list has to know of it. Two movements may have used the same code."""
    found: dict[str, list[Round]] = {}
    rounds = Round.objects.select_related("movement", "closing").prefetch_related("movement__fields", "movement__rungs")
    for round_ in rounds:
        found.setdefault(round_.code, []).append(round_)
    return found


def _told(places: list[Place]) -> str:
    return ", ".join(f"{place.name} ({place.days})" for place in sorted(places, key=lambda place: place.first))


def _bare(code: str) -> str:
    return fold(code).lstrip("0")
