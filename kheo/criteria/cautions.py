"""What publishing does not refuse, but the editor warns of: people are not scored for what they think.

A criterion names a countable fact or a document. Words that ask for opinions are pointed out, so that the line becomes
a result (“the meeting was held”, “the target was met”) or only its points and a document number are entered
(cells-and-democracy.md §5.3).
"""

from django.utils.translation import gettext as _

from kheo.criteria.faults.fault import Fault, fault
from kheo.criteria.sheet import Criterion, Sheet
from kheo.kernel.text import fold

OPINIONS = ("tư tưởng", "quan điểm", "thái độ chính trị", "bản lĩnh chính trị", "đạo đức, lối sống", "lòng trung thành")


def cautions(sheet: Sheet) -> list[Fault]:
    """The leaves whose words ask what people think; each as a sentence with its place."""
    return [_caution(leaf, words) for leaf in sheet.leaves() for words in OPINIONS if fold(words) in _said(leaf)]


def _said(leaf: Criterion) -> str:
    return fold(f"{leaf.text} {leaf.condition}")


def _caution(leaf: Criterion, words: str) -> Fault:
    return fault(
        ("criteria", leaf.code, "text"),
        _("%(code)s speaks of “%(words)s”. Write what can be counted or shown by a document, not what people think."),
        code=leaf.code, words=words,
    )  # fmt: skip
