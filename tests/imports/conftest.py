"""Lists as people bring them: `bring(kind, rows)` writes a file, reads and examines it, and brings it in."""

# ruff: noqa: E501 - rows and sentences stand as they are read

import csv
from types import SimpleNamespace

import openpyxl
import pytest

from kheo.imports import actions
from kheo.imports.columns import COLUMNS
from kheo.imports.enums import ImportKind
from tests.evaluations.conftest import sheet_of
from tests.factories import FrameworkVersionFactory, MembershipFactory, PersonFactory, RegistrationFactory

ROW = {
    "unit_code": "YG", "round_code": "QN-2024", "title": "Ngân hàng cây giống", "kind": "model", "subject": "collective",
    "level": "district", "origin": "new", "field": "economy", "status": "registered",
}  # fmt: skip


def header(kind):
    return [column.name for column in COLUMNS[ImportKind(kind)]]


def write_csv(path, rows):
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(rows)
    return path


def write_xlsx(path, rows, fill=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in book.active.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"
    if fill:
        fill(book)
    book.save(path)
    return path


@pytest.fixture
def bring(tmp_path):
    """Bring a list in by the command's verb; `rows` are dictionaries. Gives the examination."""

    def bring(kind, *rows, dry_run=False, suffix="csv"):
        names = header(kind)
        table = [names, *([row.get(name, "") for name in names] for row in rows)]
        path = (write_csv if suffix == "csv" else write_xlsx)(tmp_path / f"list.{suffix}", table)
        return actions.bring_in(ImportKind(kind), path, dry_run=dry_run)

    return bring


@pytest.fixture
def listed(bring):
    """Bring in registrations of the story's ward: each argument is what differs from the ordinary row."""

    def listed(*differences, **options):
        return bring("registrations", *(ROW | difference for difference in differences), **options)

    return listed


@pytest.fixture
def office(story):
    """People of the story who may bring in lists, and one beside them who may not."""
    secretary, steering, keeper = PersonFactory(username="sec"), PersonFactory(username="steer"), story.nga
    MembershipFactory(person=secretary, unit=story.district, role="council_secretary")
    MembershipFactory(person=steering, unit=story.province, role="steering_committee")
    return SimpleNamespace(secretary=secretary, steering=steering, keeper=keeper)


@pytest.fixture
def table(story):
    """A framework of the province with three stages, published."""
    gate = {"code": "KL", "text": "Không có kỷ luật", "effect": "not_eligible"}
    figure = {"code": "TD", "text": "Tỷ lệ dự sinh hoạt", "unit": "%"}
    sheet = sheet_of(gates=[gate], figures=[figure])
    return FrameworkVersionFactory(framework__owner=story.province, sheet=sheet)


@pytest.fixture
def work(story):
    """A work of the ward that its town has accepted, under its code."""
    return RegistrationFactory(
        unit=story.ward, receiver=story.district, round=story.round, status="accepted", code="MH-2024-0001"
    )


def sentences(examination):
    return list(examination.sentences())
