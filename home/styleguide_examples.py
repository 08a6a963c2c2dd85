"""What the gallery shows: for each component a list of (title, context), among them long and empty content."""

from datetime import date
from typing import Any

from home.styleguide_samples import (
    BLANK,
    CARD,
    DOCUMENT,
    FILLED,
    LONG_TITLE,
    MANY_AGENCIES,
    MISSING,
    NOTES,
    OUTLINE,
    PLAN,
    PROVISIONS,
    REGULATION,
    SEGMENTS,
    STATES,
    TABLE_HEADERS,
    TABLE_ROWS,
    TIMELINE,
    TOUCHED,
    page,
)
from regulations.trust import Trust

EXAMPLES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "answer_card": [("Đủ sáu câu", {"card": CARD}), ("Không có gì: không hiện", {"card": {}})],
    "status_badge": [(state, {"status": state}) for state in STATES]
    + [("Chữ khác", {"status": "abolished", "label": "Hết hiệu lực toàn bộ"}), ("Không có", {})],
    "meta_line": [
        (
            "Thường",
            {"items": [{"text": "Bộ Công Thương", "url": "#a"}, {"label": "Mã", "text": "1.900101"}, {"text": ""}]},
        )
    ],
    "notice": [
        (
            "info",
            {
                "title": "Có bản mới",
                "text": "Quy định này có bản mới từ ngày 01/01.",
                "link_url": "#n",
                "link_text": "Xem",
            },
        ),
        (
            "warning",
            {"kind": "warning", "title": "Tra cứu đang dùng chỉ mục dự phòng", "text": "Kết quả có thể thiếu."},
        ),
        ("error", {"kind": "error", "title": "Ngày không đúng dạng", "text": "Hãy nhập theo dạng ngày/tháng/năm."}),
        ("success", {"kind": "success", "title": "Đã công bố", "text": LONG_TITLE}),
    ],
    "date_banner": [
        ("Ngày khác hôm nay", {"date": date(2025, 3, 1), "text": "Bản 2 trong 4 bản.", "current_url": "#hom-nay"}),
        ("Không có ngày: không hiện", {}),
    ],
    "search_form": [
        (
            "Đủ",
            {
                "q": "kinh doanh hoa chat",
                "hint": "Gõ có dấu hoặc không dấu; số văn bản gõ theo cách nào cũng được.",
                "examples": [{"text": "bán lẻ xăng dầu", "url": "#1"}, {"text": "902/2021/NĐ-CP", "url": "#2"}],
                "hidden": [{"name": "in", "value": "documents"}],
            },
        )
    ],
    "filter_group": [
        (
            "Mở, nhiều lựa chọn",
            {"legend": "Cơ quan", "name": "agency", "options": MANY_AGENCIES, "open": True, "chosen": 2},
        ),
        ("Đóng", {"legend": "Loại quy định", "name": "kind", "options": MANY_AGENCIES[:3]}),
        ("Không có lựa chọn: không hiện", {"legend": "Lĩnh vực", "name": "field", "options": []}),
    ],
    "filter_count": [("Một", {"count": 1}), ("Nhiều", {"count": 12_345}), ("Không", {"count": 0})],
    "since": [
        ("Đang nói", {"status": "in_force", "day": date(2025, 3, 1)}),
        ("Đã hết", {"status": "abolished", "day": date(2025, 3, 1)}),
    ],
    "understood": [
        (
            "Đã hiểu, có thể bỏ",
            {
                "said": [
                    {"how": "synonym", "typed": "gpkd", "meant": "giấy phép kinh doanh", "url": "#u1"},
                    {"how": "spelling", "typed": "ruouj", "meant": "rượu", "url": "#u2"},
                ],
                "also": True,
                "as_typed_url": "#u3",
            },
        ),
        (
            "Mở thẳng một văn bản",
            {"opens": [{"name": "15/2018/NĐ-CP", "title": LONG_TITLE, "url": "#mo"}], "again_url": "#u4"},
        ),
        (
            "Không có số này",
            {"missing": ["15/2019/nd-cp"], "near": [{"name": "15/2018/NĐ-CP", "title": LONG_TITLE, "url": "#gan"}]},
        ),
        ("Không có gì: không hiện", {}),
    ],
    "found_it": [("Dưới kết quả", {"q": "giấy phép rượu"})],
    "chips": [
        (
            "Có bộ lọc",
            {
                "clear_url": "#xoa",
                "items": [
                    {"group": "Cơ quan", "label": "Bộ Công Thương", "url": "#c1"},
                    {"group": "Tình trạng", "label": "Còn hiệu lực", "url": "#c2"},
                    {"group": "Ngành", "label": LONG_TITLE, "url": "#c3"},
                ],
            },
        ),
        ("Không có: không hiện", {"items": []}),
    ],
    "tabs": [
        (
            "Kết quả",
            {
                "label": "Loại kết quả",
                "items": [
                    {"label": "Quy định", "url": "#t1", "count": 1284, "current": True},
                    {"label": "Văn bản pháp luật", "url": "#t2", "count": 0},
                    {"label": "Không đếm", "url": "#t3"},
                ],
            },
        )
    ],
    "results_regulations": [
        ("Thường", {"items": [REGULATION]}),
        ("Tên rất dài, thiếu dữ liệu", {"items": [{"url": "#r2", "title": LONG_TITLE, "status": "unknown"}]}),
    ],
    "results_documents": [
        ("Có điều khoản khớp", {"items": [DOCUMENT]}),
        ("Thiếu số và ngày", {"items": [{"url": "#d2", "title": LONG_TITLE, "status": "unknown"}]}),
    ],
    "results_plans": [
        ("Có mục khớp", {"items": [PLAN]}),
        (
            "Thiếu dữ liệu",
            {"items": [{"url": "#p2", "title": LONG_TITLE, "state": "amended", "state_name": "Đã sửa"}]},
        ),
    ],
    "pagination": [
        ("Giữa 1.000 trang", page(500, 1000)),
        ("Trang đầu", page(1, 3) | {"label": "Phân trang, ví dụ trang đầu"}),
        ("Trang cuối", page(3, 3) | {"label": "Phân trang, ví dụ trang cuối"}),
    ],
    "empty_state": [
        (
            "Có gợi ý",
            {
                "title": "Không tìm thấy quy định nào cho “kinh doanh khí cầu”",
                "text": "Đang lọc theo: Bộ Công Thương, Còn hiệu lực.",
                "suggestions": [{"text": "Bỏ lọc “Bộ Công Thương”", "url": "#g1"}, {"text": "Dùng ít từ hơn"}],
            },
        )
    ],
    "breadcrumbs": [
        (
            "Ba bậc",
            {"items": [{"title": "Trang chủ", "url": "/"}, {"title": "Quy định", "url": "#q"}, {"title": LONG_TITLE}]},
        )
    ],
    "timeline": [("Các bản", {"items": TIMELINE})],
    "redline_inline": [("Một đoạn", {"segments": SEGMENTS})],
    "redline_side": [
        (
            "Hai bản",
            {
                "left_title": "Bản 3 (từ 01/02/2024)",
                "right_title": "Bản 4 (từ 01/09/2026)",
                "rows": [
                    {
                        "left": [s for s in SEGMENTS if s["op"] != "added"],
                        "right": [s for s in SEGMENTS if s["op"] != "removed"],
                    },
                    {"left": [], "right": [{"op": "added", "text": "Điều 15a. Trách nhiệm của người bán lẻ."}]},
                ],
            },
        )
    ],
    "definition_list": [
        (
            "Thường",
            {
                "wide": True,
                "items": [
                    {"term": "Cơ quan giải quyết", "text": "Bộ Công Thương", "url": "#cq"},
                    {
                        "term": "Ngành nghề",
                        "lines": [{"text": "4669 Bán buôn hóa chất", "url": "#n1"}, {"text": "2011"}],
                    },
                    {"term": "Tần suất", "text": ""},
                ],
            },
        )
    ],
    "table_scroll": [
        ("Có số", {"id": "phi", "caption": "Phí, lệ phí", "headers": TABLE_HEADERS, "rows": TABLE_ROWS}),
        ("Rỗng", {"id": "rong", "caption": "Giấy tờ phải nộp", "headers": TABLE_HEADERS, "rows": []}),
    ],
    "card_link": [
        (
            "Thường",
            {"url": "#k", "title": "Hóa chất", "text": "Sản xuất, kinh doanh, vận chuyển.", "meta": "128 quy định"},
        ),
        ("Tên rất dài", {"url": "#k2", "title": LONG_TITLE}),
    ],
    "outline": [("Văn bản", {"nodes": OUTLINE})],
    "unapplied": [("Hai thay đổi chưa nhập", {"changes": MISSING}), ("Không có: không hiện", {"changes": []})],
    "touched_bases": [("Hai căn cứ", {"changes": TOUCHED, "day": date(2024, 1, 1)}), ("Không có", {"changes": []})],
    "provision_notes": [("Đã nhập và chưa nhập", {"notes": NOTES})],
    "trust": [
        ("Đã đối chiếu", {"trust": Trust(compared_on=date(2026, 3, 1), compared_by="Bộ Công Thương")}),
        ("Chưa đối chiếu", {"trust": Trust()}),
        (
            "Mọi lời nhắc",
            {
                "trust": Trust(date(2025, 3, 1), "Bộ Công Thương", True, "Khác mức phí ở phần 5.", 3, 120),
                "changes_url": "#c",
            },
        ),
        ("Bản nháp: không hiện", {"trust": None}),
    ],
    "provision": [("Một điều", {"nodes": PROVISIONS})],
    "error_summary": [("Có lỗi", {"form": FILLED}), ("Không có lỗi: không hiện", {"form": BLANK})],
    "field": [(name, {"field": FILLED[name], "check": name == "agree"}) for name in FILLED.fields]
    + [("Chưa nhập", {"field": BLANK["reason"]})],
    "language_switch": [("Ở trang chủ", {"path": "/"})],
    "menu": [
        (
            "Mục tự đặt",
            {"items": [{"title": "Hướng dẫn", "url": "#h", "current": True}, {"title": "Tin tức", "url": "#t"}]},
        )
    ],
    "search_compact": [],
    "head_meta": [],
}
