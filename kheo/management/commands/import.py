"""`kheo import KIND FILE`: bring in a list from the Excel people already have."""

import json
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from kheo.imports import actions, frameworks
from kheo.imports.enums import ImportKind, RowState
from kheo.kernel.periods import format_date, parse_date
from kheo.kernel.quantities import format_number

SHOWN = 200  # sentences of one refusal
FRAMEWORK = "framework"
KINDS = [*ImportKind.values, FRAMEWORK]


class Command(BaseCommand):
    help = (
        "Import a list (xlsx, xls, ods or csv) or a framework of criteria (yaml or xlsx), whole or not at all."
        " Columns: docs/reference/imports.md; frameworks: docs/reference/frameworks.md."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=KINDS, help=f"what the file holds: {', '.join(KINDS)}")
        parser.add_argument("file", type=Path, help="the file")
        owner = "framework only: the unit that keeps a new one; default: the top unit that runs a movement"
        parser.add_argument("--owner", default="", metavar="CODE", help=owner)
        since = "framework only: first day on which it is valid; default: a first version ever, a later one today"
        parser.add_argument("--from", dest="starts", default="", metavar="DAY", help=since)
        parser.add_argument("--draft", action="store_true", help="framework only: leave it a draft, do not publish it")
        parser.add_argument("--dry-run", action="store_true", help="only check it; change nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="how the result is told")
        parser.add_argument("--language", choices=["vi", "en", "hi"], default="", help="language of the sentences")

    def handle(self, *, kind, file, dry_run, format, language, owner="", starts="", draft=False, **options):
        with translation.override(language or translation.get_language()):
            if not file.is_file():
                raise CommandError(_("There is no file %(path)s.") % {"path": file})
            if kind == FRAMEWORK:
                self.bring_in_framework(file, format, owner=owner, starts=starts, draft=draft, dry_run=dry_run)
                return
            if owner or starts or draft:
                raise CommandError(_("--owner, --from and --draft belong to a framework, not to a list."))
            examination = actions.bring_in(ImportKind(kind), file, dry_run=dry_run)
            if format == "json":
                self.stdout.write(json.dumps(as_json(examination, dry_run), ensure_ascii=False, indent=1))
            if examination.of(RowState.TO_MEND):
                raise CommandError("\n".join(refusal(examination)))
            for note in notes(examination):
                self.stderr.write(note)
            if format == "text":
                self.stdout.write(result(examination, dry_run))

    def bring_in_framework(self, file, format_, *, owner, starts, draft, dry_run):
        """A framework is no list: it is read whole, and its faults name places, not rows."""
        since = parse_date(starts) if starts else None
        brought = frameworks.bring_in(file, owner=owner, starts=since, draft=draft, dry_run=dry_run)
        if format_ == "json":
            self.stdout.write(json.dumps(framework_as_json(brought), ensure_ascii=False, indent=1))
        if brought.faults:
            raise CommandError("\n".join([*brought.faults[:SHOWN], _("Nothing was brought in.")]))
        if format_ == "text":
            self.stdout.write(framework_result(brought))


def framework_result(brought):
    version, words = brought.version, {"name": brought.sheet.name, "code": brought.sheet.code}
    if version is None:
        return _("“%(name)s” (%(code)s) is right.") % words
    words |= {"number": version.number, "unit": brought.owner.name}
    if brought.is_there:
        return _("“%(name)s” (%(code)s) is already there as version %(number)s.") % words
    if version.is_draft:
        return _("Brought in “%(name)s” (%(code)s) as the draft of version %(number)s; %(unit)s keeps it.") % words
    words["day"] = format_date(version.starts)
    return _("Published “%(name)s” (%(code)s) as version %(number)s, valid from %(day)s; %(unit)s keeps it.") % words


def framework_as_json(brought):
    version = brought.version
    return {
        "kind": FRAMEWORK,
        "written": version is not None and not brought.is_there,
        "code": brought.sheet.code if brought.sheet else "",
        "version": version.number if version else None,
        "status": version.status if version else "",
        "faults": [{"row": None, "column": "", "sentence": sentence} for sentence in brought.faults],
    }


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
