"""The list of units: any order, a code borne again, superiors that end, circles."""

# ruff: noqa: E501 - rows and sentences stand as they are read

from datetime import date

import pytest

from kheo.kernel import journal, periods
from kheo.units import tree
from kheo.units.history import tell
from kheo.units.models import Placement, Unit
from tests.factories import UnitFactory
from tests.imports.conftest import sentences

pytestmark = pytest.mark.django_db


def unit(code, parent="", level="commune", name="", **more):
    return {"code": code, "name": name or f"Xã {code}", "level": level, "parent_code": parent, **more}


def test_rows_may_come_in_any_order(db, bring):
    bring("units", unit("C", "D"), unit("D", "P", "district"), unit("P", level="province"))
    commune = Unit.objects.get(code="C")
    assert [Unit.objects.get(pk=pk).code for pk in tree.chain(commune.pk, on=date(2024, 1, 1))] == ["C", "D", "P"]
    assert (commune.kind, commune.level, commune.name_on(date(2024, 1, 1))) == ("locality", "commune", "Xã C")
    assert commune.level_on(date(2024, 1, 1)) == "commune"
    assert [told.sentence for told in tell(journal.history(commune))] == [
        "The system added the unit, founded on 01/01/1900."
    ]
    assert list(Unit.objects.filter(search_text__contains="xa c")) == [commune]


def test_without_a_first_day_a_unit_begins_with_its_superior(db, bring):
    bring("units", unit("C", "D"), unit("D", "P", "district", valid_from="01/07/2010"), unit("P", level="province"))
    assert {u.code: u.founded for u in Unit.objects.all()} == {
        "P": date(1900, 1, 1), "D": date(2010, 7, 1), "C": date(2010, 7, 1),
    }  # fmt: skip


def test_a_unit_stands_under_its_superior_while_both_exist(db, bring):
    bring("units", unit("P", level="province"), unit("D", "P", "district", valid_to="30/06/2025"), unit("C", "D"))
    assert Placement.objects.get(unit__code="C").during == periods.period(date(1900, 1, 1), date(2025, 6, 30))


def test_the_superior_may_be_here_already(story, bring):
    bring("units", unit("NEW", "QY", valid_from="01/01/2020"))
    assert Placement.objects.get(unit__code="NEW").parent == story.district


def test_a_code_borne_again_later_is_another_unit(db, bring):
    bring(
        "units", unit("P", level="province"), unit("X", "P", valid_to="30/06/2025", name="Xã cũ"),
        unit("X", "P", valid_from="01/07/2025", name="Xã mới"),
    )  # fmt: skip
    assert [u.name for u in Unit.objects.filter(code="X").order_by("during")] == ["Xã cũ", "Xã mới"]


def test_two_superiors_with_one_code_one_after_the_other(db, bring):
    bring(
        "units", unit("D", level="district", valid_to="31/12/2019", name="Huyện cũ"),
        unit("D", level="district", valid_from="01/01/2020", name="Thị xã mới"), unit("C", "D"),
    )  # fmt: skip
    places = Placement.objects.filter(unit__code="C").order_by("during").values_list("parent__name", "during")
    assert list(places) == [
        ("Huyện cũ", periods.period(date(1900, 1, 1), date(2019, 12, 31))),
        ("Thị xã mới", periods.period(date(2020, 1, 1))),
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            [unit("X"), unit("X", name="Xã khác")],
            ["Row 2, column “code”: Row 3 uses the code “X” at the same time.", "Row 3, column “code”: Row 2 uses the code “X” at the same time."],
        ),
        ([unit("X", "NO")], ["Row 2, column “parent_code”: No unit has the code “NO”, neither in the system nor in the list."]),
        (
            [unit("A", "B"), unit("B", "A")],
            [
                "Row 2, column “parent_code”: The row of its superior, row 3, must be corrected first.",
                "Row 3, column “parent_code”: Rows 2, 3 name each other as superiors in a circle.",
            ],
        ),
        ([unit("A", "A")], ["Row 2, column “parent_code”: This row names itself as its superior."]),
        (
            [unit("X", level="district", valid_from="01/07/2025")],
            ["Row 2, column “level”: The district level ended on 30/06/2025: no unit can be at that level from 01/07/2025."],
        ),
        (
            [unit("X", valid_from="02/01/2024", valid_to="01/01/2024")],
            ["Row 2, column “valid_to”: The last day is before the first, 02/01/2024."],
        ),
        (
            [unit("P", level="province", valid_from="01/01/2020"), unit("C", "P", valid_from="01/01/2019")],
            ["Row 3, column “parent_code”: “P” is the code of Xã P (since 01/01/2020), which does not exist on 01/01/2019."],
        ),
        (
            [unit("X", kind="câu lạc bộ")],
            [
                "Row 2, column “kind”: “câu lạc bộ” is not a known word here. Use one of: locality; Party committee; Party cell;"
                " People's Committee; Fatherland Front or mass organisation; agency; armed forces; school; enterprise;"
                " residential area; other unit."
            ],
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(db, bring, rows, told):
    assert sentences(bring("units", *rows)) == told
    assert Unit.objects.count() == 0


def test_a_code_that_another_unit_bears(story, bring):
    assert sentences(bring("units", unit("YG", name="Xã khác"))) == [
        "Row 2, column “code”: “YG” is already the code of Phường Yên Giang (since 01/01/2000). Use another code or other dates."
    ]


def test_the_same_unit_again_is_left_out(story, bring):
    examination = bring("units", unit("YG", "QY", name="PHƯỜNG YÊN GIANG"), unit("NEW", "YG", "grassroots"))
    assert [examined.twin for examined in examination.rows] == [
        "Already there: Phường Yên Giang (since 01/01/2000).",
        "",
    ]
    assert Placement.objects.get(unit__code="NEW").parent == story.ward


def test_a_tower_of_units_is_too_high(db, bring):
    tower = [unit(f"U{n}", f"U{n + 1}", "grassroots") for n in range(40)]
    assert any("more than 12 levels deep" in sentence for sentence in sentences(bring("units", *tower)))


def test_a_nation_takes_seconds(db, bring, django_assert_max_num_queries):
    rows = [unit("P", level="province")]
    rows += [unit(f"D{n}", "P", "district") for n in range(20)]
    rows += [unit(f"C{n}", f"D{n % 20}") for n in range(2000)]
    with django_assert_max_num_queries(60):
        bring("units", *rows)
    assert Unit.objects.count() == 2021


def test_words_for_kinds_and_levels(db, bring):
    bring("units", unit("P", level="tỉnh", kind="Tỉnh ủy"), unit("C", "P", level="कम्यून", kind="Trường học"))
    assert list(Unit.objects.order_by("code").values_list("kind", "level")) == [
        ("school", "commune"),
        ("party", "province"),
    ]


def test_a_unit_of_the_factory_is_seen_as_the_verbs_see_it(story):
    """The atlas and the tree answer alike."""
    from kheo.units.atlas import Atlas

    UnitFactory(code="OLD", parent=story.district, during=periods.period(date(2000, 1, 1), date(2023, 12, 31)))
    atlas = Atlas()
    for one in Unit.objects.all():
        for day in (date(2001, 1, 1), story.today, date(2030, 1, 1)):
            assert atlas.chain(one.pk, day) == tree.chain(one.pk, on=day)
            assert atlas.level_on(one.pk, day) == one.level_on(day)
            assert atlas.name_on(one.pk, day) == one.name_on(day)
