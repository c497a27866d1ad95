"""Each kind of paper in both layouts: PDF and Word say what the value says, no more and no less."""

import re
from collections import Counter
from dataclasses import asdict
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from kheo.documents.layouts import kinds
from kheo.documents.layouts.composing import compose
from kheo.documents.layouts.files import pdf, pictures, word
from kheo.documents.layouts.house import in_words
from kheo.documents.layouts.parts import Article, Row, Table, Words
from kheo.kernel.errors import BadInput
from tests.documents import papers
from tests.documents.reading import (
    WORD,
    page_count,
    pdf_fonts,
    pdf_links,
    pdf_root,
    pdf_text,
    squeezed,
    tags,
    word_body,
    word_links,
    word_pictures,
    word_text,
)

LAYOUTS = ["state", "party"]
each_paper = pytest.mark.parametrize("paper", papers.COMPOSED, ids=lambda make: make.__name__)
each_layout = pytest.mark.parametrize("layout", LAYOUTS)


def said(thing):
    """Every piece of text in a composition, except the names of its columns' alignment, addresses, and pictures."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for name, part in thing.items():
            if name not in {"aligns", "layout", "title", "language", "links", "alt", "bars"}:
                yield from said(part)
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from said(part)


@each_paper
@each_layout
def test_pdf_and_word_say_every_word_of_the_paper_and_the_same(paper, layout):
    value = paper(layout)
    in_pdf, in_word = squeezed(pdf_text(pdf(value))), squeezed(word_text(word(value)))
    for text in said(asdict(compose(value))):
        assert squeezed(text) in in_pdf
        assert squeezed(text) in in_word
    assert Counter(in_pdf) == Counter(in_word)


@each_paper
@each_layout
def test_a_paper_survives_json(paper, layout):
    value = paper(layout)
    assert kinds.read(kinds.written(value)) == value


@each_layout
def test_a_number_opens_the_rows_behind_it_in_both_files(layout):
    value = papers.report(layout)
    addresses = ["https://kheo.vn/figures/rows/?unit=3", "https://kheo.vn/figures/rows/?unit=1"]
    assert pdf_links(pdf(value)) == addresses
    assert word_links(word(value)) == addresses


@each_layout
def test_a_chart_is_a_picture_that_says_in_words_what_it_shows(layout):
    value = papers.report(layout)
    assert "Figure" in tags(pdf(value))
    assert word_pictures(word(value)) == ["Cột ngang: đăng ký 746; công nhận 155."]


def test_a_report_says_in_which_language_it_is():
    value = papers.report("state").model_copy(update={"language": "hi"})
    assert pdf_root(pdf(value))["/Lang"] == "hi"
    assert b"hi-IN" in ZipFile(BytesIO(word(value))).read("docProps/core.xml")


@each_layout
def test_the_top_of_a_paper(layout):
    text = pdf_text(pdf(papers.decision(layout)))
    if layout == "state":
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n" in text
        assert "Độc lập - Tự do - Hạnh phúc\n" in text
        assert "Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/QĐ-UBND" in text
        assert "ĐẢNG CỘNG SẢN VIỆT NAM" not in text
    else:
        assert "ĐẢNG CỘNG SẢN VIỆT NAM\n" in text
        assert "Số 1127-QĐ/TU" in text
        assert "Phan Thiết, ngày 20 tháng 12 năm 2023" in text
        assert "CỘNG HÒA" not in text


def test_the_marks_at_the_ends_are_those_of_the_layout():
    state, party = pdf_text(pdf(papers.decision("state"))), pdf_text(pdf(papers.decision("party")))
    assert "Căn cứ Điều lệ Đảng Cộng sản Việt Nam;" in state
    assert "Xét đề nghị của Ban Dân vận Tỉnh ủy." in state
    assert "kể từ ngày ký./." in state
    assert "- Như Điều 2;" in state
    assert "- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;" in party
    assert "- Xét đề nghị của Ban Dân vận Tỉnh ủy," in party
    assert "kể từ ngày ký.\n" in party
    assert "- Như Điều 2," in party
    assert "về việc công nhận" in party


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 2, 5), "ngày 05 tháng 02 năm 2024"),
        (date(2024, 3, 12), "ngày 12 tháng 3 năm 2024"),
        (date(2023, 12, 9), "ngày 09 tháng 12 năm 2023"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_zero(day, words):
    assert in_words(day) == words


def test_annexes_are_numbered_and_say_with_which_paper_they_go():
    annex = papers.decision("state").annexes[0]
    text = pdf_text(pdf(papers.decision("state", annexes=(annex, annex))))
    assert "Phụ lục I\n" in text
    assert "Phụ lục II\n" in text
    assert squeezed("(Kèm theo Quyết định số 1127-QĐ/TU, ngày 20/12/2023 của Tỉnh ủy)") in squeezed(
        pdf_text(pdf(papers.decision("party")))
    )


# ── Letters ──


@each_layout
def test_vietnamese_with_all_tones_and_hindi_come_out_letter_by_letter(layout):
    text = f"{papers.ALL_TONES} {papers.ALL_TONES.upper()} {papers.HINDI}"
    value = papers.decision(layout, articles=(Article(text=text),))
    assert squeezed(text) in squeezed(pdf_text(pdf(value)))
    assert text in word_text(word(value))


def test_one_family_is_embedded_and_hindi_letters_only_where_they_occur():
    plain = papers.letter("state")
    assert {name.partition("-")[0] for name in pdf_fonts(pdf(plain))} == {"LiberationSerif"}
    hindi = plain.model_copy(update={"blocks": (Words(text=papers.HINDI),)})
    assert {name.partition("-")[0] for name in pdf_fonts(pdf(hindi))} == {"LiberationSerif", "NotoSerifDevanagari"}


@each_layout
def test_hindi_letters_of_a_word_file_are_as_large_as_the_others(layout):
    """Word gives them a size of their own, and half the size where nobody says so."""
    file = ZipFile(BytesIO(word(papers.decision(layout))))
    styles, body = (file.read(f"word/{name}.xml").decode() for name in ("styles", "document"))
    normal, cell = (re.search(rf'w:styleId="{name}".*?</w:style>', styles, re.DOTALL)[0] for name in ("Normal", "Cell"))
    assert '<w:sz w:val="28"/><w:szCs w:val="28"/>' in normal
    assert "<w:szCs" in cell
    assert body.count("<w:sz ") == body.count("<w:szCs ")


def test_decomposed_letters_are_composed_and_marks_nobody_sees_are_dropped():
    value = papers.decision("state", subject="Đa\u0323t\u200b chuẩn\x07")
    assert value.subject == "Đạt chuẩn"


def test_a_sign_that_the_letters_lack_is_named_instead_of_printed_as_a_box():
    value = papers.decision("state", subject="Tuyến đường hoa 🌸")
    with pytest.raises(BadInput, match="🌸"):
        pdf(value)


@pytest.mark.parametrize("code", papers.INJECTED)
def test_code_in_a_name_is_printed_as_text(code):
    row = Row(cells=("1", code, ""))
    table = Table(columns=papers.LIST.columns, rows=(row,))
    value = papers.decision("state", subject=f"Về {code}", articles=(Article(text=code),))
    value = value.model_copy(update={"annexes": (value.annexes[0].model_copy(update={"blocks": (table,)}),)})
    assert squeezed(pdf_text(pdf(value))).count(squeezed(code)) == 3
    assert word_text(word(value)).count(code) == 3


# ── What archives and screen readers need ──


@each_paper
def test_the_pdf_is_made_for_the_archive_and_for_screen_readers(paper):
    value = paper("party")
    made = pdf(value)
    root = pdf_root(made)
    about = root["/Metadata"].data.decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert value.subject in about
    assert str(root["/Lang"]) == "vi-VN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "P" in tags(made)


def test_the_name_of_a_paper_is_a_heading_and_a_table_says_its_columns():
    found = tags(pdf(papers.decision("party")))
    assert found.count("H1") == 2  # the paper and its annex
    assert found.count("TH") == 3
    assert found.count("TR") == 5
    parts = tags(pdf(papers.minutes("party")))
    assert (parts.count("H2"), parts.count("H3")) == (1, 1)


def test_word_has_headings_a_title_a_language_and_header_rows():
    made = word(papers.decision("state"))
    body = word_body(made)
    styles = [style.get(f"{WORD}val") for style in body.iter(f"{WORD}pStyle")]
    assert styles.count("Heading1") == 2
    assert len(list(body.iter(f"{WORD}tblHeader"))) == 1
    core = word_body(made, "docProps/core.xml")
    texts = [node.text for node in core.iter()]
    assert "vi-VN" in texts
    assert any("công nhận mô hình" in (text or "") for text in texts)


def test_word_is_set_in_times_new_roman_with_the_margins_of_the_decree():
    made = word(papers.letter("state"))
    fonts = word_body(made, "word/styles.xml").find(f".//{WORD}style[@{WORD}styleId='Normal']//{WORD}rFonts")
    assert fonts.get(f"{WORD}ascii") == "Times New Roman"
    margins = next(word_body(made).iter(f"{WORD}pgMar"))
    millimetres = {side: round(int(margins.get(f"{WORD}{side}")) / 56.7) for side in ("top", "bottom", "left", "right")}
    assert millimetres == {"top": 20, "bottom": 20, "left": 30, "right": 15}


def test_pages_are_numbered_from_the_second_and_each_annex_for_itself():
    long = papers.minutes("state").model_copy(update={"blocks": (Words(text="Nội dung.\n" * 80),)})
    made = pdf(long)
    assert page_count(made) > 2
    sections = list(word_body(word(papers.submission("state"))).iter(f"{WORD}sectPr"))
    assert [section.find(f"{WORD}pgNumType").get(f"{WORD}start") for section in sections] == ["1", "1"]
    assert all(section.find(f"{WORD}titlePg") is not None for section in sections)


def test_the_same_value_gives_the_same_bytes():
    assert pdf(papers.decision("party")) == pdf(papers.decision("party"))


def test_a_preview_has_a_picture_for_each_page():
    shown = pictures(papers.decision("party"), dots_per_inch=40)
    assert [picture[:4] for picture in shown] == [b"\x89PNG", b"\x89PNG"]


# ── Certificates ──


@each_layout
def test_certificates_stand_in_one_file_a_page_each(layout):
    value = papers.certificates(layout, 3)
    made = pdf(value)
    assert page_count(made) == 3
    text, in_word = pdf_text(made), word_text(word(value))
    for item in value.items:
        for line in (item.name, item.detail, item.cause, f"Số sổ vàng: {item.entry}", f"Mã kiểm tra: {item.code}"):
            assert squeezed(line) in squeezed(text)
            assert line in in_word
    assert text.count("GIẤY CHỨNG NHẬN") == 3
    assert text.count("Ông (Bà):") == 2  # the others are collectives
    assert Counter(squeezed(text)) == Counter(squeezed(in_word))


def test_a_certificate_stays_on_its_page_however_long_its_names_are():
    long = {"name": "Tuyến đường hoa " * 15, "detail": "Thôn 3, xã La Ngâu " * 13, "cause": "Đã có thành tích " * 14}
    value = papers.certificates("state", 2)
    value = value.model_copy(update={"items": tuple(item.model_copy(update=long) for item in value.items)})
    assert page_count(pdf(value)) == 2


def test_the_qr_code_says_its_address_to_who_cannot_see_it():
    made = pdf(papers.certificates("party", 1))
    assert tags(made).count("Figure") == 1
    body = word_body(word(papers.certificates("party", 1)))
    told = [node.get("descr") for node in body.iter() if node.tag.endswith("}docPr")]
    assert told == ["Mã QR: https://kheo.example/x/7K3Q0001"]


# ── Reading ──


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "poem"}, "poem"),
        ({"articles": []}, "articles"),
        ({"surprise": 1}, "surprise"),
        ({"letterhead": {"layout": "royal", "issuer": "x"}}, "letterhead › layout"),
    ],
)
def test_what_is_no_paper_is_refused_with_the_place(change, place):
    with pytest.raises(BadInput, match=place):
        kinds.read(kinds.written(papers.decision("state")) | change)


def test_a_row_must_fill_the_columns():
    with pytest.raises(ValueError, match="row 1 has 2 cells"):
        Table(columns=papers.LIST.columns, rows=(Row(cells=("1", "2")),))
