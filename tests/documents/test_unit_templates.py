"""A unit's own Word template: examined before it is taken, filled in a sandbox, replaced by dated rows."""

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest

from kheo.documents import actions
from kheo.documents.enums import PaperKind
from kheo.documents.exporting import as_word
from kheo.documents.models import UnitTemplate
from kheo.documents.unit_templates import names
from kheo.documents.unit_templates.examination import faults
from kheo.documents.unit_templates.filling import fill
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.documents import papers
from tests.documents.reading import word_text


def template(*paragraphs, rows=(), header=""):
    """A Word file with these paragraphs, a table with these rows, and a header."""
    file = docx.Document()
    for text in paragraphs:
        file.add_paragraph(text)
    if rows:
        table = file.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    file.sections[0].header.paragraphs[0].text = header
    made = BytesIO()
    file.save(made)
    return made.getvalue()


def torn(*pieces):
    """A paragraph whose text Word has torn into runs."""
    file = docx.Document()
    paragraph = file.add_paragraph()
    for piece in pieces:
        paragraph.add_run(piece).bold = bool(len(piece) % 2)
    made = BytesIO()
    file.save(made)
    return made.getvalue()


def with_part(content, name, text):
    """The same file with one more part, or another text in one."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, text)
    return made.getvalue()


OURS = template(
    "{{ co_quan }}",
    "{{ so_ky_hieu }}   {{ dia_danh_ngay }}",
    "QUYẾT ĐỊNH {{ trich_yeu }}",
    "{%p for dong in can_cu %}",
    "{{ dong }};",
    "{%p endfor %}",
    "{{ chuc_vu }} {{ nguoi_ky }}",
    rows=[
        ("{%tr for dong in danh_sach %}", ""),
        ("{{ dong.nhom }}{{ dong.cot_1 }}", "{{ dong.cot_2 }}"),
        ("{%tr endfor %}", ""),
    ],
    header="{{ co_quan_cap_tren }}",
)


# ── examined ──


def test_a_template_with_our_names_and_row_loops_is_taken():
    assert faults(OURS, PaperKind.DECISION) == []


def test_unknown_names_are_listed_all_together_with_the_nearest_known():
    bad = template("{{ Trích_yếu }} {{ ten_truong }}", "{%p for d in danh_sachs %}", "{{ d.x }}", "{%p endfor %}")
    (fault,) = faults(bad, PaperKind.DECISION)
    assert "These names are not known: Trích_yếu → trich_yeu, ten_truong, danh_sachs." in fault


def test_a_field_that_rows_do_not_have_is_named():
    bad = template("{%p for dong in dieu %}", "{{ dong.cot_1 }} {{ dong }}", "{%p endfor %}")
    (fault,) = faults(bad, PaperKind.DECISION)
    assert "dong.cot_1, dong" in fault


def test_names_in_the_header_are_examined_too():
    assert "bi_mat" in faults(template("x", header="{{ bi_mat }}"), PaperKind.DECISION)[0]


def test_names_belong_to_the_kind_of_paper():
    thu_ky = template("{{ thu_ky }}")
    assert faults(thu_ky, PaperKind.MINUTES) == []
    assert faults(thu_ky, PaperKind.DECISION) != []


def test_what_word_tore_apart_is_joined_again():
    assert faults(torn("{", "{ tri", "ch_yeu ", "}", "}"), PaperKind.DECISION) == []
    filled = fill(torn("{", "{ tri", "ch_yeu ", "}", "}"), papers.decision("state"))
    assert "Về việc công nhận" in word_text(filled)


def test_brackets_with_a_space_between_them_are_told():
    assert "without a space" in faults(template("{ { trich_yeu } }"), PaperKind.DECISION)[0]


@pytest.mark.parametrize(
    "code",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ trich_yeu.__class__ }}",
        "{{ trich_yeu['__class__'] }}",
        "{{ trich_yeu|attr('__class__') }}",
        "{{ trich_yeu|upper }}",
        "{{ self }}",
        "{{ cycler }}",
        "{{ config.SECRET_KEY }}",
        "{{ 7 * 7 }}",
        "{{ “trich_yeu” }}",
        "{{ danh_sach() }}",
        "{{ range(10**9) }}",
        "{% set x = trich_yeu %}",
        "{% if trich_yeu %}x{% endif %}",
        "{% include 'x' %}",
        "{% import 'os' as os %}",
        "{% macro m() %}{% endmacro %}",
        "{% for a in danh_sach %}{% for b in danh_sach %}x{% endfor %}{% endfor %}",
        "{% for a in danh_sach if a.nhom %}x{% endfor %}",
        "{% for a in danh_sach %}{{ a.__class__ }}{% endfor %}",
        "{% for a in danh_sach %}{{ a.nhom.__class__ }}{% endfor %}",
        "{% for a in danh_sach %}{{ loop.index }}{% endfor %}",
        "{% for a in 'x' * 99999999 %}{% endfor %}",
        "{{r trich_yeu }}",
        "{% colspan 3 %}",
        "{# ghi chú #}",
        "{{ trich_yeu",
        "{% for a in danh_sach %}",
        "{% raw %}",
    ],
)
def test_all_that_is_more_than_a_name_or_a_row_loop_is_refused(code):
    assert faults(template(code), PaperKind.DECISION) != []


def test_code_in_the_properties_of_the_file_is_refused_too():
    file = docx.Document(BytesIO(OURS))
    file.core_properties.title = "{{ ''.__class__ }}"
    made = BytesIO()
    file.save(made)
    assert faults(made.getvalue(), PaperKind.DECISION) != []


def test_a_template_that_reaches_out_of_itself_is_refused():
    relations = zipfile.ZipFile(BytesIO(OURS)).read("word/_rels/document.xml.rels").decode()
    outside = relations.replace(
        "</Relationships>",
        '<Relationship Id="r99" TargetMode="External" Target="http://xa.example/x.dotm" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>',
    )
    bad = with_part(OURS, "word/_rels/document.xml.rels", outside)
    assert "another file or address" in faults(bad, PaperKind.DECISION)[0]


@pytest.mark.parametrize("code", ['DDEAUTO c:\\\\windows\\\\cmd.exe "/c calc"', "INCLUDETEXT \\\\xa\\x.docx", "LINK x"])
def test_a_field_that_fetches_or_starts_something_is_refused(code):
    source = zipfile.ZipFile(BytesIO(OURS)).read("word/document.xml").decode()
    bad = source.replace("<w:sectPr", f"<w:p><w:r><w:instrText>{code}</w:instrText></w:r></w:p><w:sectPr", 1)
    assert code.split()[0] in faults(with_part(OURS, "word/document.xml", bad), PaperKind.DECISION)[0]


def test_a_document_type_is_refused():
    source = zipfile.ZipFile(BytesIO(OURS)).read("word/document.xml")
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + source.partition(b"?>")[2]
    assert "save it in Word again" in faults(with_part(OURS, "word/document.xml", bomb), PaperKind.DECISION)[0]


def test_an_embedded_object_is_refused():
    assert "embedded object" in faults(with_part(OURS, "word/embeddings/x.bin", b"x"), PaperKind.DECISION)[0]


# ── filled ──


def test_the_filled_template_says_what_the_paper_says():
    text = word_text(fill(OURS, papers.decision("party")))
    for said in ("TỈNH ỦY", "Số 1127-QĐ/TU", "Về việc công nhận mô hình", "Căn cứ Điều lệ Đảng Cộng sản Việt Nam;",
                 "BÍ THƯ Dương Văn An", "I. TẬP THỂ", "Tuyến đường hoa – không rác", papers.HINDI):  # fmt: skip
        assert said in text
    assert "{" not in text


@pytest.mark.parametrize("code", papers.INJECTED)
def test_code_in_a_name_is_filled_in_as_text(code):
    assert code in word_text(fill(OURS, papers.decision("state", subject=code)))


@pytest.mark.parametrize("paper", papers.TEMPLATED, ids=lambda make: make.__name__)
def test_every_name_of_a_kind_has_its_words_and_no_other(paper):
    document = paper("state")
    kind = PaperKind(document.kind)
    given = names.context(document)
    assert set(given) == names.WORDS[kind] | set(names.LISTS[kind])
    for name, fields in names.LISTS[kind].items():
        for item in given[name]:
            assert set(item) == set(fields) if fields else isinstance(item, str)


def test_the_manual_names_every_name():
    manual = (Path(__file__).parents[2] / "docs" / "how-to" / "word-templates.md").read_text()
    lists = {name for given in names.LISTS.values() for name in given}
    words = {name for given in names.WORDS.values() for name in given}
    assert {name for name in lists | words if f"`{name}`" not in manual} == set()


# ── kept ──


@pytest.mark.django_db
def test_a_unit_prints_in_its_own_template_from_the_day_it_gave_it(story, draft, uploaded):
    assert "Nơi nhận:" in word_text(as_word(draft).content)
    kept = actions.accept_template(
        story.district, PaperKind.DECISION, uploaded(OURS, name="mau.docx"), by=story.minh
    )  # fmt: skip
    assert "Nơi nhận:" not in word_text(as_word(draft).content)
    entry = journal.history(kept).last()
    assert (entry.verb, entry.details) == ("template.accepted", {"kind": "decision", "on": "20/11/2024"})


@pytest.mark.django_db
def test_a_newer_template_ends_the_older_the_day_before(story, uploaded):
    def accept():
        return actions.accept_template(story.district, PaperKind.DECISION, uploaded(OURS, "m.docx"), by=story.minh)

    first = accept()
    with clock.at(story.today + timedelta(days=10)):
        second = accept()
    first.refresh_from_db()
    assert first.until == story.today + timedelta(days=9)
    assert second.until is None
    with clock.at(story.today + timedelta(days=10)):
        accept()
    assert UnitTemplate.objects.count() == 2  # the one of the same day was never used


@pytest.mark.django_db
def test_an_ended_template_leaves_our_layout(story, draft, uploaded):
    kept = actions.accept_template(
        story.district, PaperKind.DECISION, uploaded(OURS, name="mau.docx"), by=story.minh
    )  # fmt: skip
    with clock.at(story.today + timedelta(days=2)):
        actions.end_template(kept, by=story.minh)
        assert "Nơi nhận:" in word_text(as_word(draft).content)
        assert journal.history(kept).last().details == {"last_day": "21/11/2024"}
        with pytest.raises(NotNow, match="already out of use"):
            actions.end_template(kept, by=story.minh)


@pytest.mark.django_db
def test_a_bad_template_is_refused_with_all_that_is_wrong(story, uploaded):
    bad = uploaded(template("{{ ten_truong }}", "{ { x } }"), name="mau.docx")
    with pytest.raises(BadInput, match=r"without a space.*ten_truong"):
        actions.accept_template(story.district, PaperKind.DECISION, bad, by=story.minh)
    assert not UnitTemplate.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["lan", "hoa", "stranger"])
def test_others_do_not_furnish_the_unit(story, uploaded, who):
    with pytest.raises(NotPermitted):
        actions.accept_template(
            story.district, PaperKind.DECISION, uploaded(OURS, name="mau.docx"), by=getattr(story, who)
        )
