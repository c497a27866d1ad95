"""Frameworks in the database, for the tests of verbs and pages: of the province, by its keeper Nga."""

from kheo.criteria import actions, library
from tests.criteria.builders import CLASSES_90_70_50, group, leaf, sheet


def table(**rules):
    """A small sheet that adds up: two groups and a leaf, 100 points, three classes and a gate."""
    return sheet(
        group("I", leaf("I.1", 25), leaf("I.2", 15), text="Lãnh đạo, chỉ đạo"),
        group("II", leaf("II.1", 30, "share"), leaf("II.2", 20, "yes_no", scored=True), text="Kết quả thực hiện"),
        leaf("III", 10, of={"reserved_to": "superior", "text": "Điểm do cấp trên đánh giá"}),
        **{
            "code": "DVK-QN",
            "name": "Bộ tiêu chí “Dân vận khéo” tỉnh Quảng Ninh",
            "classes": CLASSES_90_70_50,
            "stages": ["self", "scoring", "superior"],
            "gates": [{"code": "KL", "text": "Không có cán bộ bị kỷ luật", "effect": "not_eligible", "document": True}],
            **rules,
        },
    )


def draft(story, of=None, owner=None):
    """The draft of the first version of a framework of the province."""
    framework = actions.found_framework(owner=owner or story.province, sheet=of or table(), by=None)
    return framework.versions.get()


def published(story, of=None, owner=None, starts=None):
    """The same, published from the first day of the year."""
    return actions.publish(draft(story, of, owner), starts=starts or story.round.starts, by=None)


def shipped(story, code):
    """A framework of the library taken over by the province."""
    return draft(story, library.by_code(code))
