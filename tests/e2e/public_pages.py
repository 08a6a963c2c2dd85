"""The public pages there are, one of each type and state, with the address where the demo register shows it."""

import datetime
from zoneinfo import ZoneInfo

from home.demo.wording import demo_date

TODAY = datetime.datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
DECREE = f"902-{demo_date('-60m', today=TODAY).year}-nd-cp"
DECREE_NUMBER = DECREE.upper().replace("902-", "902/").replace("-ND-CP", "/NĐ-CP")

READING_PAGES = {
    "home": "/",
    "search": "/search/",
    "search with results": "/search/?q=giay+chung+nhan+kinh+doanh+hoa+chat",
    "search with filters": "/search/?q=giay+phep&kind=procedure&agency=BCT&status=in-force",
    "search in documents": "/search/?q=ho+so&in=documents",
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
    "compare in English": "/en/regulations/1.900101/compare/3/4/",
    "document in English": f"/en/documents/{DECREE}/",
    "not found": "/khong-co-trang-nay/",
    "not found in English": "/en/no-such-page/",
}
"""Name to address. None of them may set a cookie."""

OTHER_STATUS = {"/regulations/1.900101/?on=hom-qua": 400, "/khong-co-trang-nay/": 404, "/en/no-such-page/": 404}
"""What these answer instead of 200."""

FORM_PAGES = {"sign in": "/admin/login/"}
"""Public, and with a form that posts."""
