"""Why a Word file is not taken, in words for the person who sent it; the reasons are those of text.docx.package."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulations.text.docx.marks import Mark
from regulations.text.docx.package import FILE_BYTES, DocxRefused

_SENTENCES = {
    "empty": gettext_lazy("Tệp rỗng."),
    "too_big": gettext_lazy("Tệp lớn hơn %(limit)d MB."),
    "not_docx": gettext_lazy("Tệp không phải văn bản Word (.docx)."),
    "encrypted": gettext_lazy("Tệp được đặt mật khẩu. Hãy bỏ mật khẩu trong Word rồi tải lên lại."),
    "old_doc": gettext_lazy("Tệp theo định dạng Word cũ (.doc). Hãy mở trong Word và lưu lại thành .docx."),
    "broken": gettext_lazy("Tệp bị hỏng hoặc không đúng cấu trúc của .docx. Hãy mở trong Word và lưu lại."),
    "bomb": gettext_lazy("Tệp giải nén ra lớn bất thường nên không được mở. Hãy lưu lại nội dung vào một tệp mới."),
    "unsafe_name": gettext_lazy("Tệp chứa tên phần không an toàn nên không được mở."),
    "duplicate": gettext_lazy("Tệp chứa hai phần cùng tên, không rõ phần nào là nội dung thật."),
    "doctype": gettext_lazy("Tệp chứa khai báo DOCTYPE, tệp Word thật không có; tệp không được mở."),
    "macros": gettext_lazy("Tệp chứa macro. Hãy lưu lại thành .docx không có macro."),
    "embedded": gettext_lazy("Tệp chứa đối tượng nhúng (OLE, bảng tính, điều khiển). Hãy bỏ đối tượng đó rồi lưu lại."),
    "external": gettext_lazy(
        "Tệp lấy nội dung từ bên ngoài (mẫu đính kèm hoặc ảnh liên kết). Cổng không mở địa chỉ đó; "
        "hãy bỏ liên kết rồi lưu lại."
    ),
    "external_field": gettext_lazy("Tệp có trường lấy nội dung từ bên ngoài. Hãy đổi trường đó thành chữ rồi lưu lại."),
    "too_long": gettext_lazy("Tệp có quá nhiều đoạn so với mọi văn bản pháp luật. Hãy kiểm tra lại tệp."),
    "scan": gettext_lazy("Tệp chỉ có ảnh chụp của văn bản, không có chữ. Hãy dùng tệp có chữ; ảnh thuộc mục bản gốc."),
    "no_text": gettext_lazy("Tệp không có chữ nào."),
}

_AREAS = {
    "text": gettext_lazy("trong văn bản"),
    "header": gettext_lazy("ở đầu trang"),
    "footer": gettext_lazy("ở chân trang"),
    "text_box": gettext_lazy("trong hộp chữ hoặc hình"),
    "comment": gettext_lazy("trong bình luận"),
    "footnote": gettext_lazy("trong chú thích"),
    "property": gettext_lazy("trong thuộc tính của tệp"),
}


def refusal_of(refused: DocxRefused) -> str:
    """The sentence of a refusal, and the part of the file that is to blame where it helps to find it."""
    sentence = str(_SENTENCES[refused.reason]) % {"limit": FILE_BYTES // 1_000_000}
    if not refused.detail or refused.reason in ("bomb", "broken", "too_long"):
        return sentence
    return _("%(sentence)s (%(part)s)") % {"sentence": sentence, "part": refused.detail}


def place_of(mark: Mark | dict) -> str:
    """Where a secrecy mark stands: "MẬT ở đầu trang", without any of the words around it."""
    place = mark if isinstance(mark, dict) else place_record(mark)
    said = {"mark": place["mark"], "area": _AREAS[place["area"]], "paragraph": place["paragraph"]}
    if place["paragraph"] is None:
        return _("%(mark)s %(area)s") % said
    return _("%(mark)s %(area)s, đoạn %(paragraph)d") % said


def place_record(mark: Mark) -> dict:
    """What is kept of a mark's place."""
    return {"mark": mark.mark, "area": mark.area, "paragraph": mark.paragraph}
