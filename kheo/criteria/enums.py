"""The words of a framework of criteria. Values are what stands in files; labels are what people read."""

from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class VersionStatus(TextChoices):
    """Where a version of a framework stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class Holder(TextChoices):
    """Who has to act on a version meanwhile."""

    OWNER = "owner", _("the unit that keeps the framework")
    NOBODY = "nobody", _("nobody")


NEXT = {
    VersionStatus.DRAFT: {VersionStatus.PUBLISHED},
    VersionStatus.PUBLISHED: {VersionStatus.RETIRED},
    VersionStatus.RETIRED: set[VersionStatus](),
}
HELD_BY = {
    VersionStatus.DRAFT: Holder.OWNER,
    VersionStatus.PUBLISHED: Holder.OWNER,
    VersionStatus.RETIRED: Holder.NOBODY,
}


class Standing(TextChoices):
    """Whether something stands in the named source, or is somebody's proposal."""

    EVIDENCED = "evidenced", _("evidenced")
    PROPOSAL = "proposal", _("proposal")


class Role(TextChoices):
    """What the points of a top-level criterion do to the total."""

    SCALE = "scale", _("on the scale")
    BONUS = "bonus", _("bonus")
    PENALTY = "penalty", _("penalty")


class Stage(TextChoices):
    """The steps of scoring, in their order. A later one never overwrites an earlier one."""

    SELF = "self", _("self-assessment")
    VERIFICATION = "verification", _("field verification")
    CROSS = "cross", _("cross-scoring")
    SCORING = "scoring", _("independent scoring")
    EXPLANATION = "explanation", _("explanation round")
    SUPERIOR = "superior", _("scoring by the superior")
    COUNCIL = "council", _("council")


class Operator(TextChoices):
    """A comparison as data: 85.0 % passes “≥ 85” and fails “> 85” (cells-and-democracy.md §4.3)."""

    AT_LEAST = ">=", _("at least")
    MORE = ">", _("more than")
    AT_MOST = "<=", _("at most")
    LESS = "<", _("less than")
    EQUAL = "=", _("exactly")

    def holds(self, value: Decimal, bound: Decimal) -> bool:
        """Whether the value stands so to the bound."""
        match self:
            case Operator.AT_LEAST:
                return value >= bound
            case Operator.MORE:
                return value > bound
            case Operator.AT_MOST:
                return value <= bound
            case Operator.LESS:
                return value < bound
            case _:
                return value == bound


class Of(TextChoices):
    """What a condition looks at. All but `total`, `percent` and `passed` need the code of what they look at."""

    TOTAL = "total", _("the total")
    PERCENT = "percent", _("per cent of the maximum")
    POINTS = "points", _("the points")
    VALUE = "value", _("the result")
    FIGURE = "figure", _("the figure")
    PASSED = "passed", _("what is passed")


class Measure(TextChoices):
    """What the bands of a criterion divide."""

    PERCENT = "percent", _("per cent")
    DAYS_LATE = "days_late", _("days late")
    VALUE = "value", _("a number")


class EvidenceKind(TextChoices):
    """What may stand as evidence of a score."""

    TEXT = "text", _("text")
    FILE = "file", _("file")
    LINK = "link", _("link")
    DOCUMENT = "document", _("number of a document")
    FIGURE = "figure", _("figure of the system")


class Effect(TextChoices):
    """What follows when a gate is not passed."""

    NOT_ELIGIBLE = "not_eligible", _("not eligible to be classified")
    BEST_CLASS = "best_class", _("no better class than")
    NO_TITLE = "no_title", _("no title")


class Basis(TextChoices):
    """What classes are measured in."""

    POINTS = "points", _("points")
    PERCENT = "percent", _("per cent of what applies")


class ProfileBasis(TextChoices):
    """How a subject is classified when some criteria do not apply to it (Quảng Bình: 85 instead of 100)."""

    PERCENT_OF_APPLICABLE = "percent_of_applicable", _("per cent of the applicable maximum")
    OWN_CLASSES = "own_classes", _("a table of its own")


class RoundingMode(TextChoices):
    """Which way a number is rounded."""

    DOWN = "down", _("down")
    HALF_UP = "half_up", _("half up")
    UP = "up", _("up")


class RoundedPart(TextChoices):
    """Which numbers are rounded. Everything else stays as it was computed."""

    POINTS = "points", _("the points of each criterion")
    TOTAL = "total", _("the total")


class Mean(TextChoices):
    """How the scores of several scorers become one."""

    MEAN = "mean", _("mean")
    MEDIAN = "median", _("median")
    TRIMMED_MEAN = "trimmed_mean", _("trimmed mean")


class CapBase(TextChoices):
    """Of how many the per cent of a cap are taken. Readings differ, and the difference decides (§1.4)."""

    ALL = "all", _("all that were judged")
    ELIGIBLE = "eligible", _("all that can be classified")
    GOOD_OR_BETTER = "good_or_better", _("those classified good or better")
    GOOD_ONLY = "good_only", _("those classified good, without the better ones")


class Grouping(TextChoices):
    """Within which groups a cap is counted."""

    NONE = "none", _("all together")
    KIND = "kind", _("by kind of unit")
    LEVEL = "level", _("by level")
    FIELD = "field", _("by field")
    PARENT = "parent", _("by superior unit")


class TieEnd(TextChoices):
    """Who decides between equals when every named criterion is equal too."""

    BALLOT = "ballot", _("a ballot")
    CHAIR = "chair", _("the chair")


class Over(TextChoices):
    """Of what a year is made."""

    MONTHS = "months", _("months")
    QUARTERS = "quarters", _("quarters")


PERIODS_IN_A_YEAR = {Over.MONTHS: 12, Over.QUARTERS: 4}

journal.tells(
    {
        "framework.founded": _("%(who)s set up the framework %(code)s for %(unit)s."),
        "version.begun": _("%(who)s began version %(number)s of the framework."),
        "version.changed": _("%(who)s changed the draft of version %(number)s."),
        "version.published": _("%(who)s published version %(number)s, valid from %(starts)s."),
        "version.retired": _("%(who)s retired version %(number)s; its last day is %(last_day)s."),
        "criterion.concretised": _("%(who)s put the criterion %(code)s in concrete words for %(unit)s."),
    }
)
