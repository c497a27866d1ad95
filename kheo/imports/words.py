"""The words people write in a list for the things we know by a key: Vietnamese with its abbreviations, Hindi, English;
apart by a semicolon.

The keys, and the labels of the interface in all three languages, are always understood; here stand the others. Words
are compared folded: neither case nor accents nor punctuation matter. Where two words differ by accents alone, like ban
(a board) and bản (a village), the accents decide; without them the word is refused.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from kheo.criteria.enums import Stage
from kheo.exemplars.enums import Kind, Origin, Subject
from kheo.imports.enums import Answer, ListedStatus
from kheo.insights.enums import Measure
from kheo.kernel.errors import BadInput
from kheo.kernel.text import fold
from kheo.movements.enums import FieldKey
from kheo.people.enums import Language
from kheo.units.enums import Kind as UnitKind
from kheo.units.enums import Level, Role

LEVELS = {
    Level.CENTRAL: "trung ương; cấp trung ương; TW; केंद्र; केंद्रीय; केंद्रीय स्तर; national",
    Level.PROVINCE: ("tỉnh; cấp tỉnh; tỉnh, thành phố; cấp tỉnh, thành phố; प्रांत; प्रांतीय; प्रांतीय स्तर; provincial"),
    Level.DISTRICT: (
        "huyện; cấp huyện; quận; thị xã; thành phố thuộc tỉnh; huyện, thị, thành phố; huyện, thị "
        "xã, thành phố; cấp huyện, thị xã, thành phố; huyện, thị, thành ủy; ज़िला; जिला; ज़िला "
        "स्तर; जिला स्तर"
    ),
    Level.COMMUNE: (
        "xã; phường; thị trấn; đặc khu; cấp xã; xã, phường; xã, phường, thị trấn; cấp xã, phường; "
        "cấp xã, phường, thị trấn; कम्यून; कम्यून स्तर; वार्ड; ward"
    ),
    Level.GRASSROOTS: "cơ sở; cấp cơ sở; chi bộ; thôn; khu; khu phố; जमीनी स्तर; जमीनी",
}
FIELDS = {
    FieldKey.ECONOMY: "kinh tế; phát triển kinh tế; lĩnh vực kinh tế; KT; अर्थव्यवस्था; आर्थिक; economic",
    FieldKey.CULTURE_SOCIETY: (
        "văn hóa – xã hội; văn hóa, xã hội; văn hóa xã hội; lĩnh vực văn hóa – xã hội; VH-XH; VHXH; "
        "संस्कृति, समाज; संस्कृति और समाज; संस्कृति-समाज; culture and society; culture, society"
    ),
    FieldKey.DEFENCE_SECURITY: (
        "quốc phòng – an ninh; quốc phòng, an ninh; an ninh – quốc phòng; lĩnh vực quốc phòng – an "
        "ninh; QP-AN; QPAN; AN-QP; ANQP; सुरक्षा, रक्षा; रक्षा और सुरक्षा; राष्ट्रीय रक्षा और "
        "सुरक्षा; defence and security; defense and security; defence, security"
    ),
    FieldKey.POLITICAL_SYSTEM: (
        "xây dựng hệ thống chính trị; hệ thống chính trị; xây dựng Đảng, hệ thống chính trị; HTCT; "
        "XD HTCT; XDHTCT; lĩnh vực xây dựng hệ thống chính trị; राजनीतिक व्यवस्था निर्माण; राजनीतिक "
        "व्यवस्था; building the political system"
    ),
}
NO_FIELD = "unclassified; chưa phân loại; không phân loại; chưa rõ; khác; अवर्गीकृत; none; –"
KINDS = {
    Kind.MODEL: "mô hình; MH; mô hình dân vận khéo; मॉडल",
    Kind.EXAMPLE: (
        "điển hình; ĐH; gương điển hình; điển hình dân vận khéo; điển hình tiên tiến; विशिष्ट उदाहरण; उदाहरण"
    ),
}
SUBJECTS = {
    Subject.COLLECTIVE: "tập thể; TT; सामूहिक; समूह; group",
    Subject.INDIVIDUAL: "cá nhân; CN; व्यक्तिगत; व्यक्ति; person",
}
ORIGINS = {
    Origin.NEW: "mới; đăng ký mới; xây dựng mới; नया; नई",
    Origin.MAINTAINED: "duy trì; tiếp tục duy trì; tiếp tục; duy trì, nhân rộng; अनुरक्षित; जारी; kept",
    Origin.UPGRADED: "nâng cấp; nâng cao; nâng cao chất lượng; उन्नत",
    Origin.REPLICATED: "nhân rộng; nhân rộng từ nơi khác; प्रतिकृति; दोहराया गया",
}
STATUSES = {
    ListedStatus.REGISTERED: "đăng ký; đã đăng ký; ĐK; đang thực hiện; chưa xét; chưa bình xét; पंजीकृत",
    ListedStatus.RECOGNISED: "công nhận; đã công nhận; được công nhận; CN; đạt; मान्यता प्राप्त; recognized",
    ListedStatus.NOT_RECOGNISED: ("không công nhận; không được công nhận; không đạt; मान्यता नहीं; not recognized"),
    ListedStatus.DECLINED: "không tiếp nhận; từ chối; loại; अस्वीकृत; refused; rejected",
    ListedStatus.WITHDRAWN: "rút; đã rút; rút đăng ký; वापस लिया; वापस लिया गया",
}
UNIT_KINDS = {
    UnitKind.LOCALITY: (
        "xã; phường; thị trấn; huyện; quận; thị xã; tỉnh; thành phố; đặc khu; địa phương; đơn vị "
        "hành chính; स्थानीय इकाई; place"
    ),
    UnitKind.PARTY: "đảng ủy; đảng bộ; huyện ủy; thị ủy; thành ủy; tỉnh ủy; cấp ủy; đảng; पार्टी समिति",
    UnitKind.CELL: "chi bộ; पार्टी प्रकोष्ठ; पार्टी सेल",
    UnitKind.GOVERNMENT: "ủy ban nhân dân; UBND; chính quyền; जन समिति; people's committee",
    UnitKind.FRONT: (
        "mặt trận; mặt trận tổ quốc; MTTQ; đoàn thể; hội; đoàn; tổ chức chính trị – xã hội; जन संगठन; mass organisation"
    ),
    UnitKind.AGENCY: "cơ quan; sở; ban; ngành; sở, ban, ngành; ban ngành; एजेंसी; office; department",
    UnitKind.ARMED_FORCES: "lực lượng vũ trang; LLVT; công an; quân đội; quân sự; biên phòng; सशस्त्र बल",
    UnitKind.SCHOOL: "trường; trường học; nhà trường; स्कूल; विद्यालय",
    UnitKind.ENTERPRISE: "doanh nghiệp; công ty; hợp tác xã; HTX; उद्यम; company",
    UnitKind.RESIDENTIAL: (
        "khu dân cư; thôn; làng; bản; xóm; ấp; buôn; tổ dân phố; khu phố; khu; गाँव; मोहल्ला; village"
    ),
    UnitKind.OTHER: "khác; đơn vị khác; अन्य; other",
}
ROLES = {
    Role.CLERK: "cán bộ; cán bộ phụ trách; cán bộ nhập liệu; chuyên viên; văn thư; लिपिक",
    Role.HEAD: "thủ trưởng; người đứng đầu; lãnh đạo; trưởng đơn vị; bí thư; प्रमुख; leader",
    Role.REVIEWER: "thẩm định; người thẩm định; cán bộ thẩm định; người xét duyệt; समीक्षक",
    Role.COUNCIL_SECRETARY: "thư ký hội đồng; thư ký; परिषद सचिव; secretary",
    Role.STEERING_COMMITTEE: "ban chỉ đạo; BCĐ; thành viên ban chỉ đạo; संचालन समिति",
    Role.VIEWER: "người xem; chỉ xem; दर्शक",
    Role.KEEPER: "quản trị; quản trị hệ thống; người quản trị; सिस्टम प्रबंधक; administrator; admin",
}
MEASURES = {
    Measure.REGISTERED: "đăng ký; số đăng ký; पंजीकृत",
    Measure.RECOGNISED: "công nhận; đã công nhận; cấp mình công nhận; मान्यता प्राप्त; recognized",
    Measure.PROPOSED: "đề nghị; đề nghị cấp trên; đề nghị cấp trên công nhận; प्रस्तावित",
    Measure.RECOGNISED_ABOVE: ("cấp trên công nhận; được cấp trên công nhận; ऊपरी स्तर से मान्यता; recognized above"),
}
STAGES = {
    Stage.SELF: "tự chấm; tự đánh giá; điểm tự chấm; đơn vị tự chấm; स्व-मूल्यांकन; self-score; self-assessment",
    Stage.VERIFICATION: "thẩm định; kiểm tra; điểm thẩm định; kiểm tra thực tế; सत्यापन; verified; verification",
    Stage.CROSS: "chấm chéo; cụm chấm; khối chấm; क्रॉस स्कोरिंग; cross-score",
    Stage.SCORING: "chấm điểm; tổ chấm; chấm độc lập; giám khảo; अंकन; score; independent",
    Stage.EXPLANATION: "giải trình; स्पष्टीकरण",
    Stage.SUPERIOR: "cấp trên chấm; cấp trên; điểm duyệt; huyện chấm; tỉnh chấm; ऊपरी इकाई; superior's score",
    Stage.COUNCIL: "hội đồng; hội đồng chấm; परिषद",
}
ANSWERS = {
    Answer.YES: "có; đạt; đủ; x; 1; y; true; đúng; हाँ; हां; passed; met",
    Answer.NO: "không; không đạt; chưa đạt; không đủ; 0; n; false; sai; नहीं; failed; not met",
}
LANGUAGES = {
    Language.VIETNAMESE: "tiếng việt; việt; VN; vietnamese; वियतनामी",
    Language.ENGLISH: "tiếng anh; anh; अंग्रेज़ी; अंग्रेजी",
    Language.HINDI: "tiếng hindi; ấn độ; hindi; हिंदी",
}


def reader(keys: type[TextChoices], others: Mapping[TextChoices, str]) -> Callable[[str], str]:
    """Reads a word as its key; the sentence of a refusal names what may be written, in the reader's language."""

    def read(text: str) -> str:
        bare, spelt = fold(text), _spelt(text)
        meanings = understood(keys, others).get(bare, {})
        several = set(meanings.values())
        if len(several) == 1:
            return several.pop()
        if spelt in meanings and spelt != bare:  # without accents it may be any of them: who leaves them out means bản
            return meanings[spelt]
        sentence = (
            _("“%(text)s” can mean several things: %(words)s. Write which one.")
            if several
            else _("“%(text)s” is not a known word here. Use one of: %(words)s.")
        )
        raise BadInput(sentence % {"text": text, "words": named(key for key in keys if not several or key in several)})

    return read


def understood(keys: type[TextChoices], others: Mapping[TextChoices, str]) -> dict[str, dict[str, str]]:
    """Every word that is understood, folded, with its key; where several are the same then, by their accents."""
    return _understood(keys, tuple(others.items()))


@cache
def _understood(
    keys: type[TextChoices], others: tuple[tuple[TextChoices, str], ...]
) -> dict[str, dict[str, str]]:  # fmt: skip
    words = [(word, str(key.value)) for key, several in others for word in apart(several)]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words += [(str(key.label), str(key.value)) for key in keys]
    words += [(str(key.value), str(key.value)) for key in keys]
    found: dict[str, dict[str, str]] = {}
    for word, key in words:
        found.setdefault(fold(word), {})[_spelt(word)] = key
    return found


def _spelt(text: str) -> str:
    """The word with its accents, whatever their place and the case: hòa and hoà are one, ban and bản are two."""
    letters = unicodedata.normalize("NFD", text.casefold())
    marks = "".join(sorted(letter for letter in letters if unicodedata.combining(letter) or letter == "đ"))
    return fold(text) + marks


@cache
def no_field() -> set[str]:
    """The words for an absent field, folded."""
    return {fold(word) for word in apart(NO_FIELD)}


def apart(words: str) -> list[str]:
    """The words of one of the lists above."""
    return [word.strip() for word in words.split(";")]


def named(keys: Iterable[TextChoices]) -> str:
    """`Kinh tế, Văn hóa – xã hội…`, for a sentence; each of them is understood. A comma may stand inside a label."""
    return "; ".join(str(key.label) for key in keys)
