"""Whether the criteria add up: codes, sums of maxima, roles, reserved points, evidence, and each leaf's method."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.criteria.amounts import total
from kheo.criteria.enums import Role
from kheo.criteria.faults.fault import Fault, fault, twice
from kheo.criteria.faults.methods import method_faults
from kheo.criteria.sheet import Criterion, Profile, Sheet


def tree_faults(sheet: Sheet) -> Iterator[Fault]:
    """The faults of the criteria and of the sums over them."""
    yield from twice("criteria", (criterion.code for criterion in sheet.walk()))
    if not any(sheet.role_of(leaf.code) == Role.SCALE for leaf in sheet.leaves()):
        yield fault(("criteria",), _("There is no criterion on the scale yet."))
    for top in sheet.criteria:
        for criterion in top.walk():
            yield from _faults(criterion, sheet, is_top=criterion is top)
    yield from _scale_faults(sheet)


def _faults(criterion: Criterion, sheet: Sheet, *, is_top: bool) -> Iterator[Fault]:
    code, place = criterion.code, ("criteria", criterion.code)
    if criterion.is_leaf:
        yield from method_faults(criterion)
    else:
        yield from _sum_faults(criterion)
    if criterion.role != Role.SCALE and not is_top:
        yield fault(
            (*place, "role"), _("%(code)s: only a criterion at the top of the table is bonus or penalty."), code=code
        )
    if criterion.reserved_to and criterion.reserved_to not in sheet.stages:
        yield fault(
            (*place, "reserved_to"), _("%(code)s is reserved to a stage that this framework does not have: %(stage)s."),
            code=code, stage=criterion.reserved_to.label,
        )  # fmt: skip
    if criterion.evidence and criterion.evidence.at_least and not criterion.evidence.kinds:
        yield fault((*place, "evidence"), _("%(code)s asks for evidence and does not say of which kind."), code=code)
    for anchor in criterion.anchors:
        if anchor.points > criterion.maximum:
            yield fault(
                (*place, "anchors"), _("%(code)s explains %(points)s points, but has only %(most)s."),
                code=code, points=anchor.points, most=criterion.maximum,
            )  # fmt: skip


def _sum_faults(group: Criterion) -> Iterator[Fault]:
    found = total(part.maximum for part in group.parts)
    if found != group.maximum:
        yield fault(
            ("criteria", group.code, "maximum"),
            _("The parts of %(code)s add up to %(found)s points, its maximum is %(most)s."),
            code=group.code, found=found, most=group.maximum,
        )  # fmt: skip


def _scale_faults(sheet: Sheet) -> Iterator[Fault]:
    """The sum of the maxima is the scale, and what a profile leaves of it is the scale of the profile (85 of 100)."""
    found = total(top.maximum for top in sheet.criteria if top.role == Role.SCALE)
    if found != sheet.scale:
        yield fault(
            ("scale",), _("The criteria add up to %(found)s points, the scale is %(scale)s."),
            found=found, scale=sheet.scale,
        )  # fmt: skip
    for profile in sheet.profiles:
        left = total(_left(top, profile) for top in sheet.criteria if top.role == Role.SCALE)
        if left != profile.scale:
            yield fault(
                ("profiles", profile.code, "scale"),
                _("What applies to %(profile)s adds up to %(found)s points, its scale is %(scale)s."),
                profile=profile.code, found=left, scale=profile.scale,
            )  # fmt: skip


def _left(criterion: Criterion, profile: Profile) -> Decimal:
    """The points that a profile leaves of a criterion."""
    if criterion.code in profile.without:
        return Decimal(0)
    return criterion.maximum if criterion.is_leaf else total(_left(part, profile) for part in criterion.parts)
