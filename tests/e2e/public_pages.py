"""The public pages there are, one of each type and state, with the address where the demo register shows it."""

import datetime
import hashlib
from zoneinfo import ZoneInfo

from home.demo.originals import one_page_pdf
from home.demo.wording import demo_date

TODAY = datetime.datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
DECREE = f"902-{demo_date('-60m', today=TODAY).year}-nd-cp"
DECREE_NUMBER = DECREE.upper().replace("902-", "902/").replace("-ND-CP", "/NĐ-CP")

# The demo register is loaded into an empty database, always in the same order.
PLAN, PLAN_WITH_VERSIONS, PLAN_DONE, PLAN_AMENDED, PLAN_DRAFT = (f"/plans/{key}/" for key in (6, 3, 5, 4, 2))
COMING_ROUND, CLOSED_ROUND, OPEN_ROUND = (f"/consultations/{key}/" for key in (1, 2, 3))
ANSWERED_COMMENT = 22
"""With replies, on the open round."""

SCAN = hashlib.sha256(one_page_pdf("Ban chup thieu trang.")).hexdigest()
WITHDRAWN = f"/files/{SCAN}/ban-chup.pdf"
REPORT = "/report-error/?regulation=1.900101&version=1&part=time_limit"

READING_PAGES = {
    "home": "/",
    "search": "/search/",
    "search with results": "/search/?q=giay+chung+nhan+kinh+doanh+hoa+chat",
    "search with filters": "/search/?q=giay+phep&kind=procedure&agency=BCT&status=in-force",
    "search in documents": "/search/?q=ho+so&in=documents",
    "search that was understood": "/search/?q=%C4%91kkd+gcn",
    "search undone": "/search/?q=%C4%91kkd&literal=dkkd.dang-ky-kinh-doanh",
    "search without result": "/search/?q=xyzzyq+khongcogi",
    "search with wrong input": "/search/?q=hoa+chat&agency=KHONGCO&on=32%2F13%2F2026&page=9999&in=gi-do",
    "search on a day": "/search/?q=hoa+chat&on=2024-01-01",
    "regulation": "/regulations/1.900101/",
    "regulation on a day": "/regulations/1.900101/?on=2024-01-01",
    "regulation on a wrong day": "/regulations/1.900101/?on=hom-qua",
    "regulation before it existed": "/regulations/1.900101/?on=1990-01-01",
    "regulation abolished": "/regulations/BLDTBXH-CDBC-001/",
    "regulation suspended": "/regulations/BNNMT-YCDK-001/",
    "regulation partly": "/regulations/BYT-CDBC-001/",
    "regulation gap": "/regulations/BLDTBXH-CDBC-002/",
    "regulation unknown": "/regulations/1.900103/",
    "regulation upcoming": "/regulations/1.900902/",
    "regulation changing soon": "/regulations/1.900501/",
    "regulation corrected": "/regulations/TN-DINHCHINH/versions/1/",
    "regulation with a long title": "/regulations/TN-DAI/",
    "condition": "/regulations/BCT-YCDK-101/",
    "report": "/regulations/BNV-CDBC-101/",
    "standard": "/regulations/BXD-TCQC-101/",
    "inspection": "/regulations/BYT-KTCN-101/",
    "version": "/regulations/1.900101/versions/1/",
    "compare side by side": "/regulations/1.900101/compare/3/4/",
    "compare inline": "/regulations/1.900101/compare/3/4/?view=inline",
    "document": f"/documents/{DECREE}/",
    "document without a day": "/documents/919-nq-cp/",
    "big document": "/documents/995-2024-qh15/",
    "chapter": "/documents/995-2024-qh15/chuong-ii/",
    "choice of documents": "/documents/996-2020-nd-cp/",
    "part as it is cited": "/regulations/1.900101/cite/time_limit/",
    "part as it was cited": "/regulations/1.900101/cite/time_limit/?version=1",
    "provision as it is cited": f"/documents/{DECREE}/cite/dieu-9/",
    "withdrawn original": WITHDRAWN,
    "agencies": "/agencies/",
    "agency": "/agencies/G02/",
    "agency that ended": "/agencies/G06/",
    "fields": "/fields/",
    "field": "/fields/hoa-chat/",
    "industries": "/industries/",
    "news": "/tin-tuc/",
    "news item": "/tin-tuc/kinh-doanh-hoa-chat-bot-giay-to/",
    "guides": "/huong-dan/",
    "guide": "/huong-dan/cach-tra-cuu/",
    "news in English": "/en/news/",
    "industry": "/industries/2018/0141/",
    "home in English": "/en/",
    "search in English": "/en/search/?q=hoa+chat",
    "regulation in English": "/en/regulations/1.900101/",
    "part as it is cited, in English": "/en/regulations/1.900101/cite/time_limit/",
    "provision as it is cited, in English": f"/en/documents/{DECREE}/cite/dieu-9/",
    "withdrawn original in English": f"/en{WITHDRAWN}",
    "compare in English": "/en/regulations/1.900101/compare/3/4/",
    "document in English": f"/en/documents/{DECREE}/",
    "plans": "/plans/",
    "plans with filters": "/plans/?agency=BCT&state=proposed&q=hoa+chat",
    "no plan": "/plans/?q=xyzzyq",
    "plans with wrong input": "/plans/?agency=KHONGCO&state=gi-do",
    "plan proposed": PLAN,
    "plan inline": f"{PLAN}?view=inline",
    "plan approved": PLAN_WITH_VERSIONS,
    "plan done": PLAN_DONE,
    "plan amended": PLAN_AMENDED,
    "plan before its round": "/plans/1/",
    "plan version": f"{PLAN_WITH_VERSIONS}versions/1/",
    "plan item": f"{PLAN}items/1/",
    "plan not public": PLAN_DRAFT,
    "regulation with what a plan did": "/regulations/1.900801/",
    "search in plans": "/search/?q=ho+so+hoa+chat&in=plans",
    "no plan found": "/search/?q=xyzzyq&in=plans",
    "consultations": "/consultations/",
    "consultations with filters": "/consultations/?phase=open&agency=BCT",
    "no consultation": "/consultations/?q=xyzzyq",
    "consultation open": OPEN_ROUND,
    "consultation, one item": f"{OPEN_ROUND}?part=muc-1",
    "consultation, unanswered": f"{OPEN_ROUND}?answered=no",
    "consultation, comment": f"{OPEN_ROUND}comments/{ANSWERED_COMMENT}/",
    "consultation coming": COMING_ROUND,
    "consultation answered": CLOSED_ROUND,
    "comments": "/consultations/comments/",
    "comments answered": "/consultations/comments/?answered=yes",
    "no comments": "/consultations/comments/?agency=BXD",
    "statistics": "/statistics/",
    "statistics of an agency": "/statistics/?agency=BCT",
    "statistics of no agency": "/statistics/?agency=KHONGCO",
    "documents in the statistics": "/statistics/documents/",
    "plans in English": "/en/plans/",
    "plan in English": f"/en{PLAN}",
    "plan approved in English": f"/en{PLAN_WITH_VERSIONS}",
    "search in plans in English": "/en/search/?q=hoa+chat&in=plans",
    "consultations in English": "/en/consultations/",
    "consultation in English": f"/en{OPEN_ROUND}",
    "comments in English": "/en/consultations/comments/",
    "statistics in English": "/en/statistics/",
    "not found": "/khong-co-trang-nay/",
    "not found in English": "/en/no-such-page/",
}
"""Name to address. None of them may set a cookie."""

OTHER_STATUS = {
    "/regulations/1.900101/?on=hom-qua": 400,
    "/khong-co-trang-nay/": 404,
    "/en/no-such-page/": 404,
    PLAN_DRAFT: 404,
    WITHDRAWN: 410,
    f"/en{WITHDRAWN}": 410,
}
"""What these answer instead of 200."""

FORM_PAGES = {
    "sign in": "/admin/login/",
    "citizens sign in": "/account/sign-in/",
    "sign up": "/account/sign-up/",
    "password forgotten": "/account/password/forgotten/",
    "confirm again": "/account/confirm/again/",
    "confirmation sent": "/account/confirm/",
    "confirmation link broken": "/account/confirm/khong-co/",
    "new password link broken": "/account/password/new/1-khong-co/",
    "erased": "/account/erased/",
    "comment": f"{OPEN_ROUND}comment/",
    "comment on an item": f"{OPEN_ROUND}comment/?part=muc-1",
    "comment on a part": f"{OPEN_ROUND}comment/?part=muc-1-time_limit",
    "comment on what is to be abolished": f"{OPEN_ROUND}comment/?part=muc-5",
    "reply": f"{OPEN_ROUND}comment/?reply_to={ANSWERED_COMMENT}",
    "comment before the round": f"{COMING_ROUND}comment/",
    "comment after the round": f"{CLOSED_ROUND}comment/",
    "report of an error": REPORT,
    "report of an error in a provision": f"/report-error/?document={DECREE}&version=1&label=dieu-9",
    "report of an error in a record": "/report-error/?regulation=1.900101&version=1",
    "report received": REPORT.replace("error/", "error/received/"),
    "report of an error in English": f"/en{REPORT}",
    "did you find it": "/search/feedback/?q=hoa+chat",
    "did not find it": "/search/feedback/?q=hoa+chat&sent=no",
    "did you find it, in English": "/en/search/feedback/?q=hoa+chat",
    "receipts": "/consultations/receipts/",
    "receipt unknown": "/consultations/receipts/GY-0000-0000-0000/",
    "confirm link broken": "/consultations/confirm/khong-co/",
    "citizens sign in in English": "/en/account/sign-in/",
    "sign up in English": "/en/account/sign-up/",
    "comment in English": f"/en{OPEN_ROUND}comment/?part=muc-1-time_limit",
    "comment after the round in English": f"/en{CLOSED_ROUND}comment/",
    "receipts in English": "/en/consultations/receipts/",
}
"""Public, and with a form that posts, or what such a form comes to."""

EMPTY_FORMS = {
    "sign in": ("/account/sign-in/", "Đăng nhập"),
    "sign up": ("/account/sign-up/", "Đăng ký"),
    "comment": (f"{OPEN_ROUND}comment/", "Gửi ý kiến"),
    "reply": (f"{OPEN_ROUND}comment/?reply_to={ANSWERED_COMMENT}", "Gửi ý kiến"),
    "report of an error": (REPORT, "Gửi báo lỗi"),
    "receipts": ("/consultations/receipts/", "Tra cứu"),
    "comment in English": (f"/en{OPEN_ROUND}comment/", ""),
}
"""Sent as they are, these come back and say what is missing. Name to address and name of the button."""

OWN_PAGES = {
    "account": "/account/",
    "name": "/account/name/",
    "password": "/account/password/",
    "erase": "/account/erase/",
    "comment": f"{OPEN_ROUND}comment/?part=muc-2",
    "saved searches": "/account/searches/",
    "save a search": "/account/searches/add/?q=giay+phep&kind=procedure&agency=BCT",
    "account in English": "/en/account/",
    "saved searches in English": "/en/account/searches/",
    "comment in English": f"/en{OPEN_ROUND}comment/",
}
"""For whoever is signed in."""
