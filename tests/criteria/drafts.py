"""Frameworks in the database, for the tests of pages: of the province, kept by its keeper Nga; how pages are read."""

from django.forms import Select
from django.urls import reverse

from kheo.criteria import actions, library
from tests.criteria.builders import CLASSES_90_70_50, group, leaf, sheet


def table(**rules):
    """A small sheet that adds up: two groups and a leaf, 100 points, four classes and a gate."""
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


def published(story, of=None, owner=None):
    """The same, published from the first day of the year."""
    return actions.publish(draft(story, of, owner), starts=story.round.starts, by=None)


def shipped(story, code):
    """A framework of the library, taken over by the province."""
    return draft(story, library.by_code(code))


def at(name, *args):
    return reverse(f"criteria:{name}", args=args)


def shown(response, status=200):
    """The words of a page, spaces made single."""
    assert response.status_code == status, response.status_code
    return " ".join(response.content.decode().split())


def asked(response, **typed):
    """What the form of a page sends when nothing is touched but what is typed."""
    form, context = response.context["form"], response.context
    data = {"revision": context["version"].revision} if "version" in context else {}
    if context.get("spot"):
        data["seen"] = context["spot"].code
    for name, field in form.fields.items():
        value = form[name].value()
        if value is None and type(field.widget) is Select:
            value = next(iter(field.choices))[0]  # what a browser shows, it sends
        if value not in (None, False, []):
            data[name] = "on" if value is True else field.prepare_value(value)
    for row in context.get("table", ()) if "scale" in form.fields and "table" in context else ():
        data |= {f"code-{row['told'].number}": row["told"].criterion.code, f"was-{row['told'].number}": row["was"]}
    return data | {name.replace("__", "-"): value for name, value in typed.items()}
