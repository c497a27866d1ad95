"""`kheo report NAME`: the figures of a round, and the list behind them, for programs and for Excel."""

import os
import tempfile
from io import BytesIO
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kheo.insights import exports, judging, judging_tables, tables
from kheo.insights.breakdown import MEASURES, breakdown
from kheo.insights.coded import round_coded, unit_coded
from kheo.insights.enums import Format
from kheo.insights.funnel import funnel
from kheo.insights.judging import Report
from kheo.insights.rows import Part, behind
from kheo.insights.scope import Scope
from kheo.units.enums import Level

FIGURES = ("funnel", "breakdown", "list")
NAMES = (*FIGURES, *judging_tables.TABLES)


class Command(BaseCommand):
    help = (
        "Print the figures of a round: the funnel, the breakdown, or the list behind them; what was judged in it:"
        " scores, standings, classification. Sees everything."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("name", choices=NAMES, help=f"which report: {', '.join(NAMES)}")
        parser.add_argument("--round", required=True, metavar="CODE", help="code of the round")
        unit = "whose direct children are the rows (default: the owner of the movement); or the unit that judges"
        parser.add_argument("--unit", default="", metavar="CODE", help=unit)
        parser.add_argument("--movement", default="", metavar="CODE", help="where several movements have such a round")
        parser.add_argument(
            "--level", default="", choices=Level.values, help="only what was registered for this level, or judged on it"
        )
        parser.add_argument("--format", default=Format.JSON, choices=Format.values, help="default: json")
        parser.add_argument("--output", type=Path, metavar="FILE", help="write here; default: the standard output")

    def handle(self, *, name, round, unit, movement, level, format, output, **options):
        asked, content = round_coded(round, movement), BytesIO()
        named = unit_coded(unit, asked) if unit else None
        if name in FIGURES:
            WRITERS[name](content, format, Scope.of(named or asked.movement.owner, asked, level=level))
        else:
            write_judged(content, format, name, Report(asked, named, level))
        if output:
            write_whole(output, content.getvalue())
        else:
            self.hand_out(content.getvalue(), format)

    def hand_out(self, content, format_):
        """The bytes, and nothing else, on the standard output."""
        if format_ == Format.XLSX and self.stdout.isatty():
            raise CommandError(_("An Excel file cannot be shown on the screen: name a file with --output."))
        self.stdout.flush()
        if stream := getattr(self.stdout, "buffer", None):
            stream.write(content)
            stream.flush()
        else:
            self.stdout.write(content.decode(), ending="")


def write_funnel(stream, format_, scope):
    made = funnel(scope.unit, scope.round, on=scope.on, level=scope.level)
    if format_ == Format.JSON:
        exports.write_json(stream, exports.funnel_as_json(made))
    else:
        exports.write_table(stream, format_, tables.of_funnel(made), machine=True)


def write_breakdown(stream, format_, scope):
    made = breakdown(scope.unit, scope.round, on=scope.on, level=scope.level)
    if format_ == Format.JSON:
        exports.write_json(stream, exports.breakdown_as_json(made))
    else:
        exports.write_table(stream, format_, tables.of_breakdown(made, MEASURES, {}), machine=True)


def write_list(stream, format_, scope):
    rows = behind(scope, Part())
    if format_ == Format.JSON:
        exports.write_json(stream, exports.list_as_json(scope, rows))
    else:
        exports.write_list(stream, format_, scope.name, rows, machine=True)


def write_judged(stream, format_, name, report):
    if format_ == Format.JSON:
        exports.write_json(stream, judging.as_json(name, report))
    else:
        header, rows = judging_tables.rows_of(name, report)
        exports.write_rows(stream, format_, name, header, rows, judging_tables.notes_of(report))


WRITERS = dict(zip(FIGURES, (write_funnel, write_breakdown, write_list), strict=True))


def write_whole(file, content):
    """The file appears complete or not at all."""
    try:
        descriptor, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
            Path(draft).chmod(0o644)
            Path(draft).replace(file)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        said = _("%(file)s cannot be written: %(why)s.")
        raise CommandError(said % {"file": file, "why": error.strerror}) from None
