"""The tables of what was judged, for Excel and for csv, under keys that never change."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from kheo.criteria import sentences
from kheo.criteria.amounts import plain
from kheo.insights.judging import Judged, Report, number
from kheo.kernel.quantities import format_number


def rows_of(name: str, report: Report) -> tuple[list[str], Iterator[list[Any]]]:
    """The heads and the rows of the table for Excel and for csv, under keys that never change."""
    header, lines = TABLES[name]
    return header, (line for one in report.subjects for line in lines(report, one))


def notes_of(report: Report) -> list[str]:
    """The sentences that make the table understood by itself: caps with base and rounding, and whether it is final."""
    told = [_("Provisional: something of it may still change.")] if report.provisional else []
    for table in report.tables:
        for of_class in table.caps:
            for group in of_class.groups:
                words = {
                    "unit": table.unit.name, "cap": sentences.cap(of_class.cap), "group": group.group,
                    "base": format_number(group.base_count), "exact": format_number(plain(group.exact)),
                    "allowed": format_number(group.allowed), "taken": format_number(group.taken),
                }  # fmt: skip
                told.append(
                    _(
                        "%(unit)s %(group)s: %(cap)s; base %(base)s, exactly %(exact)s, allowed %(allowed)s,"
                        " taken %(taken)s."
                    )
                    % words
                )
    return told


def _score_lines(report: Report, one: Judged) -> Iterable[list[Any]]:
    """As `kheo import scores` reads them: what several scorers gave stands as what they gave together."""
    subject, level = one.standing.subject, one.table.procedure.level
    code = f"{subject.code}@{subject.unit.code}" if subject.code in report.shared_codes else subject.code
    for stage, result in one.standing.stages.items():
        for leaf in one.standing.sheet.leaves():
            if leaf.code in result.given:
                points = number(result.given[leaf.code])
                passed = {True: "yes", False: "no", None: ""}[result.tally.passed.get(leaf.code)]
                yield [
                    report.round.code, code, stage.value, leaf.code, points, passed,
                    one.standing.evaluation.profile, level, subject.title, one.table.unit.code,
                ]  # fmt: skip


def _standing_lines(report: Report, one: Judged) -> Iterable[list[Any]]:
    place, adjusted = one.line.place, one.adjusted
    yield [
        *_subject_cells(one), one.line.rank, ", ".join(one.equals), place.broken_by if place else "",
        number(adjusted.adjusted) if adjusted else None, adjusted.rank if adjusted else None, *_result_cells(one),
    ]  # fmt: skip


def _class_lines(report: Report, one: Judged) -> Iterable[list[Any]]:
    gates = "; ".join(gate.sentence for gate in one.standing.failed_gates)
    known = [*_subject_cells(one), *_result_cells(one), gates, " ".join(one.standing.held_back)]
    for cap, group, where in one.caps:
        yield [
            *known, cap.code, cap.base.value, group.base_count, number(cap.percent), cap.rounding.value, group.allowed,
            group.taken, where.value,
        ]  # fmt: skip
    if not one.caps:
        yield [*known, *([""] * len(_CAP))]


def _subject_cells(one: Judged) -> list[Any]:
    subject = one.standing.subject
    return [subject.code, subject.title, subject.unit.code, one.table.unit.code]


def _result_cells(one: Judged) -> list[Any]:
    standing = one.standing
    tally = standing.outcome.tally if standing.outcome else None
    verdict = standing.verdict
    return [
        number(tally.total) if tally else None, number(tally.percent) if tally else None,
        verdict.class_code if verdict else None, standing.class_name,
        str(verdict.not_eligible).lower() if verdict else "", str(standing.provisional).lower(),
    ]  # fmt: skip


_SUBJECT = ["subject_code", "title", "unit", "judge"]
_RESULT = ["total", "percent", "class", "class_name", "not_eligible", "provisional"]
_CAP = ["cap", "cap_base", "cap_base_count", "cap_percent", "cap_rounding", "cap_allowed", "cap_taken", "cap_place"]
Lines = Callable[[Report, Judged], Iterable[list[Any]]]
TABLES: dict[str, tuple[list[str], Lines]] = {
    "scores": (
        [
            "round_code", "subject_code", "stage", "criterion_code", "points", "passed", "profile", "level", "title",
            "judge",
        ],
        _score_lines,
    ),
    "standings": (
        [*_SUBJECT, "rank", "tied_with", "broken_by", "adjusted_total", "adjusted_rank", *_RESULT], _standing_lines,
    ),
    "classification": ([*_SUBJECT, *_RESULT, "gates_failed", "held_back", *_CAP], _class_lines),
}  # fmt: skip
