"""The words a column may be headed with beside its own name: Vietnamese, Hindi, looser English; apart by a semicolon.

Compared folded: neither case nor accents nor punctuation matter.
"""

from kheo.imports.enums import ImportKind

_UNIT = "mã đơn vị; đơn vị; इकाई कोड; इकाई; unit"
_ROUND = "mã đợt; đợt; mã đợt thi đua; đợt thi đua; năm; चक्र कोड; चक्र; round"
_FROM = "từ ngày; hiệu lực từ; तिथि से; मान्य तिथि से; from; since"
_TO = "đến ngày; hiệu lực đến; तिथि तक; मान्य तिथि तक; to; until"
_PLACE = "địa điểm; địa bàn; nơi thực hiện; स्थान"
_FIGURE = {
    "registration_code": "mã đăng ký; mã mô hình; mã hồ sơ; पंजीकरण कोड; code of the registration; code",
    "qualifier": "mức độ chính xác; cách nói; विशेषक",
    "value": "số lượng; số; giá trị; संख्या; मात्रा; number; amount",
    "measure": "đơn vị tính; đơn vị; ĐVT; इकाई; unit; unit of measure",
}

HEADERS: dict[ImportKind, dict[str, str]] = {
    ImportKind.UNITS: {
        "code": "mã; mã đơn vị; कोड; इकाई कोड; unit code",
        "name": "tên; tên đơn vị; đơn vị; नाम; इकाई का नाम; unit name; unit",
        "kind": "loại; loại đơn vị; loại hình; प्रकार; इकाई का प्रकार",
        "level": "cấp; cấp đơn vị; स्तर; इकाई का स्तर",
        "parent_code": (
            "mã cấp trên; mã đơn vị cấp trên; cấp trên; trực thuộc; đơn vị cấp trên; मूल इकाई "
            "कोड; ऊपरी इकाई कोड; ऊपरी इकाई; superior's code; superior; parent"
        ),
        "valid_from": f"{_FROM}; ngày thành lập; ngày bắt đầu; स्थापना तिथि; पहला दिन; first day",
        "valid_to": f"{_TO}; ngày kết thúc; ngày giải thể; समाप्ति तिथि; अंतिम दिन; last day",
    },
    ImportKind.PEOPLE: {
        "username": "tên đăng nhập; tài khoản; उपयोगकर्ता नाम; user name; account",
        "full_name": "họ và tên; họ tên; tên; पूरा नाम; नाम; name",
        "email": "thư điện tử; địa chỉ thư điện tử; ईमेल; e-mail; e-mail address; mail",
        "phone": "điện thoại; số điện thoại; SĐT; di động; फ़ोन; फोन; फ़ोन नंबर; phone number; mobile",
        "unit_code": _UNIT,
        "role": "vai trò; chức vụ; quyền; भूमिका; पद",
        "valid_from": _FROM,
        "valid_to": _TO,
        "language": "ngôn ngữ; भाषा",
    },
    ImportKind.MOVEMENTS: {
        "movement_code": "mã phong trào; आंदोलन कोड; movement",
        "movement_name": "tên phong trào; phong trào; आंदोलन का नाम; आंदोलन",
        "owner_code": (
            "mã đơn vị chủ trì; đơn vị chủ trì; chủ trì; mã đơn vị phát động; đơn vị phát động; "
            "स्वामी कोड; स्वामी इकाई कोड; owner"
        ),
        "round_code": "mã đợt; đợt; mã đợt thi đua; चक्र कोड; round",
        "round_name": "tên đợt; tên đợt thi đua; चक्र का नाम; चक्र",
        "starts": "bắt đầu; ngày bắt đầu; từ ngày; आरंभ; प्रारंभ; आरंभ तिथि; प्रारंभ तिथि; start; from",
        "ends": "kết thúc; ngày kết thúc; đến ngày; समाप्ति; अंत; समाप्ति तिथि; अंतिम तिथि; end; to",
    },
    ImportKind.REGISTRATIONS: {
        "unit_code": f"{_UNIT}; đơn vị đăng ký; mã đơn vị đăng ký",
        "round_code": _ROUND,
        "title": (
            "tên mô hình; tên mô hình, điển hình; tên mô hình hoặc điển hình; mô hình; mô hình, "
            "điển hình; tên; tên gọi; शीर्षक; मॉडल का नाम; नाम; name"
        ),
        "kind": "loại; loại hình; mô hình hay điển hình; प्रकार",
        "subject": (
            "đối tượng; chủ thể; tập thể, cá nhân; tập thể hay cá nhân; tập thể hoặc cá nhân; "
            "विषय; सामूहिक/व्यक्तिगत; कर्ता"
        ),
        "person_name": "họ và tên; họ tên; họ tên cá nhân; tên cá nhân; cá nhân; व्यक्ति का नाम; person",
        "field": "lĩnh vực; क्षेत्र",
        "level": "cấp; cấp đăng ký; đăng ký cấp; स्तर; पंजीकरण स्तर; level registered for",
        "origin": ("hình thức; nguồn gốc; mới, duy trì; mới hay duy trì; xây dựng mới, duy trì; उत्पत्ति; मूल; नया/जारी"),
        "summary": "tóm tắt; tóm tắt kết quả; nội dung; nội dung tóm tắt; kết quả; सारांश",
        "status": "trạng thái; tình trạng; kết quả xét; kết quả bình xét; स्थिति",
        "recognised_level": "cấp công nhận; công nhận cấp; मान्यता स्तर; recognized level",
        "decision_number": (
            "số quyết định; quyết định số; số QĐ; QĐ số; quyết định; निर्णय संख्या; decision; decision no"
        ),
        "decision_date": (
            "ngày quyết định; quyết định ngày; ngày QĐ; QĐ ngày; ngày ký quyết định; ngày ban "
            "hành quyết định; ngày công nhận; निर्णय तिथि; date of decision"
        ),
        "proposed_to_level": (
            "đề nghị cấp; cấp đề nghị; đề nghị lên cấp; đề nghị công nhận cấp; đề nghị cấp trên; "
            "đề nghị cấp trên công nhận; प्रस्तावित स्तर; proposed to"
        ),
    },
    ImportKind.PRINTED_TOTALS: {
        "unit_code": _UNIT,
        "round_code": _ROUND,
        "measure": "chỉ tiêu; chỉ số; माप; संकेतक",
        "printed_total": "tổng số; tổng số in trong báo cáo; số đã in; मुद्रित योग; कुल; total",
        "source": "nguồn; nguồn số liệu; báo cáo; स्रोत; report",
    },
    ImportKind.SCORES: {
        "round_code": _ROUND,
        "subject_code": (
            "mã đối tượng; mã hồ sơ; mã mô hình; mã đăng ký; mã đơn vị; đối tượng; विषय कोड; पंजीकरण कोड; code; subject"
        ),
        "stage": "bước; giai đoạn; khâu; bước chấm; चरण",
        "criterion_code": "mã tiêu chí; tiêu chí; मानदंड कोड; मानदंड; criterion",
        "points": "điểm; số điểm; điểm chấm; अंक; score",
        "passed": "đạt; đạt hay không; có, không; कसौटी पूरी; met",
        "note": "ghi chú; nhận xét; minh chứng; टिप्पणी; notes; remark",
        "value": "kết quả; số liệu; số thực hiện; परिणाम; result",
        "target": "chỉ tiêu; mục tiêu; लक्ष्य",
        "scorer": "người chấm; giám khảo; thành viên chấm; अंकदाता; scorer username",
        "profile": "nhóm áp dụng; phạm vi áp dụng; प्रोफ़ाइल",
        "level": "cấp chấm; cấp đánh giá; मूल्यांकन स्तर; judging level",
    },
    ImportKind.RESULTS: {
        **_FIGURE,
        "words": "kết quả đạt được; kết quả; nội dung; क्या हासिल हुआ; परिणाम; what was achieved; result",
        "nature": "mới hay lũy kế; mới, lũy kế; नया या संचयी; new or cumulative",
        "place": _PLACE,
        "target": "chỉ tiêu; mục tiêu; लक्ष्य",
        "before": "trước đó; trước; trước khi thực hiện; पहले",
        "width": "chiều rộng (m); chiều rộng; rộng; चौड़ाई (मी); width in m",
        "part_of": "thuộc dòng; thuộc; पंक्ति का भाग; part of row",
        "starts": "từ; từ ngày; कब से; से; from",
        "ends": "đến; đến ngày; कब तक; तक; until",
        "note": "ghi chú; टिप्पणी; notes",
    },
    ImportKind.RESOURCES: {
        **_FIGURE,
        "words": "đóng góp cho việc gì; nội dung; किसके लिए दिया गया; what it was given for",
        "source": "nguồn; nguồn lực; स्रोत",
        "kind": "loại; hình thức; प्रकार",
        "givers": "số người đóng góp; số lượt đóng góp; दाता; givers",
        "givers_as": "cách đếm người đóng góp; दाताओं की गिनती; givers counted as",
        "place": _PLACE,
        "result": "cho kết quả số; cho kết quả; परिणाम सं. के लिए; for result no; for result",
    },
    ImportKind.BENEFICIARIES: {
        **_FIGURE,
        "words": "đối tượng hưởng lợi; người hưởng lợi; किसे लाभ मिला; who was served",
        "place": _PLACE,
    },
}
