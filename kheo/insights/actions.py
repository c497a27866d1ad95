"""The verbs on printed totals, and on official reports: close the figures."""

from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.documents.exporting import file_name
from kheo.insights import policies
from kheo.insights.enums import Measure
from kheo.insights.models import OfficialReport, PrintedTotal
from kheo.insights.official.reported import VIETNAMESE, Reported
from kheo.insights.official.told import Told, tell
from kheo.insights.official.workbook import workbook
from kheo.insights.official.written import Address, pdf, word
from kheo.insights.permissions import can_close_report
from kheo.kernel import clock, files, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.models import StoredFile
from kheo.kernel.text import clean_line
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed
from kheo.people.models import Person
from kheo.units.models import Unit
from kheo.units.permissions import can_bring_in


@transaction.atomic
def record_printed_total(
    unit: Unit, round_: Round, measure: str, value: int, *, source: str, by: Person | None
) -> PrintedTotal:
    """Keep the total that a report prints for a unit, beside the sum of our rows. A later record replaces it.

    `by` is None only for the command line.
    """
    if by:
        can_bring_in(by, [unit.pk])
    is_not_closed(round_)
    if value < 0 or not clean_line(source):
        raise BadInput(_("Write the total as the report prints it, and which report that is."))
    before = (
        PrintedTotal.objects.select_for_update(of=("self",)).filter(unit=unit, round=round_, measure=measure).first()
    )
    total, _made = PrintedTotal.objects.update_or_create(
        unit=unit, round=round_, measure=Measure(measure), defaults={"value": value, "source": clean_line(source)}
    )
    journal.record(
        "total.printed", total, by=by, unit_id=unit.pk,
        round=round_.pk, measure=str(measure), value=value, before=before.value if before else None,
    )  # fmt: skip
    return total


@transaction.atomic
def take_back_printed_total(total: PrintedTotal, *, by: Person) -> None:
    """Take a printed total off again."""
    can_bring_in(by, [total.unit_id])
    is_not_closed(total.round)
    journal.record("total.taken_back", total, by=by, unit_id=total.unit_id, measure=total.measure, value=total.value)
    total.delete()


@transaction.atomic
def close_report(
    unit: Unit, rounds: Sequence[Round], kind: str, *, by: Person, address_of: Address, language: str = VIETNAMESE,
    level: str = "",
) -> OfficialReport:  # fmt: skip
    """Chốt số liệu: keep what the report says today, and its three files, as they are from now on.

    `address_of` gives the whole address that the files carry for a path of ours. A report that was closed before with
    other figures stays; this one stands beside it.
    """
    reported = Reported.of(unit, rounds, kind, language=language, level=level)
    # Two who close at once: the second sees the first. The lock lets others go on registering for the unit.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    can_close_report(by, unit, reported.rounds, kind)
    told = tell(reported)
    policies.says_something_new(told.as_data(), _closed_before(reported))
    name = f"bao cao {unit.code} {' '.join(one.code for one in reported.rounds)} {kind} {language}"
    report = OfficialReport.objects.create(
        unit=unit, movement=reported.movement, kind=kind, language=language, level=level,
        subject=told.subject[:700], as_at=told.day, said=told.as_data(), closed_at=clock.now(), by=by,
        **_kept(told, name, address_of, by),
    )  # fmt: skip
    report.rounds.set(reported.rounds)
    journal.record(
        "report.closed", report, by=by, unit_id=unit.pk, kind=kind, rounds=[one.pk for one in reported.rounds],
        files=[report.word.sha256, report.pdf.sha256, report.workbook.sha256],
    )  # fmt: skip
    return report


def _kept(told: Told, name: str, address_of: Address, by: Person) -> dict[str, StoredFile]:
    """The three files, put away."""

    def keep(content: bytes, extension: str) -> StoredFile:
        return files.store(
            ContentFile(content, file_name(name, extension)), by_id=by.pk, allowed=[extension], limit=10 * files.LIMIT
        )

    return {
        "word": keep(word(told, address_of), "docx"),
        "pdf": keep(pdf(told, address_of), "pdf"),
        "workbook": keep(workbook(told, address_of), "xlsx"),
    }


def _closed_before(reported: Reported) -> OfficialReport | None:
    """The newest report of the same kind, rounds, language and level."""
    same = OfficialReport.objects.filter(
        unit=reported.unit, movement=reported.movement, kind=reported.kind, language=reported.language,
        level=reported.level,
    )  # fmt: skip
    wanted = {one.pk for one in reported.rounds}
    found = same.newest_first().prefetch_related("rounds")
    return next((one for one in found if {r.pk for r in one.rounds.all()} == wanted), None)
