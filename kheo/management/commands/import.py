"""`kheo import KIND FILE`: bring in a list from the Excel people already have."""

import json
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from kheo.imports import actions
from kheo.imports.enums import ImportKind, RowState
from kheo.kernel.quantities import format_number

SHOWN = 200  # sentences of one refusal


class Command(BaseCommand):
    help = "Import a list (xlsx, xls, ods or csv), whole or not at all. Columns: docs/reference/imports.md."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "kind", choices=ImportKind.values, help=f"what the list holds: {', '.join(ImportKind.values)}"
        )
        parser.add_argument("file", type=Path, help="the file")
        parser.add_argument("--dry-run", action="store_true", help="only check it; change nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="how the result is told")
        parser.add_argument("--language", choices=["vi", "en", "hi"], default="", help="language of the sentences")

    def handle(self, *, kind, file, dry_run, format, language, **options):
        with translation.override(language or translation.get_language()):
            if not file.is_file():
                raise CommandError(_("There is no file %(path)s.") % {"path": file})
            examination = actions.bring_in(ImportKind(kind), file, dry_run=dry_run)
            if format == "json":
                self.stdout.write(json.dumps(as_json(examination, dry_run), ensure_ascii=False, indent=1))
            if examination.of(RowState.TO_MEND):
                raise CommandError("\n".join(refusal(examination)))
            for note in notes(examination):
                self.stderr.write(note)
            if format == "text":
                self.stdout.write(result(examination, dry_run))


def result(examination, dry_run):
    counts = examination.counts
    sentence = _("Correct rows: %(right)s. Rows already there: %(duplicate)s.") if dry_run else _(
        "Rows imported: %(right)s. Rows already there: %(duplicate)s."
    )  # fmt: skip
    return sentence % {name: format_number(count) for name, count in counts.items()}


def refusal(examination):
    """A sentence for every fault, and what became of the rest."""
    sentences = list(examination.sentences())
    yield from islice(sentences, SHOWN)
    if len(sentences) > SHOWN:
        yield _("… and %(count)s more.") % {"count": format_number(len(sentences) - SHOWN)}
    yield _("Nothing was imported: %(to_mend)s of %(all)s rows need correcting.") % {
        "to_mend": format_number(examination.counts[RowState.TO_MEND]), "all": format_number(len(examination.rows)),
    }  # fmt: skip


def notes(examination):
    """What is no fault but worth knowing: sheets and columns that were not read, rows that were left out."""
    listing = examination.listing
    if listing.others:
        yield _("The sheet “%(sheet)s” was read. These sheets were not: %(others)s.") % {
            "sheet": listing.sheet, "others": ", ".join(listing.others),
        }  # fmt: skip
    if listing.unread:
        yield _("These columns were not read: %(columns)s.") % {"columns": ", ".join(listing.unread)}
    left_out = examination.of(RowState.DUPLICATE)
    for row in left_out[:SHOWN]:
        yield _("Row %(row)s was skipped: %(why)s") % {"row": row.row.number, "why": row.twin}
    if len(left_out) > SHOWN:
        yield _("… and %(count)s more.") % {"count": format_number(len(left_out) - SHOWN)}


def as_json(examination, dry_run):
    counts = examination.counts
    return {
        "kind": str(examination.listing.kind),
        "written": not dry_run and not counts[RowState.TO_MEND] and counts[RowState.RIGHT] > 0,
        **counts,
        "faults": [
            {"row": row.row.number, "column": fault.column, "sentence": fault.sentence}
            for row in examination.rows
            for fault in row.faults
        ],
    }
