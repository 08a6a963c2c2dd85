"""The parts that the five kinds consist of: first content of the PartDefinition table.

(kind, key, Vietnamese label, English label, required). The order is the order of reading. Source of the procedure's
parts: Decree 63/2010/NĐ-CP, Art. 8(2); its seventh required part, the name, is the version's title.
"""

DECREE_63 = "Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2"

PARTS = [
    ("procedure", "steps", "Trình tự thực hiện", "Steps", True),
    ("procedure", "channels", "Cách thức thực hiện", "How to submit", True),
    ("procedure", "dossier", "Thành phần, số lượng hồ sơ", "Papers to submit", True),
    ("procedure", "time_limit", "Thời hạn giải quyết", "Time limit", True),
    ("procedure", "subjects", "Đối tượng thực hiện", "Who it applies to", True),
    ("procedure", "authority", "Cơ quan giải quyết", "Deciding authority", True),
    ("procedure", "forms", "Mẫu đơn, tờ khai", "Forms", False),
    ("procedure", "result", "Kết quả thực hiện", "Result", False),
    ("procedure", "requirements", "Yêu cầu, điều kiện", "Requirements", False),
    ("procedure", "fees", "Phí, lệ phí", "Fees", False),
    ("condition", "condition", "Nội dung điều kiện", "The condition", True),
    ("condition", "proof", "Cách chứng minh đáp ứng", "How it is proved", False),
    ("condition", "confirmed_by", "Cơ quan xác nhận", "Who confirms it", False),
    ("condition", "timing", "Thời điểm phải đáp ứng", "When it must be met", False),
    ("condition", "inspection", "Kiểm tra sau đó", "Later inspection", False),
    ("report", "content", "Nội dung báo cáo", "What to report", True),
    ("report", "recipient", "Nơi nhận báo cáo", "Who receives it", True),
    ("report", "frequency", "Tần suất báo cáo", "How often", True),
    ("report", "form", "Mẫu báo cáo, cách gửi", "Form and channel", False),
    ("report", "period", "Kỳ báo cáo", "Reporting period", False),
    ("report", "due_date", "Hạn gửi báo cáo", "Due date", False),
    ("standard", "number", "Số hiệu tiêu chuẩn, quy chuẩn", "Standard number", True),
    ("standard", "scope", "Phạm vi áp dụng", "Scope", True),
    ("standard", "requirements", "Yêu cầu kỹ thuật", "Technical requirements", False),
    ("standard", "conformity", "Công bố, chứng nhận hợp chuẩn, hợp quy", "Conformity", False),
    ("inspection", "goods", "Hàng hóa phải kiểm tra (mã HS)", "Goods (HS codes)", True),
    ("inspection", "method", "Cách thức kiểm tra", "Method", True),
    ("inspection", "timing", "Trước hay sau thông quan", "Before or after clearance", True),
    ("inspection", "authority", "Cơ quan kiểm tra", "Inspecting authority", True),
    ("inspection", "papers", "Hồ sơ kiểm tra", "Papers", False),
    ("inspection", "time_limit", "Thời hạn kiểm tra", "Time limit", False),
    ("inspection", "exemptions", "Trường hợp được miễn", "Exemptions", False),
]


def install(apps, _schema_editor) -> None:
    """Fill the table; run by the migration that creates it."""
    definitions = apps.get_model("regulations", "PartDefinition").objects
    definitions.bulk_create(
        definitions.model(
            kind=kind, key=key, label_vi=vi, label_en=en, required=required, position=position,
            source=DECREE_63 if kind == "procedure" else "",
        )
        for position, (kind, key, vi, en, required) in enumerate(PARTS, start=1)
    )  # fmt: skip
