"""The letter to each unit concerned: what changes for it from which day, who is above it, where its open dossiers lie.

Written in Vietnamese, whoever asks for it, in the layout of the unit whose tree was changed (Decree 30/2020/NĐ-CP or
36-HD/VPTW, as its stationery says).
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cached_property

from kheo.documents.enums import PaperKind
from kheo.documents.heads import letterhead_of, stationery_of
from kheo.documents.layouts.kinds import Letter
from kheo.documents.layouts.parts import Words
from kheo.documents.recipients import recipients_for
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.reorganisations import telling
from kheo.reorganisations.enums import ChangeKind, Fate
from kheo.reorganisations.models import Change, Reorganisation
from kheo.units.enums import Level, Share
from kheo.units.models import Unit

_LEVELS = {
    Level.CENTRAL: "trung ương", Level.PROVINCE: "cấp tỉnh", Level.DISTRICT: "cấp huyện", Level.COMMUNE: "cấp xã",
    Level.GRASSROOTS: "cấp cơ sở",
}  # fmt: skip
_HELD = {
    "draft": "hồ sơ còn là bản nháp", "sent": "hồ sơ đã gửi", "answer": "hồ sơ đang chờ trả lời",
    "model": "mô hình đã công nhận đang duy trì", "proposal": "đề nghị công nhận đang chờ xét",
    "movement": "phong trào đang chủ trì", "framework": "bộ tiêu chí đang quản lý",
    "consideration": "đợt xét công nhận chưa kết thúc", "evaluation": "hồ sơ đang chấm điểm",
    "judged": "hồ sơ đang được cấp trên chấm điểm", "visit": "cuộc thẩm định thực tế chưa lập biên bản",
    "session": "phiên họp hội đồng chưa kết thúc", "seat": "thành viên hội đồng", "paper": "dự thảo văn bản",
    "call": "lời kêu gọi nhân rộng đang mở", "recheck": "phiếu rà soát chờ quyết định",
    "joining": "đề nghị cùng tham gia việc của đơn vị khác",
}  # fmt: skip
_BECOMES = {
    Fate.MOVES: "chuyển đến {}", Fate.ACTS: "do {} tiếp tục giải quyết", Fate.ENDS: "kết thúc cùng đơn vị",
    Fate.WAITS: "chờ người quản trị hệ thống chuyển giao",
}  # fmt: skip


class Letters:
    """The letters of a re-organisation that was carried out."""

    def __init__(self, reorganisation: Reorganisation) -> None:
        self.about = reorganisation
        rows = reorganisation.changes.select_related("unit", "target", "made__founded", "founded")
        self._changes = [change for change in rows if change.unit_id or change.founded_id]

    @cached_property
    def units(self) -> list[Unit]:
        """Who is concerned: the units that changed or ended, and the new ones."""
        found: dict[int, Unit] = {}
        for change in self._changes:
            unit = change.unit or change.founded
            if unit:
                found[unit.pk] = unit
        return sorted(found.values(), key=lambda unit: (unit.sort_key, unit.pk))

    def to(self, unit: Unit) -> Letter:
        """The letter to one of them."""
        furnished = stationery_of(self.about.owner)
        head = letterhead_of(self.about.owner, PaperKind.LETTER)
        return Letter(
            letterhead=head,
            subject=f"thông báo sắp xếp tổ chức từ ngày {format_date(self.about.on)}",
            to=(unit.name,),
            blocks=tuple(Words(text=text) for text in self.words(unit)),
            signature=furnished.signature,
            recipients=recipients_for(PaperKind.LETTER, furnished.layout),
        )

    def words(self, unit: Unit) -> list[str]:
        """What the letter says, a paragraph each."""
        theirs = [change for change in self._changes if unit.pk in (change.unit_id, change.founded_id)]
        told = [f"Căn cứ {self.about.legal_basis}, {self.about.owner.name} thông báo việc sắp xếp tổ chức như sau:"]
        told += [sentence for change in theirs for sentence in self._change(change, unit)]
        return [*told, *self._dossiers(unit), *self._offices(theirs)]

    def _change(self, change: Change, unit: Unit) -> list[str]:
        first, last = format_date(self.about.on), format_date(self.about.on - timedelta(days=1))
        if change.kind == ChangeKind.CLOSE:
            return [f"{unit.name} kết thúc hoạt động sau ngày {last}."]
        if change.kind == ChangeKind.SUCCEED:
            part = f"Một phần{f' ({change.note})' if change.note else ''}" if change.share == Share.PART else "Toàn bộ"
            new = " (mới)" if change.made_id and unit.name == change.aim_name else ""
            return [f"{part} {unit.name} chuyển về {change.aim_name}{new} từ ngày {first}."]
        if change.kind == ChangeKind.MOVE:
            return [f"Từ ngày {first}, cấp trên trực tiếp của {unit.name} là {change.aim_name}."]
        if change.kind == ChangeKind.RENAME:
            return [f"Từ ngày {first}, đơn vị mang tên {change.name}."]
        if change.kind == ChangeKind.REGRADE:
            return [f"Từ ngày {first}, {unit.name} là đơn vị {_LEVELS[Level(change.level)]}."]
        return self._founding(change, unit, first)

    def _founding(self, change: Change, unit: Unit, first: str) -> list[str]:
        origins = [other for other in self._changes if other.made_id == change.pk and other.kind == ChangeKind.SUCCEED]
        whole = _names(other for other in origins if other.share == Share.WHOLE)
        part = _names(other for other in origins if other.share == Share.PART)
        made = "; ".join(
            filter(None, [whole and f"toàn bộ {', '.join(whole)}", part and f"một phần {', '.join(part)}"])
        )
        basis = f" trên cơ sở {made}" if made else ""
        return [
            f"{unit.name} được thành lập từ ngày {first}{basis}.",
            f"Cấp trên trực tiếp của {unit.name} là {change.aim_name}.",
        ]

    def _dossiers(self, unit: Unit) -> list[str]:
        rows = self.about.rehearsal["open"] if self.about.rehearsal else []
        went = [_went(row, _BECOMES[telling.fate(row)].format(row["to"])) for row in rows if row["unit_id"] == unit.pk]
        came = [_went(row, f"của {row['unit']}") for row in rows if row["to_id"] == unit.pk]
        told = [f"Hồ sơ, công việc đang mở: {'; '.join(went)}."] if went else []
        told += [f"Đơn vị tiếp nhận: {'; '.join(came)}."] if came else []
        if told:
            told.append("Ngày đăng ký và mã số của từng hồ sơ giữ nguyên.")
        return told

    def _offices(self, changes: Sequence[Change]) -> list[str]:
        if not any(change.kind == ChangeKind.CLOSE for change in changes):
            return []
        return [
            "Vai trò của cán bộ trên hệ thống tại đơn vị kết thúc cùng ngày; người tiếp tục làm việc được phân công ở"
            " đơn vị mới."
        ]


def _names(changes: Iterable[Change]) -> list[str]:
    return [change.unit.name for change in changes if change.unit]


def _went(row: dict[str, object], where: str) -> str:
    return f"{format_number(int(str(row['count'])))} {_HELD[str(row['what'])]} {where}"
