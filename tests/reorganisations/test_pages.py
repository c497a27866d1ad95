"""The pages: a plan made by forms, the second person, what is left, the letters."""

import io
from datetime import date

import docx
import pytest
from django.urls import reverse

from kheo.kernel import clock
from kheo.reorganisations import actions
from kheo.reorganisations.letters import Letters
from kheo.reorganisations.models import Reorganisation
from tests.counting import queries_of
from tests.reorganisations.land import commune, done, planned, proposed, sent
from tests.units.tien_yen import BASIS

pytestmark = pytest.mark.django_db
JULY = date(2025, 7, 10)


def at(name, *args):
    return reverse(f"reorganisations:{name}", args=args)


class TestAPlanByForms:
    @pytest.fixture
    def nga(self, land, as_person):
        return as_person(land.nga)

    @pytest.fixture
    def plan(self, land, nga):
        answers = {"title": "Sắp xếp cấp xã", "on": "01/07/2025", "legal_basis": BASIS}
        nga.post(at("begin", land.province.pk), answers)
        return Reorganisation.objects.get()

    @pytest.mark.parametrize(
        ("change", "answers", "told"),
        [
            ("found", {"name": "Xã Mới", "code": "M", "kind": "locality", "level": "commune", "under": "QN"},
             ["Xã Mới (M, commune) is founded below Tỉnh Quảng Ninh."]),
            ("merge", {"merged": "TT\nXã Phong Dụ", "into": "DX"},
             ["Thị trấn Tiên Yên ends.", "Thị trấn Tiên Yên wholly goes on as Xã Điền Xá.", "Xã Phong Dụ ends.",
              "Xã Phong Dụ wholly goes on as Xã Điền Xá."]),
            ("split", {"unit": "YT", "parts": "TT: thôn Khe Tiên\nDX"},
             ["Xã Yên Than ends.", "A part of Xã Yên Than (thôn Khe Tiên) goes on as Thị trấn Tiên Yên.",
              "A part of Xã Yên Than goes on as Xã Điền Xá."]),
            ("rename", {"unit": "TT", "name": "Xã Tiên Yên"}, ["Thị trấn Tiên Yên is called Xã Tiên Yên."]),
            ("move", {"moved": "TT", "under": "QN"}, ["Thị trấn Tiên Yên moves below Tỉnh Quảng Ninh."]),
            ("regrade", {"unit": "TY", "kind": "locality", "level": "commune"},
             ["Huyện Tiên Yên is of the level commune."]),
            ("dissolve", {"ending": "HL"}, ["Xã Hà Lâu ends."]),
        ],
    )  # fmt: skip
    def test_each_change(self, nga, plan, change, answers, told):
        nga.post(at("add", plan.pk, change), answers)
        page = nga.get(at("detail", plan.pk))
        assert [sentence for _change, sentence in page.context["changes"]] == told

    def test_what_is_not_found_is_said_and_nothing_typed_is_lost(self, nga, plan):
        page = nga.post(at("add", plan.pk, "merge"), {"merged": "Xã Không Có", "into": "DX"})
        assert page.status_code == 422
        assert "No unit has the code or name “Xã Không Có” on 30/06/2025." in page.text
        assert page.text.count("Xã Không Có") > 1

    def test_a_new_unit_of_the_plan_is_found_before_an_old_one(self, nga, plan):
        nga.post(
            at("add", plan.pk, "found"),
            {"name": "Xã Điền Xá", "code": "DX", "kind": "locality", "level": "commune", "under": "QN"},
        )
        nga.post(at("add", plan.pk, "merge"), {"merged": "HL\nDX", "into": "DX"})
        assert plan.changes.filter(kind="succeed", made__name="Xã Điền Xá").count() == 2

    def test_from_the_first_form_to_the_last_button(self, land, nga, plan, as_person):
        nga.post(at("add", plan.pk, "merge"), {"merged": "TT", "into": "PD"})
        page = nga.post(at("rehearse", plan.pk), follow=True)
        assert "12 units before, 11 units after" in page.text
        nga.post(at("propose", plan.pk))
        assert "a second system keeper has to approve it" in nga.get(at("detail", plan.pk)).text
        hai = as_person(land.hai)
        assert "The tree changes from 01/07/2025" in hai.get(at("approve", plan.pk)).text
        hai.post(at("approve", plan.pk))
        assert "The re-organisation is undone." in hai.post(at("reverse", plan.pk), follow=True).text


class TestQueries:
    def test_of_the_list(self, land, as_person):
        nga = as_person(land.nga)
        planned(land)
        few = queries_of(lambda: nga.get(at("list")))
        for _n in range(20):
            actions.begin(land.province, title="Kế hoạch", legal_basis=BASIS, on=JULY, by=land.nga)
        assert queries_of(lambda: nga.get(at("list"))) == few

    def test_of_what_is_left(self, land, as_person):
        nga = as_person(land.nga)
        sent(land, "YT")
        sent(land, "DD", 20, status="draft")
        done(land)
        with clock.at(JULY):
            page = nga.get(at("left"))
            assert len(page.context["rows"]) == 21
            many = queries_of(lambda: nga.get(at("left")))
            from kheo.exemplars.models import Registration

            Registration.objects.filter(unit=land.old["DD"]).update(status="withdrawn")
            assert queries_of(lambda: nga.get(at("left"))) == many

    def test_of_the_plan(self, land, as_person):
        nga = as_person(land.nga)
        plan = actions.begin(land.province, title="Kế hoạch", legal_basis=BASIS, on=JULY, by=land.nga)
        from kheo.reorganisations import planning

        actions.add(plan, planning.rename(land.old["TT"], "Xã A"), by=land.nga)
        few = queries_of(lambda: nga.get(at("detail", plan.pk)))
        actions.add(plan, [s for c in ("PD", "TL", "YT") for s in planning.rename(land.old[c], "Xã B")], by=land.nga)
        assert queries_of(lambda: nga.get(at("detail", plan.pk))) == few


class TestWhatIsLeft:
    def test_a_keeper_hands_it_on(self, land, as_person):
        (row,) = sent(land, "YT", place="toàn xã", title="Tuyến đường hoa")
        new = commune(done(land), "Xã Điền Xá")
        nga = as_person(land.nga)
        with clock.at(JULY):
            page = nga.get(at("left")).text
            assert "Who writes it" in page
            assert "Tuyến đường hoa" not in page  # a keeper reads no registrations
            nga.post(at("hand_on", row.pk, "author"), {"to_unit": new.code, "legal_basis": "15-CV/TU"})
            assert nga.get(at("left")).context["rows"] == []
        row.refresh_from_db()
        assert row.carried_by == new

    def test_what_is_in_somebodys_hands_is_not_there(self, land, as_person):
        (row,) = sent(land, "TT")
        done(land)
        with clock.at(JULY):
            assert as_person(land.nga).get(at("hand_on", row.pk, "author")).status_code == 404


class TestTheDesk:
    def test_a_plan_waits_for_the_second_keeper(self, land, as_person):
        proposed(land)
        approve = "Approve “Sắp xếp đơn vị cấp xã”, or give it back"
        assert approve in as_person(land.hai).get(reverse("desk:home")).text
        own = as_person(land.nga).get(reverse("desk:home")).text
        assert approve not in own
        assert "a second system keeper" in own

    def test_what_is_open_is_handed_on_when_the_day_comes(self, land, as_person):
        plan, nga = actions.approve(proposed(land), by=land.hai), as_person(land.nga)
        words = "Hand on what is open after “Sắp xếp đơn vị cấp xã”"
        assert words not in nga.get(reverse("desk:home")).text
        with clock.at(JULY):
            assert words in nga.get(reverse("desk:home")).text
            nga.post(at("hand_out", plan.pk))
            assert words not in nga.get(reverse("desk:home")).text

    def test_what_is_left_is_counted(self, land, as_person):
        sent(land, "YT", 3)
        done(land)
        with clock.at(JULY):
            page = as_person(land.nga).get(reverse("desk:home")).text
            assert "Hand on 3 registrations of ended units" in page


class TestLetters:
    def test_what_an_ended_commune_reads(self, land):
        sent(land, "YT", 2, place="thôn Nà Lộc")
        assert Letters(done(land)).words(land.old["YT"]) == [
            f"Căn cứ {BASIS}, Tỉnh Quảng Ninh thông báo việc sắp xếp tổ chức như sau:",
            "Xã Yên Than kết thúc hoạt động sau ngày 30/06/2025.",
            "Một phần (thôn Khe Tiên, thôn Tài Noong) Xã Yên Than chuyển về Xã Tiên Yên từ ngày 01/07/2025.",
            "Một phần (thôn Nà Lộc) Xã Yên Than chuyển về Xã Điền Xá từ ngày 01/07/2025.",
            "Hồ sơ, công việc đang mở: 2 hồ sơ đã gửi chuyển đến Xã Điền Xá.",
            "Ngày đăng ký và mã số của từng hồ sơ giữ nguyên.",
            "Vai trò của cán bộ trên hệ thống tại đơn vị kết thúc cùng ngày; người tiếp tục làm việc được phân công ở"
            " đơn vị mới.",
        ]

    def test_what_a_new_commune_reads(self, land):
        plan = done(land)
        assert Letters(plan).words(commune(plan, "Xã Điền Xá"))[1:] == [
            "Xã Điền Xá được thành lập từ ngày 01/07/2025 trên cơ sở toàn bộ Xã Hà Lâu, Xã Điền Xá; một phần Xã Yên"
            " Than.",
            "Cấp trên trực tiếp của Xã Điền Xá là Tỉnh Quảng Ninh.",
        ]

    def test_one_to_each_unit_concerned_as_word_and_pdf(self, land, as_person):
        plan, nga = done(land), as_person(land.nga)
        assert len(Letters(plan).units) == 1 + 10 + 3
        unit = commune(plan, "Xã Tiên Yên")
        file = nga.get(at("letter", plan.pk, unit.pk))
        text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(file.content)).paragraphs)
        assert "Xã Tiên Yên được thành lập từ ngày 01/07/2025" in text
        assert nga.get(at("letter", plan.pk, unit.pk), {"format": "pdf"}).content.startswith(b"%PDF")

    def test_there_are_none_before_it_is_done(self, land, as_person):
        plan = proposed(land)
        assert as_person(land.nga).get(at("letter", plan.pk, land.old["TT"].pk)).status_code == 404
