"""The closed lists of the register: their keys are in addresses, files and the index, so they are never renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, npgettext, pgettext_lazy


class Kind(models.TextChoices):
    """The five kinds of regulation that official statistics count."""

    PROCEDURE = "procedure", _("Thủ tục hành chính")
    CONDITION = "condition", _("Yêu cầu, điều kiện")
    REPORT = "report", _("Chế độ báo cáo")
    STANDARD = "standard", _("Tiêu chuẩn, quy chuẩn")
    INSPECTION = "inspection", _("Kiểm tra chuyên ngành")


class State(models.TextChoices):
    """What a version says about the rule from its effective date on."""

    IN_FORCE = "in_force", _("Còn hiệu lực")
    PARTLY = "partly", _("Hết hiệu lực một phần")
    SUSPENDED = "suspended", _("Ngưng hiệu lực")
    ABOLISHED = "abolished", _("Hết hiệu lực")
    GAP = "gap", _("Khoảng trống pháp lý")
    UNKNOWN = "unknown", _("Chưa rõ hiệu lực")


class Status(models.TextChoices):
    """What the public sees on a given day, and the values of `status=` in addresses."""

    IN_FORCE = "in-force", _("Còn hiệu lực")
    PARTLY = "partly", _("Hết hiệu lực một phần")
    SUSPENDED = "suspended", _("Ngưng hiệu lực")
    ABOLISHED = "abolished", _("Hết hiệu lực")
    GAP = "gap", _("Khoảng trống pháp lý")
    UNKNOWN = "unknown", _("Chưa rõ hiệu lực")
    UPCOMING = "upcoming", _("Sắp có hiệu lực")
    PROPOSED = "proposed", _("Đang dự thảo")

    @classmethod
    def of(cls, state: str) -> "Status":
        return cls(state.replace("_", "-"))


class Level(models.TextChoices):
    CENTRAL = "central", _("Trung ương")
    MINISTRY = "ministry", _("Bộ, cơ quan ngang bộ")
    DEPARTMENT = "department", _("Đơn vị thuộc bộ")
    PROVINCE = "province", _("Cấp tỉnh")
    COMMUNE = "commune", _("Cấp xã")


class Stage(models.TextChoices):
    OPENING = "opening", _("Bắt đầu kinh doanh")
    RUNNING = "running", pgettext_lazy("stage of a business", "Đang hoạt động")
    CHANGING = "changing", pgettext_lazy("stage of a business", "Thay đổi")
    CLOSING = "closing", _("Chấm dứt")


class FirmSize(models.TextChoices):
    ANY = "any", _("Mọi quy mô")
    MICRO = "micro", _("Siêu nhỏ")
    SMALL = "small", _("Nhỏ")
    MEDIUM = "medium", _("Vừa")
    LARGE = "large", _("Lớn")


class OnlineLevel(models.TextChoices):
    NONE = "none", _("Chưa trực tuyến")
    PARTIAL = "partial", _("Trực tuyến một phần")
    FULL = "full", _("Trực tuyến toàn trình")


class DocumentType(models.TextChoices):
    CONSTITUTION = "hien-phap", _("Hiến pháp")
    CODE = "bo-luat", _("Bộ luật")
    LAW = "luat", _("Luật")
    ORDINANCE = "phap-lenh", _("Pháp lệnh")
    RESOLUTION = "nghi-quyet", _("Nghị quyết")
    DECREE = "nghi-dinh", _("Nghị định")
    DECISION = "quyet-dinh", _("Quyết định")
    CIRCULAR = "thong-tu", _("Thông tư")
    JOINT_CIRCULAR = "thong-tu-lien-tich", _("Thông tư liên tịch")
    DIRECTIVE = "chi-thi", _("Chỉ thị")
    CONSOLIDATED = "van-ban-hop-nhat", _("Văn bản hợp nhất")
    OTHER = "khac", _("Văn bản khác")


class RelationType(models.TextChoices):
    AMENDS = "amends", _("Sửa đổi, bổ sung")
    REPLACES = "replaces", _("Thay thế")
    REPEALS = "repeals", _("Bãi bỏ")
    GUIDES = "guides", _("Quy định chi tiết, hướng dẫn")
    BASED_ON = "based_on", _("Căn cứ")
    CORRECTS = "corrects", _("Đính chính")
    CONSOLIDATES = "consolidates", _("Hợp nhất")


class Effect(models.TextChoices):
    """What an amending document does to one provision."""

    AMENDED = "amended", _("Được sửa đổi, bổ sung")
    ADDED = "added", _("Được thêm mới")
    REPLACED = "replaced", _("Được thay thế")
    REPEALED = "repealed", _("Bị bãi bỏ")
    CORRECTED = "corrected", _("Được đính chính")
    SUSPENDED = "suspended", _("Bị ngưng hiệu lực")


class OriginalKind(models.TextChoices):
    """What a file or link beside a version is."""

    SIGNED_FILE = "signed_file", _("Bản ký số")
    GAZETTE_FILE = "gazette_file", _("Công báo (tệp)")
    GAZETTE_LINK = "gazette_link", _("Công báo (liên kết)")
    SCAN = "scan", _("Bản chụp bản giấy")
    FORM = "form", _("Mẫu đơn, tờ khai")


class ReportState(models.TextChoices):
    """What became of an error that somebody reported."""

    OPEN = "open", _("Chờ xem xét")
    FIXED = "fixed", _("Đã sửa")
    NOT_AN_ERROR = "not_an_error", _("Không phải lỗi")


class VersionSource(models.TextChoices):
    ISSUED = "issued", _("Bản ban hành")
    CONSOLIDATED = "consolidated", _("Văn bản hợp nhất")
    AMENDMENT = "amendment", _("Nhập từ văn bản sửa đổi")


class TimeUnit(models.TextChoices):
    WORKING_DAYS = "working_days", _("ngày làm việc")
    CALENDAR_DAYS = "calendar_days", _("ngày")
    HOURS = "hours", _("giờ")
    MONTHS = "months", _("tháng")

    def length(self, number: int) -> str:
        """So many of this unit: "10 ngày làm việc"."""
        texts = {
            TimeUnit.WORKING_DAYS: lambda: ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", number),
            TimeUnit.CALENDAR_DAYS: lambda: ngettext("%(n)d ngày", "%(n)d ngày", number),
            TimeUnit.HOURS: lambda: ngettext("%(n)d giờ", "%(n)d giờ", number),
            TimeUnit.MONTHS: lambda: ngettext("%(n)d tháng", "%(n)d tháng", number),
        }
        return texts[self]() % {"n": number}


class Period(models.TextChoices):
    ONCE = "once", _("một lần")
    MONTH = "month", pgettext_lazy("period", "tháng")
    QUARTER = "quarter", _("quý")
    HALF_YEAR = "half_year", _("6 tháng")
    YEAR = "year", _("năm")

    def times(self, number: int) -> str:
        """How often: "2 lần mỗi năm"; a duty that falls due once has no period."""
        if self is Period.ONCE:
            return ngettext("%(n)d lần", "%(n)d lần", number) % {"n": number}
        text = npgettext("how often", "%(n)d lần mỗi %(period)s", "%(n)d lần mỗi %(period)s", number)
        return text % {"n": number, "period": self.label}


class Role(models.TextChoices):
    OFFICER = "officer", _("Cán bộ soạn thảo")
    LEGAL_CONTROLLER = "legal_controller", _("Cán bộ kiểm soát pháp chế")
    EXAMINER = "examiner", _("Cán bộ thẩm tra")
    MODERATOR = "moderator", _("Người điều hành ý kiến")
    OPERATOR = "operator", _("Người xác minh danh tính")
    ADMINISTRATOR = "administrator", _("Quản trị cổng")
