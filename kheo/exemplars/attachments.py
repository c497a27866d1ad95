"""Attached files as the page lists them."""

from collections.abc import Iterable

from django.urls import reverse

from kheo.exemplars.models import RegistrationFile
from kheo.kernel.quantities import format_number


def rows(attached: Iterable[RegistrationFile]) -> list[dict[str, str]]:
    """For components/file_list.html: name, address, caption with size."""
    return [
        {
            "name": each.file.name,
            "url": reverse("exemplars:file", args=[each.file_id]),
            "note": " · ".join(filter(None, [each.caption, _size(each.file.size)])),
        }
        for each in attached
    ]


def _size(size: int) -> str:
    return f"{format_number(max(1, round(size / 1024)))} KB"
