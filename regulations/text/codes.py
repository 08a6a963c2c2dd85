"""The codes inside document numbers, how each is printed, and the types of document they stand for."""

from __future__ import annotations

import re

from regulations.text.normalise import fold, normalise_text

DOCUMENT_TYPES: dict[str, str] = {
    "hien-phap": "Hiến pháp",
    "bo-luat": "Bộ luật",
    "luat": "Luật",
    "phap-lenh": "Pháp lệnh",
    "lenh": "Lệnh",
    "sac-lenh": "Sắc lệnh",
    "nghi-quyet-lien-tich": "Nghị quyết liên tịch",
    "nghi-quyet": "Nghị quyết",
    "nghi-dinh": "Nghị định",
    "quyet-dinh": "Quyết định",
    "thong-tu-lien-tich": "Thông tư liên tịch",
    "thong-tu": "Thông tư",
    "chi-thi": "Chỉ thị",
    "cong-dien": "Công điện",
    "cong-van": "Công văn",
    "thong-bao": "Thông báo",
    "bao-cao": "Báo cáo",
    "ke-hoach": "Kế hoạch",
    "ket-luan": "Kết luận",
    "to-trinh": "Tờ trình",
    "huong-dan": "Hướng dẫn",
    "quy-che": "Quy chế",
    "quy-dinh": "Quy định",
    "van-ban-hop-nhat": "Văn bản hợp nhất",
    "quy-chuan": "Quy chuẩn kỹ thuật",
    "tieu-chuan": "Tiêu chuẩn",
}
"""Key of each type of document and its Vietnamese name."""

# code as printed -> key of the type; "L" and "LCT" are laws of before 2002, "L" with a year an order of the President
TYPE_CODES: dict[str, str] = {
    "NĐ": "nghi-dinh", "NQ": "nghi-quyet", "NQLT": "nghi-quyet-lien-tich", "QĐ": "quyet-dinh", "TT": "thong-tu",
    "TTLT": "thong-tu-lien-tich", "TTLB": "thong-tu-lien-tich", "CT": "chi-thi", "CĐ": "cong-dien", "CV": "cong-van",
    "TB": "thong-bao", "BC": "bao-cao", "KH": "ke-hoach", "KL": "ket-luan", "TTr": "to-trinh", "HD": "huong-dan",
    "QC": "quy-che", "QyĐ": "quy-dinh", "VBHN": "van-ban-hop-nhat", "PL": "phap-lenh", "L": "luat", "LCT": "luat",
    "SL": "sac-lenh", "QCVN": "quy-chuan", "QCĐP": "quy-chuan", "TCVN": "tieu-chuan", "TCCS": "tieu-chuan",
}  # fmt: skip

STANDARD_CODES = frozenset({"QCVN", "QCĐP", "TCVN", "TCCS"})

_ISSUERS = (
    "CP TTg CTN QH UBTVQH HĐNN HĐBT HĐND UBND VPCP VPQH BCT BTC BKHĐT BXD BGTVT BYT BTP BKHCN BTTTT BTNMT BNNPTNT "
    "BNNMT BNN BLĐTBXH LĐTBXH BNV BGDĐT BVHTTDL BCA BQP BNG BDTTG BTM BCN BTS BVHTT NHNN TTCP UBDT BHXH VKSNDTC TANDTC "
    "TATC VKSTC HĐTP KTNN TLĐLĐ TLĐ BCH PTM TCHQ TCT LPQT"
)
_PARTY_ISSUERS = "TW VPTW BCHTW BTCTW BBT TU HU ĐU BCSĐ ĐUK"

TYPE_PRINTED = {fold(code): code for code in TYPE_CODES}
ISSUER_PRINTED = {fold(code): code for code in (_ISSUERS + " " + _PARTY_ISSUERS).split()}
STATE_ISSUERS = frozenset(_ISSUERS.split())
PARTY_ISSUERS = frozenset(_PARTY_ISSUERS.split())

ASSEMBLY = re.compile(r"(?:QH|UBTVQH|HĐNN)\d{1,2}")
"""Issuer codes that carry the term of the National Assembly: QH15, UBTVQH15, HĐNN8."""

_SHORT_NAMES = {
    "hp": "hien-phap", "vb hn": "van-ban-hop-nhat", "tt lien tich": "thong-tu-lien-tich", "nq lien tich":
    "nghi-quyet-lien-tich", "quy chuan": "quy-chuan", "quy chuan ky thuat quoc gia": "quy-chuan",
    "tieu chuan quoc gia": "tieu-chuan", "hop nhat": "van-ban-hop-nhat", "ttr": "to-trinh",
}  # fmt: skip

TYPE_NAMES: dict[str, str] = {
    **{fold(code): key for code, key in TYPE_CODES.items() if len(code) > 1},
    **_SHORT_NAMES,
    **{fold(name): key for key, name in DOCUMENT_TYPES.items()},
}
"""Folded names and abbreviations of types ("nghi dinh", "nd", "vb hn") to the key of the type."""


def printed_code(code: str) -> str:
    """A type or issuer code with its right letters: "ND" is "NĐ", "bldtbxh" is "BLĐTBXH"; others in capitals."""
    folded = fold(code)
    assembly = re.fullmatch(r"(qh|ubtvqh|hdnn)(\d{1,2})", folded)
    if assembly:
        return ISSUER_PRINTED[assembly[1]] + assembly[2]
    return TYPE_PRINTED.get(folded) or ISSUER_PRINTED.get(folded) or code.upper()


def split_code(code: str) -> list[str]:
    """A type and an issuer typed without the dash between them: "NDCP" is ND and CP, "QH15" stays one code."""
    folded = fold(code)
    if folded in ISSUER_PRINTED or ASSEMBLY.fullmatch(printed_code(code)):
        return [code]
    ends = (end for end in range(len(folded) - 2, 1, -1) if len(folded) == len(code))
    return next(
        ([code[:end], code[end:]] for end in ends if folded[:end] in TYPE_PRINTED and folded[end:] in ISSUER_PRINTED),
        [code],
    )


def type_from_name(name: str) -> str | None:
    """The key of a type named in full or in short: "Nghị định", "nghi dinh", "NĐ", "VB HN", "TT Liên tịch"."""
    return TYPE_NAMES.get(" ".join(fold(normalise_text(name)).split()))


def type_from_slug(slug: str) -> str | None:
    """The key of the type that an address part begins with: "van-ban-hop-nhat-so-04-vbhn-byt-26289"."""
    found = [key for key in DOCUMENT_TYPES if slug == key or slug.startswith(key + "-")]
    return max(found, key=len, default=None)
