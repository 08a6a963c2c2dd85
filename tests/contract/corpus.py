"""A small corpus and short ways to ask it: the same rows for every engine."""

import datetime

from regulations.text.numbers import number_key
from search import analysis
from search.engines.base import EngineResults
from search.parser import compile_query
from search.query import SearchQuery
from search.schema import DOCUMENTS, OPEN_TO, PLANS, REGULATIONS, IndexRow
from search.understanding.typed_numbers import code_key

TODAY = datetime.date(2026, 11, 22)


def day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


def regulation(
    row_id: str, title: str, body: str = "", *, codes=(), numbers=(), since="2020-01-01", until=None, **more
):
    return IndexRow(
        **{
            "id": row_id,
            "tab": REGULATIONS,
            "owner": f"regulation:{row_id.split(':')[1]}",
            "title": title,
            "body": body,
            "status": "in-force",
            "kind": "procedure",
            "number_keys": tuple([code_key(c) for c in codes] + [number_key(n) for n in numbers]),
            "from_day": day(since),
            "to_day": day(until) if until else OPEN_TO,
            "sort_date": day(since),
            "sort_title": analysis.sort_key(title),
        }
        | more
    )


def provision(row_id: str, title: str, body: str, *, number: str, doc_type: str = "nghi-dinh", since="2019-01-01"):
    return IndexRow(
        id=row_id,
        tab=DOCUMENTS,
        owner=f"document:{row_id.split(':')[1]}",
        title=title,
        body=body,
        status="in-force",
        doc_type=doc_type,
        agencies=("CP",),
        number_keys=(number_key(number),),
        from_day=day(since),
        sort_date=day(since),
        sort_title=analysis.sort_key(title),
    )


def plan_row(row_id: str, title: str, body: str = "", *, numbers=(), codes=(), since="2026-03-01", until=None, **more):
    """A plan or, with a number behind the second colon, one of its items."""
    return IndexRow(
        **{
            "id": row_id,
            "tab": PLANS,
            "owner": "plan:1",
            "title": title,
            "body": body,
            "status": "",
            "agencies": ("BCT",),
            "number_keys": tuple([code_key(c) for c in codes] + [number_key(n) for n in numbers]),
            "from_day": day(since),
            "to_day": day(until) if until else OPEN_TO,
            "sort_date": day(since),
            "sort_title": analysis.sort_key(title),
        }
        | more
    )


CORPUS = [
    regulation(
        "r:1",
        "Cấp giấy chứng nhận đủ điều kiện kinh doanh hóa chất",
        "Tổ chức, cá nhân kinh doanh hoá chất nộp hồ sơ theo Nghị định số 15/2018/NĐ-CP.",
        codes=["1.004172"],
        numbers=["902/2021/NĐ-CP"],
        agencies=("BCT",),
        fields=("hoa-chat",),
        industries=("2018:G", "2018:46", "2018:4669"),
    ),
    regulation(
        "r:2",
        "Điều kiện kinh doanh xăng dầu",
        "Thương nhân phải có kho chứa. Công ti giữ sổ; kĩ thuật viên trông kho.",
        codes=["BCT-YCĐK-001"],
        kind="condition",
        agencies=("BCT",),
        fields=("xang-dau",),
        industries=("2018:G", "2018:47"),
        since="2023-05-01",
    ),
    regulation(
        "r:3",
        "Báo cáo tình hình sử dụng lao động",
        "Công ty gửi báo cáo sáu tháng một lần cho cơ quan quản lý lao động ở địa phương.",
        codes=["BNV-CĐBC-001"],
        kind="report",
        agencies=("BNV", "BYT"),
        fields=("lao-dong",),
        until="2026-12-01",
    ),
    regulation(
        "r:4",
        "Báo cáo tình hình sử dụng lao động",
        "Công ty gửi báo cáo mỗi năm một lần qua mạng.",
        codes=["BNV-CĐBC-001"],
        kind="report",
        agencies=("BNV",),
        fields=("lao-dong",),
        since="2026-12-01",
        owner="regulation:3",
    ),
    regulation(
        "r:5",
        "Giấy phép bán lẻ rượu",
        "Thuốc lá không thuộc giấy phép này. Kinh doanh có điều kiện.",
        codes=["1.004999"],
        numbers=["68/NQ-CP", "02/2017/TT-BCT"],
        status="abolished",
        agencies=("BCT",),
        fields=("ruou-thuoc-la",),
    ),
    provision("d:1:dieu-1", "Điều 1. Phạm vi", "Nghị định này về an toàn thực phẩm.", number="15/2018/NĐ-CP"),
    provision("d:1:dieu-2", "Điều 2. Giải thích từ ngữ", "Thực phẩm là thứ để ăn.", number="15/2018/NĐ-CP"),
    provision("d:1:dieu-10", "Điều 10. Hiệu lực", "Có hiệu lực từ ngày ký.", number="15/2018/NĐ-CP"),
    provision(
        "d:2:dieu-1", "Điều 1. Kinh tế tư nhân", "Nghị quyết của Đảng.", number="68-NQ/TW", doc_type="nghi-quyet"
    ),
    provision("d:3:dieu-1", "Điều 1. Kế hoạch", "Kế hoạch của Chính phủ.", number="68/NQ-CP", doc_type="nghi-quyet"),
    provision("d:4:dieu-1", "Điều 1. Đặc thù", "Tháo gỡ vướng mắc.", number="66.7/2025/NQ-CP", doc_type="nghi-quyet"),
    plan_row("p:1:", "Phương án đơn giản hóa lĩnh vực hóa chất", "Nghị quyết 68/NQ-CP", until="2026-10-01"),
    plan_row("p:2:", "Phương án đơn giản hóa hóa chất, xăng dầu", numbers=["1661/QĐ-TTg"], since="2026-10-01"),
    plan_row(
        "p:2:1",
        "Cấp giấy chứng nhận đủ điều kiện kinh doanh hóa chất",
        "Bản sao giấy đăng ký doanh nghiệp đã có trong dữ liệu.",
        codes=["1.004172"],
        numbers=["1661/QĐ-TTg", "902/2021/NĐ-CP"],
        kind="procedure",
        action="reduce_papers",
        fields=("hoa-chat",),
        since="2026-10-01",
    ),
    plan_row(
        "p:2:2",
        "Điều kiện kinh doanh xăng dầu",
        "Điều kiện về kho không còn cần thiết.",
        codes=["BCT-YCĐK-001"],
        kind="condition",
        action="abolish",
        fields=("xang-dau",),
        since="2026-10-01",
    ),
]


def rebuild(engine, rows) -> None:
    with engine.rebuild() as index:
        index.add(rows)
        index.swap(expected=len(rows))


def ask(engine, text: str = "", *, on: datetime.date = TODAY, tab: str = REGULATIONS, **more) -> EngineResults:
    return engine.search(compile_query(SearchQuery(on=on, text=text, tab=tab, **more)))
