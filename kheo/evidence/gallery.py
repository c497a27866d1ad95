"""The evidence of a dossier as pages show it: photographs with their small pictures, other files, and notes on them."""

from dataclasses import dataclass, field

from django.urls import reverse

from kheo.evidence.models import Proof
from kheo.evidence.resemblance import resembling
from kheo.exemplars import attachments, reading
from kheo.exemplars.models import Registration, RegistrationFile
from kheo.kernel import pictures
from kheo.people.models import Person
from kheo.results.models import Achievement

TILE, PHONE, SCREEN = pictures.SIDES


@dataclass
class Exhibit:
    """One photograph or file of a dossier, ready to be shown."""

    attached: RegistrationFile
    number: int
    results: list[Achievement]
    same_as: list[Registration] = field(default_factory=list)

    @property
    def is_photo(self) -> bool:
        return hasattr(self.attached.file, "picture")

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the tile, so that the page does not jump when it comes."""
        return self._at(TILE)

    @property
    def url(self) -> str:
        return self._url(TILE)

    @property
    def large_url(self) -> str:
        return self._url(SCREEN)

    @property
    def srcset(self) -> str:
        """The small pictures with their true widths: a phone takes the smallest that is sharp on it."""
        return ", ".join(f"{self._url(side)} {self._at(side)[0]}w" for side in (TILE, PHONE))

    @property
    def facts(self) -> dict[str, str]:
        """Name, address and size of the file itself."""
        return attachments.rows([self.attached])[0]

    def _at(self, side: int) -> tuple[int, int]:
        picture = self.attached.file.picture
        return pictures.size_at(side, picture.width, picture.height)

    def _url(self, side: int) -> str:
        return reverse("evidence:picture", args=[self.attached.pk, side])


def exhibits(
    registration: Registration, person: Person, found: list[RegistrationFile] | None = None
) -> list[Exhibit]:  # fmt: skip
    """All that this reader may have of it, in its order; `found` where `reading.files_for` was asked already.

    Readers outside the unit are told of the same photograph elsewhere. As many queries for fifty as for one.
    """
    found = reading.files_for(registration, person) if found is None else found
    if not found:
        return []
    proofs = results_of(found)
    shown = [Exhibit(one, n, proofs.get(one.pk, [])) for n, one in enumerate(found, start=1)]
    if not registration.is_of(person):
        same = resembling(found, person)
        for exhibit in shown:
            exhibit.same_as = same.get(exhibit.attached.pk, [])
    return shown


def results_of(found: list[RegistrationFile]) -> dict[int, list[Achievement]]:
    """The results that each file shows, by the number of its row."""
    proved: dict[int, list[Achievement]] = {}
    for proof in Proof.objects.filter(attached__in=found).select_related("result").order_by("result__order", "result"):
        proved.setdefault(proof.attached_id, []).append(proof.result)
    return proved
