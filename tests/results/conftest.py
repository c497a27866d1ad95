"""The rows of Quảng Yên, written by Lan through the verb, as the pages write them."""

import uuid

import pytest

from kheo.results import actions, rows
from kheo.results.enums import Sheet


def told(sheet, *cells):
    """Rows as `save_sheet` takes them, read from the texts a person would type; no cell may be wrong."""
    made = []
    for texts in cells:
        values, faults = rows.read(Sheet(sheet), texts)
        assert faults == []
        made.append({"key": uuid.uuid4(), **values})
    return made


def write(registration, sheet, *cells, by, version=0):
    """Write a whole sheet."""
    return actions.save_sheet(registration, Sheet(sheet), told(sheet, *cells), by=by, version=version)


@pytest.fixture
def houses(story, accepted):
    """The cultural houses of Yên Giang: what came of it and what was given (movement.md §6, seed 001)."""
    write(
        accepted, "results",
        {"words": "Máy điều hòa", "value": "16", "measure": "máy", "place": "Khu 1, 2, 3, 4"},
        {"words": "Sân nhà văn hóa được lát", "value": "hơn 1.200 m²", "place": "Khu 1, 3, 4"},
        {"words": "Tranh tường, giàn hoa, dụng cụ thể thao", "place": "Khu 2"},
        by=story.lan,
    )  # fmt: skip
    write(
        accepted, "resources",
        {"words": "Điều hòa", "value": "hơn 180 triệu đồng", "result": "1"},
        {"words": "Tivi, âm ly, loa", "value": "hơn 200", "measure": "triệu đồng"},
        {"words": "Lát sân", "value": "> 300", "measure": "trđ", "result": "2"},
        {"words": "Màn hình LED", "value": "trên 350 triệu"},
        by=story.lan,
    )  # fmt: skip
    return accepted
