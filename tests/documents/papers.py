"""Papers as they are written in Bình Thuận in December 2023, one of each kind."""

from datetime import date

from kheo.documents.layouts import kinds
from kheo.documents.layouts.parts import (
    Annex,
    Article,
    Band,
    Bar,
    Chart,
    Column,
    Facts,
    Heading,
    Letterhead,
    Points,
    Row,
    Signature,
    Table,
    Words,
)

ALL_TONES = (
    "à á ả ã ạ ằ ắ ẳ ẵ ặ ầ ấ ẩ ẫ ậ è é ẻ ẽ ẹ ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ õ ọ ồ ố ổ ỗ ộ ờ ớ ở ỡ ợ"
    " ù ú ủ ũ ụ ừ ứ ử ữ ự ỳ ý ỷ ỹ ỵ đ ă â ê ô ơ ư"
)
HINDI = "कुशल जन-आंदोलन मॉडल, क्षत्रिय, पंजीकृत"
INJECTED = [
    '#eval("1+1")',
    "*đậm* _nghiêng_",
    "$x^2$",
    "@nhan <nhan>",
    "{{ 7 * 7 }}",
    "{% if 1 %}",
    "\\ ` ~ // /* */",
    "<b>&amp;</b>",
]

STATE = Letterhead(
    layout="state", issuer="Ủy ban nhân dân\ntỉnh Bình Thuận", place="Phan Thiết", symbol="QĐ-UBND"
)  # fmt: skip
PARTY = Letterhead(
    layout="party", superior="Đảng bộ tỉnh Bình Thuận", issuer="Tỉnh ủy", place="Phan Thiết", number="1127-QĐ/TU",
    on=date(2023, 12, 20),
)  # fmt: skip
HEADS = {"state": STATE, "party": PARTY}
SIGNED = Signature(authority=("T/M Ban Thường vụ",), office="Bí thư", name="Dương Văn An")
LIST = Table(
    columns=(
        Column(title="STT", align="center"),
        Column(title="Tên mô hình", width=6),
        Column(title="Đơn vị", width=4),
    ),
    rows=(
        Band(band="I. TẬP THỂ"),
        Row(cells=("1", "Tuyến đường hoa – không rác", "Phường Phú Thủy, thành phố Phan Thiết")),
        Row(cells=("2", HINDI, "Xã Hàm Đức")),
        Row(cells=("", "Tổng cộng", "2"), strong=True),
    ),
)


def decision(layout, **changes):
    given = {
        "letterhead": HEADS[layout],
        "subject": "Về việc công nhận mô hình “Dân vận khéo” cấp tỉnh năm 2023",
        "authority": "Ban Thường vụ Tỉnh ủy",
        "bases": ("Căn cứ Điều lệ Đảng Cộng sản Việt Nam", "Xét đề nghị của Ban Dân vận Tỉnh ủy"),
        "articles": (
            Article(text="Công nhận 22 mô hình (có danh sách kèm theo).", points=("Cấp giấy chứng nhận;",)),
            Article(text="Quyết định này có hiệu lực kể từ ngày ký."),
        ),
        "annexes": (Annex(title="Danh sách mô hình được công nhận", blocks=(LIST,)),),
        "signature": SIGNED,
        "recipients": ("Như Điều 2", "Lưu Văn phòng Tỉnh ủy"),
    }
    return kinds.Decision(**given | changes)


def submission(layout):
    return kinds.Submission(
        letterhead=HEADS[layout], subject="về việc đề nghị công nhận mô hình năm 2023",
        to=("Ban Thường vụ Tỉnh ủy", "Ban Dân vận Tỉnh ủy"), bases=("Căn cứ Quy chế làm việc",),
        blocks=(Words(text="Đã tiếp nhận 39 mô hình; đề nghị công nhận 22 mô hình."),),
        annexes=(Annex(title="Danh sách đề nghị", blocks=(LIST,), landscape=True),),
        signature=SIGNED, recipients=("Như trên", "Lưu VT"),
    )  # fmt: skip


def letter(layout):
    return kinds.Letter(
        letterhead=HEADS[layout], subject="đính chính Quyết định số 1127-QĐ/TU", to=("Các huyện ủy",),
        blocks=(Words(text="Tại số thứ tự 4, “Ly” sửa thành “Lý”"),), signature=SIGNED, recipients=("Như trên",),
    )  # fmt: skip


def minutes(layout):
    return kinds.Minutes(
        letterhead=HEADS[layout], subject="họp Hội đồng xét công nhận năm 2023",
        blocks=(
            Facts(pairs=(("Thời gian bắt đầu", "08 giờ 00, ngày 15 tháng 12 năm 2023"),)),
            Heading(text="I. THÀNH PHẦN"), Heading(text="1. Vắng mặt", level=2),
            Points(items=("Đồng chí Lê Văn Ánh: ốm, đã gửi ý kiến bằng văn bản",)),
            LIST, Words(text="Biên bản được đọc lại và nhất trí thông qua.", italic=True),
        ),
        secretary=Signature(office="Thư ký", name="Trần Thị Bích Hạnh"),
        chair=Signature(office="Chủ trì", name="Nguyễn Hoài Anh"), recipients=("Các thành viên", "Lưu hồ sơ"),
    )  # fmt: skip


def report(layout):
    linked = Table(
        columns=(Column(title="Đơn vị", width=3), Column(title="Đăng ký", align="right")),
        rows=(
            Row(cells=("Huyện Tuy Phong", "53"), links=("", "https://kheo.vn/figures/rows/?unit=3")),
            Row(cells=("Tổng số", "746"), strong=True, links=("", "https://kheo.vn/figures/rows/?unit=1")),
        ),
    )
    bars = (Bar(label="Đăng ký", value=746, shown="746"), Bar(label="Được công nhận", value=155, shown="155 (20,8 %)"))
    return kinds.Report(
        letterhead=HEADS[layout], subject="Kết quả phong trào thi đua “Dân vận khéo” năm 2023",
        blocks=(
            Heading(text="I. ĐĂNG KÝ"), Words(text="Toàn tỉnh có 14/14 đơn vị đăng ký 746 mô hình."),
            Chart(
                caption="Biểu đồ 1. Từ đăng ký đến công nhận", alt="Cột ngang: đăng ký 746; công nhận 155.", bars=bars
            ),
            Words(text="Trên đây là kết quả năm 2023"),
        ),
        annexes=(Annex(title="Bảng 2. Kết quả theo đơn vị", blocks=(linked,), landscape=True),),
        signature=SIGNED, recipients=("Tỉnh ủy (để báo cáo)", "Lưu VT"),
    )  # fmt: skip


def verification(layout):
    return kinds.Verification(
        letterhead=HEADS[layout], subject="thẩm định thực tế mô hình “Nhà văn hóa khu phố”",
        blocks=(Facts(pairs=(("Người được gặp", "bà Nguyễn Thị Lan"),)), LIST, Words(text="Kết luận: đạt")),
    )  # fmt: skip


def summary_list(layout):
    return kinds.SummaryList(
        letterhead=HEADS[layout], subject="đề nghị công nhận năm 2023", attached_to="Kèm theo Tờ trình số 45",
        table=LIST, signature=SIGNED,
    )  # fmt: skip


def score_sheet(layout):
    return kinds.ScoreSheet(
        letterhead=HEADS[layout], subject="mô hình “Dân vận khéo”",
        blocks=(Facts(pairs=(("Đơn vị", "Chi bộ thôn Nà Lốc"),)),), table=LIST, remarks=(Words(text="Xếp loại: Khá"),),
    )  # fmt: skip


def certificates(layout, count=2):
    return kinds.Certificates(
        layout=layout, decider="Ban Thường vụ Tỉnh ủy Bình Thuận", place="Phan Thiết", on=date(2023, 12, 20),
        decision="Quyết định số 1127-QĐ/TU ngày 20/12/2023", signature=SIGNED,
        items=tuple(
            kinds.Certificate(
                subject="individual" if number % 2 else "collective", name=f"Nguyễn Thị Ánh Nguyệt {number}",
                detail="Thôn 3, xã La Ngâu", cause="Đạt danh hiệu “Dân vận khéo” cấp tỉnh năm 2023", entry=str(number),
                code=f"7K3Q{number:04d}", check=f"https://kheo.example/x/7K3Q{number:04d}",
            )
            for number in range(1, count + 1)
        ),
    )  # fmt: skip


TEMPLATED = [decision, submission, letter, minutes, verification, summary_list, score_sheet]
COMPOSED = [*TEMPLATED, report]  # a report has charts and tables of its own: no unit's template holds them
