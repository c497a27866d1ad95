"""Specimens for the component gallery: the words and figures of real 2023–24 reports, in all states.

The gallery is the reference of the design: what is not shown there does not exist.
"""

import re
from datetime import timedelta
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.template.loader import get_template

from kheo.kernel import clock


class SpecimenForm(forms.Form):
    """One field of each kind; the gallery shows it empty, filled and refused."""

    title = forms.CharField(
        label="Tên mô hình", max_length=200, help_text="Ví dụ: “Tổ dân phố không rác thải nhựa”", required=False
    )
    method = forms.CharField(label="Cách làm", max_length=400, widget=forms.Textarea)
    started = forms.DateField(label="Ngày bắt đầu", required=False)
    money = forms.IntegerField(label="Kinh phí xã hội hóa", localize=True, widget=forms.NumberInput)
    field = forms.ChoiceField(
        label="Lĩnh vực",
        widget=forms.RadioSelect,
        choices=[
            ("economy", "Kinh tế"),
            ("culture_society", "Văn hóa – xã hội"),
            ("defence_security", "Quốc phòng – an ninh"),
            ("political_system", "Xây dựng hệ thống chính trị"),
        ],
    )
    forces = forms.MultipleChoiceField(
        label="Lực lượng tham gia",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("front", "Mặt trận Tổ quốc"), ("women", "Hội Liên hiệp Phụ nữ"), ("youth", "Đoàn Thanh niên")],
    )
    unit = forms.ChoiceField(label="Đơn vị", choices=[("", "–"), ("HT", "Huyện Hàm Tân"), ("TL", "Huyện Tánh Linh")])
    photo = forms.FileField(label="Ảnh hiện trường", required=False, help_text="JPG hoặc PNG, tối đa 10 MB")
    true = forms.BooleanField(label="Tôi xác nhận các số liệu trên là đúng.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["money"].suffix = "triệu đồng"


class SpecimenFilter(forms.Form):
    """The filter of a list, as narrow as real ones."""

    field = forms.ChoiceField(label="Lĩnh vực", required=False, choices=[("", "Tất cả"), ("economy", "Kinh tế")])
    year = forms.ChoiceField(label="Năm", required=False, choices=[("", "Tất cả"), ("2024", "2024")])
    since = forms.DateField(label="Từ ngày", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.needed_to_send = True


def arguments() -> dict[str, str]:
    """What each component says of itself in the comment on top of its file."""
    folder = Path(get_template("components/button.html").origin.name).parent
    found = {
        file.stem: re.search(r"{% comment %}(.*?){% endcomment %}", file.read_text(), re.DOTALL)
        for file in folder.glob("*.html")
    }
    return {name: comment.group(1).strip() for name, comment in found.items() if comment}


def specimens() -> dict:
    """Everything the gallery page shows, by component."""
    today, now = clock.today(), clock.now()
    refused = SpecimenForm({"method": "Vận động từng hộ. " * 30, "started": "31/02/2024", "money": "mười hai"})
    filled = {"title": "Ngân hàng cây giống ở thôn Đoàn Kết", "method": "Mỗi hộ góp một cây.", "field": "economy"}
    return {
        "arguments": arguments(),
        "today": today,
        "states": STATES,
        "form": SpecimenForm(initial=filled | {"started": today, "money": 1250}, prefix="filled", auto_id="filled-%s"),
        "refused_form": refused,
        "filter_form": SpecimenFilter(auto_id="filter-%s"),
        "confirm_form": ReasonForm(auto_id="confirm-%s"),
        "dues": [today - timedelta(days=2), today, today + timedelta(days=3), today + timedelta(days=8)],
        "now": now,
        "crumbs": [{"url": "#", "text": "Tỉnh Bình Thuận"}, {"url": "#", "text": "Huyện Hàm Tân"}],
        "rows": ROWS,
        "facts": FACTS,
        "steps": STEPS,
        "entries": [
            {"sentence": "Trần Văn Nam gửi lại đăng ký, 3 chỗ thay đổi.", "at": now},
            {
                "sentence": "Nguyễn Thị Hường trả lại để bổ sung.",
                "at": now - timedelta(days=2),
                "quote": "Thiếu ảnh hiện trường và biên bản họp dân.",
            },
            {"sentence": "Trần Văn Nam gửi đăng ký MH-2024-0412.", "at": now - timedelta(days=5)},
        ],
        "sections": SECTIONS,
        "bars": BARS,
        "chips": [{"label": "Lĩnh vực", "value": "Kinh tế", "url": "#"}, {"label": "Năm", "value": "2024", "url": "#"}],
        "tabs": TABS,
        "pages": Paginator(range(2000), 50).get_page(5),
        "files": FILES,
        "mine": [("Kết quả", "412 hộ tham gia, giảm 38 % rác thải nhựa."), ("Nguồn lực", "86,5 triệu đồng")],
        "theirs": [("Kết quả", "380 hộ tham gia."), ("Nguồn lực", "86,5 triệu đồng")],
        "receipt_steps": [
            "Huyện Hàm Tân xem và trả lời trước ngày 05/12/2024.",
            "Nếu bị trả lại, lý do sẽ là việc đầu tiên trên trang của bạn.",
        ],
    }


class ReasonForm(forms.Form):
    """The question a returning reviewer answers."""

    reason = forms.CharField(label="Lý do trả lại", widget=forms.Textarea, max_length=500)


STATES = [
    ("draft", "Nháp"),
    ("submitted", "Đã gửi"),
    ("returned", "Trả lại bổ sung"),
    ("accepted", "Đã tiếp nhận"),
    ("reported", "Đã báo cáo kết quả"),
    ("recognised", "Đã công nhận"),
    ("not_recognised", "Không công nhận"),
    ("proposed", "Đã đề nghị cấp trên"),
    ("forgone", "Không đề nghị"),
    ("not_considered", "Chưa xét"),
    ("declined", "Không tiếp nhận"),
    ("withdrawn", "Đã rút"),
    ("merged", "Đã gộp"),
    ("overdue", "Quá hạn"),
]

ROWS = {
    "head": [
        {"text": "Đơn vị"},
        {"text": "Đăng ký", "numeric": True},
        {"text": "Công nhận", "numeric": True},
        {"text": "Tỉ lệ", "numeric": True},
    ],
    "rows": [
        [{"text": "Huyện Hàm Tân", "url": "#"}, {"text": 62, "url": "#"}, {"text": 14, "url": "#"}, "22,6 %"],
        [{"text": "Huyện Tánh Linh", "url": "#", "note": "chưa xét công nhận"}, {"text": 51, "url": "#"}, "–", "–"],
        [{"text": "Thành phố Phan Thiết", "url": "#"}, {"text": 1250, "url": "#"}, {"text": 155, "url": "#"}, "12,4 %"],
    ],
    "total": ["Toàn tỉnh", 1363, 169, "12,4 %"],
}

FACTS = [
    {"label": "Tên mô hình", "value": "Tổ dân phố không rác thải nhựa", "url": "#"},
    {"label": "Vấn đề", "value": "Rác nhựa chưa phân loại, mỗi ngày 1,8 tấn.", "url": "#"},
    {"label": "Kết quả", "value": "412 hộ tham gia\nGiảm 38 % rác thải nhựa", "url": "#"},
    {"label": "Nguồn lực", "value": "", "url": "#"},
    {"label": "Người phụ trách", "value": "Trần Văn Nam"},
]

STEPS = [
    {"text": "Đăng ký", "state": "done", "note": "20/03/2024"},
    {"text": "Tiếp nhận", "state": "done", "note": "02/04/2024"},
    {"text": "Báo cáo kết quả", "state": "now", "note": "hạn 30/11/2024"},
    {"text": "Công nhận cấp huyện", "state": "next"},
    {"text": "Công nhận cấp tỉnh", "state": "next"},
]

SECTIONS = [
    {"text": "Tên và loại", "url": "#", "state": "done", "state_label": "Xong"},
    {"text": "Cách làm", "url": "#", "state": "to_mend", "state_label": "Cần sửa", "hint": "Thiếu ảnh hiện trường"},
    {"text": "Kết quả, số liệu", "url": "#", "state": "in_progress", "state_label": "Đang làm"},
    {"text": "Nguồn lực", "url": "#", "state": "not_started", "state_label": "Chưa bắt đầu"},
    {
        "text": "Kiểm tra và gửi",
        "state": "not_started",
        "state_label": "Chưa bắt đầu",
        "hint": "Mở khi các mục trên xong",
    },
]

BARS = [
    {"text": "Đăng ký cấp huyện", "value": 746, "url": "#", "note": "100 %"},
    {"text": "Công nhận cấp huyện", "value": 155, "url": "#", "note": "20,8 %"},
    {"text": "Đề nghị lên tỉnh", "value": 39, "url": "#", "note": "25,2 %"},
    {"text": "Công nhận cấp tỉnh", "value": 22, "url": "#", "note": "56,4 %"},
]

TABS = [
    {"url": "#", "text": "Nội dung", "current": True},
    {"url": "#", "text": "Minh chứng", "count": 6},
    {"url": "#", "text": "Quyết định"},
    {"url": "#", "text": "Lịch sử"},
]

FILES = [
    {"name": "biên-bản-họp-dân.pdf", "url": "#", "note": "240 KB · 18/11/2024", "remove_url": "#"},
    {"name": "bảng-cân-rác-tháng-11.xlsx", "url": "#", "note": "36 KB · 19/11/2024", "remove_url": "#"},
]

# What htmx fetches when the branch of the specimen tree is opened.
TREE_BRANCH = {"below": [{"code": "TM", "name": "Xã Tân Minh"}, {"code": "TN", "name": "Xã Tân Nghĩa"}]}
