"""Where in the editor a fault is mended: every fault leads to its place."""

from django.urls import reverse

from kheo.criteria.editing import Shelf, rows


def told(version, faults):
    """Faults for the page: each sentence with the way to its place."""
    return [{"text": str(fault), "url": address(version, fault.place)} for fault in faults]


def address(version, place):
    """The address of the place, a path of words and codes as `criteria`, `T5`, `maximum`."""
    part, code, what = (*place, "", "", "")[:3]
    if part not in Shelf:
        return _of_the_whole(version, part)
    number = _number(version.sheet, Shelf(part), code)
    if part == Shelf.CRITERIA and (what == "maximum" or not number):
        return reverse("criteria:change", args=[version.pk]) + (f"#id_maximum-{number}" if number else "")
    if not number:
        return reverse("criteria:rules", args=[version.pk]) + f"#{part}"
    return reverse("criteria:row", args=[version.pk, part, number])


def _of_the_whole(version, part):
    if part == "scale":
        return reverse("criteria:change", args=[version.pk]) + "#id_scale"
    return reverse("criteria:counting", args=[version.pk])


def _number(sheet, shelf, code):
    """The place of the last row with that code; of two with the same code the later one is the newer."""
    found = [number for number, row in enumerate(rows(sheet, shelf), start=1) if row.code == code]
    return found[-1] if found else 0
