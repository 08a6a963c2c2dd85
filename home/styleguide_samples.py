"""Sample content for the component gallery: what pages really show, long and incomplete records among it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.safestring import mark_safe

LONG_TITLE = (
    "Cấp lại giấy chứng nhận đủ điều kiện kinh doanh hóa chất thuộc danh mục sản xuất, kinh doanh có điều kiện "
    "trong lĩnh vực công nghiệp đối với trường hợp tổ chức, cá nhân thay đổi địa điểm đặt cơ sở kinh doanh, loại hình, "
    "quy mô hoặc chủng loại hóa chất đã được ghi trong giấy chứng nhận do cơ quan có thẩm quyền cấp lần gần nhất"
)
MARKED = mark_safe("Bản kê cơ sở vật chất của từng địa điểm <mark>kinh doanh</mark> <mark>hóa chất</mark> theo mẫu.")
STATES = ("in_force", "partly", "suspended", "abolished", "gap", "unknown", "upcoming", "proposed")
SEGMENTS = [
    {"op": "same", "text": "Trong thời hạn "},
    {"op": "removed", "text": "15"},
    {"op": "added", "text": "10"},
    {"op": "same", "text": " ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ, cơ quan cấp phép thẩm định và trả kết quả"},
    {"op": "removed", "text": " bằng bản giấy tại trụ sở"},
    {"op": "added", "text": " trên Cổng dịch vụ công"},
    {"op": "same", "text": ".\nTrường hợp từ chối phải trả lời bằng văn bản và nêu rõ lý do."},
]
MANY_AGENCIES = [
    {"value": str(n), "label": f"Cơ quan quản lý chuyên ngành số {n}", "count": 120 - 9 * n, "checked": n in (2, 11)}
    for n in range(1, 13)
]


class ExampleForm(forms.Form):
    """A form with one field of each sort."""

    full_name = forms.CharField(label="Họ và tên")
    reason = forms.CharField(label="Lý do thay đổi", widget=forms.Textarea, help_text="Viết một đến ba câu.")
    starts = forms.DateField(label="Ngày có hiệu lực", required=False, help_text="Ví dụ: 31/12 của năm tới.")
    agree = forms.BooleanField(label="Tôi đã đối chiếu với văn bản gốc")


FILLED = ExampleForm({"full_name": "", "reason": "", "starts": "hôm nào đó"}, auto_id="sai_%s")
BLANK = ExampleForm(auto_id="moi_%s")


def page(number: int, total: int) -> dict[str, Any]:
    """The context of the pagination on page `number` of `total`."""
    shown = sorted({1, 2, number - 1, number, number + 1, total - 1, total} & set(range(1, total + 1)))
    items: list[dict[str, Any]] = []
    for previous, current in zip([0, *shown], shown, strict=False):
        if current - previous > 1:
            items.append({"gap": True})
        items.append({"number": current, "url": f"?page={current}", "current": current == number})
    return {
        "number": number,
        "num_pages": total,
        "items": items,
        "previous_url": f"?page={number - 1}" if number > 1 else "",
        "next_url": f"?page={number + 1}" if number < total else "",
    }


REGULATION = {
    "url": "#r",
    "title": mark_safe("Cấp giấy chứng nhận đủ điều kiện <mark>kinh doanh</mark> <mark>hóa chất</mark>"),
    "code": "1.900101",
    "kind": "Thủ tục hành chính",
    "agency": "Bộ Công Thương",
    "status": "in_force",
    "effective": date(2026, 9, 1),
    "snippet": MARKED,
    "facts": ["10 ngày làm việc", "5 giấy tờ", "1.200.000 đồng"],
}
DOCUMENT = {
    "url": "#d",
    "type": "Nghị định",
    "number": "902/2021/NĐ-CP",
    "title": "Quy định chi tiết và hướng dẫn thi hành một số điều của Luật Hóa chất",
    "issuer": "Chính phủ",
    "status": "partly",
    "effective": date(2021, 12, 1),
    "provisions": [
        {"url": "#d9", "title": "Điều 9. Điều kiện kinh doanh", "snippet": MARKED},
        {"url": "#d10", "title": "Điều 10. Hồ sơ đề nghị cấp giấy chứng nhận", "snippet": "Văn bản đề nghị theo mẫu."},
    ],
}
PLAN = {
    "url": "#p",
    "title": "Phương án cắt giảm, đơn giản hóa quy định về hóa chất",
    "agency": "Bộ Công Thương",
    "programme": "Chương trình cắt giảm quy định kinh doanh",
    "state": "approved",
    "state_name": "Đã phê duyệt, đang thực thi",
    "effective": date(2026, 10, 1),
    "items": [
        {
            "url": "#p-muc-1",
            "title": REGULATION["title"],
            "code": "1.900101",
            "action_name": "Giảm giấy tờ",
            "part": "Giấy tờ được bỏ",
            "snippet": MARKED,
        },
        {"url": "#p-muc-2", "title": LONG_TITLE, "code": "BCT-YCDK-002", "action_name": "Bãi bỏ", "snippet": ""},
    ],
}
CARD = {
    "who": "Doanh nghiệp, hộ kinh doanh mua bán hóa chất thuộc danh mục có điều kiện.",
    "what": "Xin giấy chứng nhận trước khi bắt đầu kinh doanh.",
    "where_how": "Nộp trực tuyến hoặc tại Sở Công Thương nơi đặt cơ sở.",
    "how_long": "10 ngày làm việc.",
    "how_much": "Phí thẩm định 1.200.000 đồng.",
    "otherwise": "Bị phạt tiền và buộc ngừng kinh doanh cho đến khi có giấy chứng nhận.",
}
OUTLINE = [
    {
        "title": "Chương I. QUY ĐỊNH CHUNG",
        "url": "#chuong-i",
        "children": [
            {"title": "Điều 1. Phạm vi điều chỉnh", "url": "#dieu-1"},
            {"title": "Điều 2. Đối tượng áp dụng", "url": "#dieu-2", "current": True},
        ],
    },
    {
        "title": "Chương II. ĐIỀU KIỆN SẢN XUẤT, KINH DOANH HÓA CHẤT",
        "url": "#chuong-ii",
        "children": [
            {
                "title": "Mục 1. Điều kiện chung",
                "url": "#chuong-ii-muc-1",
                "children": [{"title": "Điều 9. Điều kiện kinh doanh", "url": "#dieu-9"}],
            }
        ],
    },
    {"title": "Phụ lục I. Danh mục hóa chất", "url": "#phu-luc-i"},
]


def _provision(
    kind: str, anchor: str, name: str, *, heading: str = "", level: int = 3, text: str = ""
) -> dict[str, Any]:
    return {
        "kind": kind, "anchor": anchor, "name": name, "heading": heading, "level": level, "text": text, "notes": (),
    }  # fmt: skip


PROVISIONS = [
    _provision("chapter", "chuong-ii", "Chương II", heading="Chương II. ĐIỀU KIỆN KINH DOANH"),
    _provision("article", "dieu-9", "Điều 9", heading="Điều 9. Điều kiện kinh doanh hóa chất", level=4),
    _provision(
        "clause",
        "dieu-9-khoan-1",
        "khoản 1 Điều 9",
        text="1. Tổ chức, cá nhân kinh doanh hóa chất phải đáp ứng đủ các điều kiện sau đây:",
    ),
    _provision(
        "point",
        "dieu-9-khoan-1-diem-a",
        "điểm a khoản 1 Điều 9",
        text="a) Có kho chứa đạt yêu cầu về phòng cháy, thông gió và ngăn tràn đổ;",
    ),
    _provision(
        "point",
        "dieu-9-khoan-1-diem-dd",
        "điểm đ khoản 1 Điều 9",
        text=mark_safe("đ) Người phụ trách an toàn đã được huấn luyện về <mark>hóa chất</mark>."),
    ),
]
MISSING = [
    {
        "said": "Được sửa đổi, bổ sung bởi", "name": "Nghị định 903/2026/NĐ-CP", "url": "#nd", "title": LONG_TITLE,
        "since": "từ ngày 01/09/2026", "dated": True, "note": "",
        "provisions": [
            {"text": "khoản 2 Điều 9", "url": "#dieu-9", "effect": ""},
            {"text": "Điều 15a", "url": "", "effect": "được thêm mới"},
        ],
    },
    {"said": "Bị bãi bỏ bởi", "name": "Luật 1/2026/QH16", "url": "#luat", "dated": False, "note": "Bãi bỏ Chương II"},
]  # fmt: skip
TOUCHED = [
    MISSING[0] | {"document": "Nghị định 902/2021/NĐ-CP", "document_url": "#goc", "cited": ["Điều 9", "Điều 15"]},
    {
        "document": "Thông tư 904/2021/TT-BCT", "document_url": "", "cited": [], "said": "Hết hiệu lực",
        "since": "từ ngày 01/01/2026", "dated": True,
    },
]  # fmt: skip
NOTES = [
    {"said": "Được sửa đổi, bổ sung bởi", "by": "khoản 1 Điều 2 Nghị định 903/2026/NĐ-CP", "url": "#d2",
     "since": "từ ngày 01/09/2026"},
    {"said": "Bị bãi bỏ bởi", "by": "Nghị định 905/2026/NĐ-CP", "url": "#d3", "since": "", "missing": True,
     "place": "điểm đ khoản 1 Điều 9"},
]  # fmt: skip
TIMELINE = [
    {
        "title": "Bản 5",
        "url": "#b5",
        "date": date(2027, 1, 1),
        "status": "upcoming",
        "note": "Sửa theo nghị quyết mới.",
    },
    {
        "title": "Bản 4",
        "url": "#b4",
        "date": date(2026, 9, 1),
        "until": date(2026, 12, 31),
        "status": "in_force",
        "current": True,
        "changes": ["Giấy tờ: 7 → 5", "Thời hạn: 15 → 10 ngày làm việc"],
        "compare_url": "#so-3-4",
    },
    {"title": LONG_TITLE, "url": "#b3", "date": None},
]
TABLE_HEADERS = [{"text": "Loại phí"}, {"text": "Căn cứ"}, {"text": "Mức thu (đồng)", "numeric": True}]
TABLE_ROWS = [
    [
        {"text": "Phí thẩm định lần đầu, áp dụng cho mỗi địa điểm kinh doanh"},
        {"text": "Điều 4 Thông tư 904/2021/TT-BCT", "url": "#tt"},
        {"text": "1.200.000", "numeric": True},
    ],
    [{"text": "Phí cấp lại"}, {"text": "Chưa có thông tin"}, {"text": "600.000", "numeric": True}],
]
