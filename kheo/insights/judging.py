"""What units judged in a round, for programs: scores, standings, classification.

Each report has the same row for a subject, so that one of them is enough. The tables stand in `judging_tables`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from kheo.criteria import sentences
from kheo.criteria.caps import Allotment
from kheo.criteria.classes import is_at_least
from kheo.criteria.enums import Stage
from kheo.criteria.sheet import Cap
from kheo.evaluations import standings
from kheo.evaluations.enums import State
from kheo.evaluations.results import Standing
from kheo.evaluations.standings import Line, Table
from kheo.insights.enums import CapPlace
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units.models import Unit


@dataclass(frozen=True)
class Report:
    """Everything that is judged in a round: by every unit, or by one, or on one level."""

    round: Round
    unit: Unit | None = None
    level: str = ""
    reader: Person | None = None

    @cached_property
    def tables(self) -> list[Table]:
        """The standings of each judging unit."""
        found = standings.tables(self.round, reader=self.reader)
        return [
            table for table in found
            if (self.unit is None or table.unit.pk == self.unit.pk) and self.level in ("", table.procedure.level)
        ]  # fmt: skip

    @cached_property
    def subjects(self) -> list["Judged"]:
        """Every subject, unit by unit in the order of its standings."""
        return list(self._subjects())

    def _subjects(self) -> Iterator["Judged"]:
        for table in self.tables:
            adjusted = {row.subject: row for row in table.lab.rows}
            for line in table.lines:
                yield Judged(table, line, adjusted.get(line.standing.evaluation.pk))

    @cached_property
    def shared_codes(self) -> set[str]:
        """The codes that two offices gave to different registrations of the round."""
        subjects = {one.standing.subject.pk: one.standing.subject.code for one in self.subjects}
        counts = Counter(subjects.values())
        return {code for code, count in counts.items() if count > 1}

    @property
    def provisional(self) -> bool:
        """Whether anything of it may still move."""
        return any(table.provisional for table in self.tables)


@dataclass(frozen=True)
class Judged:
    """One subject in its table; `adjusted` is its row of the fair-scoring lab, None without several scorers."""

    table: Table
    line: Line
    adjusted: Any = None

    @property
    def standing(self) -> Standing:
        """What it came to."""
        return self.line.standing

    @cached_property
    def caps(self) -> list[tuple[Cap, Allotment, CapPlace]]:
        """The caps that its class falls under, what each says of its group, and where the subject stands in it."""
        verdict, pk = self.standing.verdict, self.standing.evaluation.pk
        if verdict is None:
            return []
        return [
            (of_class.cap, group, _place(group, pk))
            for of_class in self.table.caps
            if is_at_least(self.standing.sheet, verdict.class_code, of_class.cap.of)
            for group in of_class.groups
            if group.group == self.table.group_of(of_class.cap, pk)
        ]

    @property
    def equals(self) -> list[str]:
        """The codes of those with whom only a ballot or the chair decides."""
        codes = self.table.codes
        return [codes[pk] for pk in self.line.place.tied_with] if self.line.place else []


def _place(group: Allotment, pk: int) -> CapPlace:
    if pk in group.undecided:
        return CapPlace.UNDECIDED
    return CapPlace.CUT if pk in group.cut else CapPlace.WITHIN


# ── JSON ──


def as_json(name: str, report: Report) -> dict[str, Any]:
    """`{"round", "as_of", "provisional", "rows": […], "total"}`; the classification also has its `classes` and caps."""
    rows = [subject_as_json(one) for one in report.subjects]
    head = {"round": report.round.code, "as_of": report.round.date.isoformat(), "provisional": report.provisional}
    judges = {"judges": [_judge_as_json(table) for table in report.tables]}
    return {**head, **(judges if name != "scores" else {}), "rows": rows, "total": len(rows)}


def subject_as_json(one: Judged) -> dict[str, Any]:
    """All that is known of a subject: numbers as numbers, days in ISO form, sentences in the reader's language."""
    standing, outcome, place = one.standing, one.standing.outcome, one.line.place
    evaluation, subject = standing.evaluation, standing.subject
    tally, verdict = (outcome.tally, outcome.verdict) if outcome else (None, None)
    return {
        "subject_code": subject.code, "title": subject.title, "unit": subject.unit.code,
        "issuer": subject.issuer.code if subject.issuer else "",
        "judge": one.table.unit.code, "level": one.table.procedure.level,
        "framework": evaluation.version.framework.code, "version": evaluation.version.number,
        "profile": evaluation.profile,
        "state": evaluation.state, "concluded": evaluation.state == State.CONCLUDED,
        "provisional": standing.provisional, "final": not standing.provisional,
        "points": {stage.value: _numbers(result.given) for stage, result in standing.stages.items()},
        "passed": {stage.value: dict(result.tally.passed) for stage, result in standing.stages.items()},
        "stages": {stage.value: _stage_as_json(standing, stage) for stage in standing.stages},
        "total": number(tally.total) if tally else None,
        "maximum": number(tally.maximum) if tally else None,
        "percent": number(tally.percent) if tally else None,
        "final_points": _numbers(tally.points) if tally else {},
        "missing": list(tally.missing) if tally else [],
        "class": verdict.class_code if verdict else None, "class_name": standing.class_name,
        "not_eligible": verdict.not_eligible if verdict else None, "no_title": verdict.no_title if verdict else None,
        "gates_failed": [
            {"code": gate.code, "sentence": gate.sentence, "document": gate.document} for gate in standing.failed_gates
        ],
        "gates_open": list(verdict.open_gates) if verdict else [],
        "held_back": standing.held_back,
        "rank": one.line.rank, "tied_with": one.equals, "broken_by": place.broken_by if place else "",
        "adjusted_total": number(one.adjusted.adjusted) if one.adjusted else None,
        "adjusted_rank": one.adjusted.rank if one.adjusted else None,
        "caps": [_cap_as_json(one, cap, group, where) for cap, group, where in one.caps],
    }  # fmt: skip


def _stage_as_json(standing: Standing, stage: Stage) -> dict[str, Any]:
    result = standing.stages[stage]
    code = result.verdict.class_code
    return {
        "total": number(result.tally.total), "percent": number(result.tally.percent), "class": code,
        "class_name": standing.class_named(code), "cards": result.cards, "late": result.late,
    }  # fmt: skip


def _judge_as_json(table: Table) -> dict[str, Any]:
    classified = sum(count for _code, _name, count in table.by_class)
    return {
        "judge": table.unit.code, "level": table.procedure.level, "framework": table.procedure.version.framework.code,
        "version": table.procedure.version.number, "ranking": table.ranking, "provisional": table.provisional,
        "subjects": len(table.standings), "not_eligible": len(table.not_eligible),
        "classes": [{"class": code, "name": name, "count": count} for code, name, count in table.by_class],
        "classified": classified,
        "caps": [
            {
                "cap": of_class.cap.code, "class": of_class.cap.of, "sentence": sentences.cap(of_class.cap),
                "groups": [_group_as_json(table, of_class.cap, group) for group in of_class.groups],
            }
            for of_class in table.caps
        ],
    }  # fmt: skip


def _group_as_json(table: Table, cap: Cap, group: Allotment) -> dict[str, Any]:
    return {
        "group": group.group, "percent": number(cap.percent), "base": cap.base.value, "base_count": group.base_count,
        "exact": number(group.exact), "rounding": cap.rounding.value, "allowed": group.allowed, "taken": group.taken,
        "over": group.over, "left": group.left, "cut": [table.codes[pk] for pk in group.cut],
        "undecided": [table.codes[pk] for pk in group.undecided],
    }  # fmt: skip


def _cap_as_json(one: Judged, cap: Cap, group: Allotment, where: CapPlace) -> dict[str, Any]:
    return {"cap": cap.code, "class": cap.of, "place": where.value, **_group_as_json(one.table, cap, group)}


def _numbers(points: Mapping[str, Decimal]) -> dict[str, int | float | None]:
    return {code: number(amount) for code, amount in points.items()}


def number(amount: Decimal | None) -> int | float | None:
    """As a JSON number: whole where it is whole."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
