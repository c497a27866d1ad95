"""`kheo report NAME`: the figures of a round, and the list behind them, for programs and Excel; official reports."""

import os
import tempfile
from functools import partial
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kheo.insights import exports, judging, judging_tables, tables
from kheo.insights.addresses import TODAY
from kheo.insights.breakdown import MEASURES, breakdown_of
from kheo.insights.coded import round_coded, unit_coded
from kheo.insights.enums import Format, PeriodKind
from kheo.insights.funnel import funnel_of
from kheo.insights.judging import Report
from kheo.insights.official.here import at, here
from kheo.insights.official.reported import VIETNAMESE, Reported
from kheo.insights.official.told import tell
from kheo.insights.official.workbook import workbook
from kheo.insights.official.written import pdf, word
from kheo.insights.policies import can_be_reported
from kheo.insights.rows import Part, behind
from kheo.insights.scope import RestatedScope, Scope
from kheo.kernel import clock
from kheo.kernel.errors import BadInput
from kheo.kernel.periods import format_date, parse_date
from kheo.units import restating
from kheo.units.enums import Level
from kheo.units.models import Unit

FIGURES = ("funnel", "breakdown", "list")
OFFICIAL = "official"
NAMES = (*FIGURES, *judging_tables.TABLES, OFFICIAL)
PAPERS = {"docx": word, "pdf": pdf, Format.XLSX.value: workbook}  # the files of an official report


class Command(BaseCommand):
    help = (
        "Print the figures of a round: the funnel, the breakdown, or the list behind them; what was judged in it:"
        " scores, standings, classification; or the official report. Sees everything."
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
        restated = "restate the figures to the units of this day: dd/mm/yyyy, or today"
        parser.add_argument("--units", default="", metavar="DAY", help=restated)
        formats = [*Format.values, *(name for name in PAPERS if name not in Format.values)]
        parser.add_argument(
            "--format", default=Format.JSON, choices=formats, help="default: json; docx and pdf: official reports"
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="write here; default: the standard output")
        parser.add_argument("--kind", default=PeriodKind.YEAR, choices=PeriodKind.values, help="of an official report")
        parser.add_argument("--since", default="", metavar="CODE", help="first round of a stage; default: the earliest")
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", default=VIETNAMESE, choices=languages, help="of an official report")
        where = "where people reach this installation: what the links of the report begin with"
        parser.add_argument("--address", default="", metavar="URL", help=where)

    def handle(self, *, name, round, unit, movement, level, units, format, output, **options):
        asked, content = round_coded(round, movement), BytesIO()
        named = unit_coded(unit, asked) if unit else None
        if format not in (Format.values if name != OFFICIAL else [Format.JSON, *PAPERS]):
            said = _("The report “%(name)s” is not written as %(format)s.")
            raise BadInput(said % {"name": name, "format": format})
        if units and name not in FIGURES:
            said = _("The report “%(name)s” tells what units did as the units they were: it is not restated.")
            raise BadInput(said % {"name": name})
        if name == OFFICIAL:
            write_official(content, format, asked, named or asked.movement.owner, level=level, **options)
        elif name in FIGURES:
            WRITERS[name](content, format, scope_of(named or asked.movement.owner, asked, level, units))
        else:
            write_judged(content, format, name, Report(asked, named, level))
        if output:
            write_whole(output, content.getvalue())
        else:
            self.hand_out(content.getvalue(), format)

    def hand_out(self, content, format_):
        """The bytes, and nothing else, on the standard output."""
        if format_ in PAPERS and self.stdout.isatty():
            raise CommandError(_("Such a file cannot be shown on the screen: name a file with --output."))
        self.stdout.flush()
        if stream := getattr(self.stdout, "buffer", None):
            stream.write(content)
            stream.flush()
        else:
            self.stdout.write(content.decode(), ending="")


def scope_of(unit, round_, level, units):
    """As at the time; or of the unit as which it went on, restated to the units of a day."""
    if not units:
        return Scope.of(unit, round_, level=level)
    day = clock.today() if units == TODAY else parse_date(units)
    home = restating.homes([unit.pk], on=day).get(unit.pk)
    if home is None:
        raise BadInput(_("%(unit)s did not exist by %(day)s.") % {"unit": unit.name, "day": format_date(day)})
    return RestatedScope.of(Unit.objects.get(pk=home.unit_id), round_, on=day, level=level)


def write_funnel(stream, format_, scope):
    made = funnel_of(scope)
    if format_ == Format.JSON:
        exports.write_json(stream, exports.funnel_as_json(made))
    else:
        exports.write_table(stream, format_, tables.of_funnel(made), machine=True)


def write_breakdown(stream, format_, scope):
    made = breakdown_of(scope)
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


def write_official(stream, format_, last, unit, *, level, kind, since, language, address, **_options):
    rounds = [last]
    if kind == PeriodKind.STAGE:
        first = round_coded(since, last.movement.code).starts if since else last.movement.during.lower
        rounds = list(last.movement.rounds.filter(starts__gte=first, starts__lte=last.starts).order_by("starts", "pk"))
    reported = Reported.of(unit, rounds, kind, language=language, level=level)
    can_be_reported(reported.rounds, reported.kind)
    told = tell(reported)
    if format_ == Format.JSON:
        exports.write_json(stream, told.as_data())
    else:
        stream.write(PAPERS[format_](told, partial(at, address) if address else here))


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
