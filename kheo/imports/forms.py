"""What is asked when a list is brought, and the cells that come back mended."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from kheo.kernel import files

_CELL = re.compile(r"cell-(\d{1,7})-([a-z_]{1,30})")
_LEFT_OUT = re.compile(r"leave-(\d{1,7})")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("The file with the list"),
        help_text=_("Excel (.xlsx, .xls), .ods or .csv; at most 20 MB. The first sheet that is not empty is read."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in files.SHEETS)}),
        error_messages={
            "required": _("Choose the file with the list."),
            "empty": _("This file is empty. Choose the file with the list."),
        },
    )


def mended(data) -> tuple[dict[int, dict[str, str]], set[int]]:
    """From the fields of the page, `cell-14-title` and `leave-15`: the cells by row and column, the rows left out."""
    cells: dict[int, dict[str, str]] = {}
    left_out = set()
    for name, text in data.items():
        if found := _CELL.fullmatch(name):
            cells.setdefault(int(found[1]), {})[found[2]] = text
        elif found := _LEFT_OUT.fullmatch(name):
            left_out.add(int(found[1]))
    return cells, left_out
