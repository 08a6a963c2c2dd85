"""A draft's text from a Word file, for officers: look at what the file holds, confirm, go on writing."""

from collections import Counter
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.validators import FileExtensionValidator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from regulations.admin.kept_uploads import drop, keep, kept
from regulations.models import DocumentVersion
from regulations.publishing import PublicationRefused
from regulations.quarantine import quarantine_file
from regulations.text.docx.findings import KINDS
from regulations.text.docx.package import FILE_BYTES, DocxRefused
from regulations.text.docx.reading import WordText, read_docx
from regulations.text.gaps import find_gaps
from regulations.text.labels import label_parts
from regulations.text.structure import parse_structure
from regulations.word_import import take_word_text
from regulations.word_refusals import place_of, refusal_of

SUFFIX = ".docx"
SHOWN_TEXT = 20_000
SHOWN_ROWS = 40

FOUND = {
    "inserted": gettext_lazy("Chữ được thêm có theo dõi thay đổi (có trong văn bản lấy vào)"),
    "deleted": gettext_lazy("Chữ bị xóa có theo dõi thay đổi (không lấy vào)"),
    "formatted": gettext_lazy("Đoạn đổi định dạng có theo dõi thay đổi"),
    "comment": gettext_lazy("Bình luận (không lấy vào)"),
    "hidden": gettext_lazy("Chữ ẩn (không lấy vào)"),
    "text_box": gettext_lazy("Chữ trong hộp chữ, hình vẽ và mô tả ảnh (không lấy vào)"),
    "header": gettext_lazy("Đầu trang (không lấy vào)"),
    "footer": gettext_lazy("Chân trang (không lấy vào)"),
    "footnote": gettext_lazy("Chú thích chân trang, cuối văn bản (không lấy vào; hãy tự ghi vào văn bản nếu cần)"),
    "contents": gettext_lazy("Mục lục tự động (không lấy vào)"),
    "picture": gettext_lazy("Hình ảnh (không lấy vào)"),
    "property": gettext_lazy("Thuộc tính của tệp (không lấy vào)"),
}
COUNTED = {
    "part": gettext_lazy("Phần"),
    "chapter": gettext_lazy("Chương"),
    "section": gettext_lazy("Mục"),
    "subsection": gettext_lazy("Tiểu mục"),
    "article": gettext_lazy("Điều"),
    "clause": gettext_lazy("khoản"),
    "point": gettext_lazy("điểm"),
    "annex": gettext_lazy("Phụ lục"),
    "paragraph": gettext_lazy("đoạn không đánh số"),
}
PROPERTIES = {
    "creator": gettext_lazy("Người tạo"),
    "lastModifiedBy": gettext_lazy("Người sửa cuối"),
    "title": gettext_lazy("Tiêu đề"),
    "subject": gettext_lazy("Chủ đề"),
    "keywords": gettext_lazy("Từ khóa"),
    "description": gettext_lazy("Mô tả"),
    "category": gettext_lazy("Phân loại"),
    "created": gettext_lazy("Tạo lúc"),
    "modified": gettext_lazy("Sửa lúc"),
    "lastPrinted": gettext_lazy("In lúc"),
    "Company": gettext_lazy("Cơ quan"),
    "Manager": gettext_lazy("Người quản lý"),
    "Template": gettext_lazy("Tệp mẫu"),
    "people": gettext_lazy("Người có tên trong tệp"),
}
"""Those that Word writes by itself; others have the name that somebody gave them."""
MUST_BE_SEEN = ("inserted", "deleted", "hidden")
"""What makes the text another one than its author may think: the officer says that they looked."""


class WordForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tệp Word (.docx)"),
        validators=[FileExtensionValidator([SUFFIX.removeprefix(".")])],
        widget=forms.FileInput(attrs={"accept": SUFFIX}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > FILE_BYTES:
            raise forms.ValidationError(refusal_of(DocxRefused("too_big")))
        return file


class WordImportView(View):
    """The page and its steps; a step after the first names the file by its digest. Guarded like the draft's form."""

    http_method_names = ["get", "head", "post"]
    edit_url_name = inspect_url_name = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.version = DocumentVersion.objects.select_related("document").get(pk=kwargs["pk"])

    def get(self, request: HttpRequest, pk) -> HttpResponse:
        return self._page(WordForm())

    def post(self, request: HttpRequest, pk) -> HttpResponse:
        step = request.POST.get("step", "")
        if step == "cancel":
            drop(request.POST.get("digest", ""), user=request.user, suffixes=(SUFFIX,))
            messages.success(request, _("Đã bỏ tệp; bản thảo không đổi."))
            return redirect(self.edit_url_name, self.version.pk)
        return self._confirm() if step == "confirm" else self._look()

    def _look(self) -> HttpResponse:
        """Read what was sent; only a file that could be taken stays, and one with a mark goes into quarantine."""
        form = WordForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._page(form)
        file = form.cleaned_data["file"]
        try:
            read = read_docx(file.file)
        except DocxRefused as refused:
            return self._refuse(refusal_of(refused))
        if read.is_marked:
            quarantine_file(file=file, marks=read.marks, version=self.version, by=self.request.user)
            return self._quarantined(read)
        file.seek(0)
        digest = keep(file, user=self.request.user, suffix=SUFFIX)
        return self._report(read, digest)

    def _confirm(self) -> HttpResponse:
        digest, user = self.request.POST.get("digest", ""), self.request.user
        path = kept(digest, user=user, suffixes=(SUFFIX,))
        if path is None:
            return self._refuse(_("Tệp không còn trên máy chủ; hãy tải lên lại"))
        return self._take(path, digest)

    def _take(self, path: Path, digest: str) -> HttpResponse:
        try:
            read = read_docx(path)
            if _must_be_seen(read) and not self.request.POST.get("seen"):
                return self._report(read, digest, problem=_("Hãy xác nhận đã xem các thay đổi và chữ ẩn."))
            seen = self.request.POST.get("revision", "")
            revision = int(seen) if seen.isdecimal() and len(seen) < 19 else None
            take_word_text(version=self.version, read=read, by=self.request.user, seen_revision=revision)
        except DocxRefused as refused:
            return self._refuse(refusal_of(refused))
        except PublicationRefused as refused:
            return self._report(read, digest, problem=str(refused))
        except IntegrityError:
            return self._report(read, digest, problem=_("Có người vừa sửa cùng hồ sơ; chưa ghi gì, hãy thử lại."))
        drop(digest, user=self.request.user, suffixes=(SUFFIX,))
        messages.success(self.request, _("Đã lấy văn bản từ tệp Word vào bản nháp."))
        return redirect(self.edit_url_name, self.version.pk)

    def _refuse(self, reason: str) -> HttpResponse:
        form = WordForm({}, {})
        form.full_clean()
        form.errors.clear()
        form.add_error("file", reason)
        return self._page(form)

    def _page(self, form: WordForm) -> HttpResponse:
        return self._render("word_upload", {"form": form}, status=422 if form.errors else 200)

    def _quarantined(self, read: WordText) -> HttpResponse:
        places = list(dict.fromkeys(place_of(mark) for mark in read.marks))
        return self._render("word_quarantined", {"places": places}, status=422)

    def _report(self, read: WordText, digest: str, *, problem: str = "") -> HttpResponse:
        context = report_of(read) | {
            "digest": digest,
            "revision": self.version.latest_revision_id or "",
            "problem": problem,
            "replaces": bool(self.version.get_latest_revision_as_object().text.strip()),
        }
        return self._render("word_report", context, status=422 if problem else 200)

    def _render(self, name: str, context: dict, *, status: int) -> HttpResponse:
        title = _("Nhập từ tệp Word")
        draft = reverse(self.inspect_url_name, args=[self.version.pk])
        context |= {
            "version": self.version,
            "edit_url": reverse(self.edit_url_name, args=[self.version.pk]),
            "page_title": title,
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
                {"url": draft, "label": self.version.document.number or self.version.document.title},
                {"url": "", "label": title},
            ],
        }
        return TemplateResponse(self.request, f"regulations/admin/{name}.html", context, status=status)


def _must_be_seen(read: WordText) -> bool:
    return any(read.counts.get(kind) for kind in MUST_BE_SEEN)


def report_of(read: WordText) -> dict:
    """What the page says of a file: what was found beside the text, the structure recognised, the text itself."""
    provisions = parse_structure(read.text)
    counts = Counter(one.kind for one in provisions)
    gaps = [gap for gap in find_gaps(provisions) if not gap.reason]
    headed = [one for one in provisions if one.kind in ("part", "chapter", "article", "annex")]
    found = [(kind, [one for one in read.findings if one.kind == kind]) for kind in KINDS if read.counts.get(kind)]
    return {
        "found": [
            {
                "label": FOUND[kind],
                "count": read.counts[kind],
                "rows": [(one, PROPERTIES.get(one.name, one.name)) for one in rows[:SHOWN_ROWS]],
                "more": read.counts[kind] - len(rows[:SHOWN_ROWS]),
            }
            for kind, rows in found
        ],
        "must_be_seen": _must_be_seen(read),
        "counts": [(label, counts[kind]) for kind, label in COUNTED.items() if counts[kind]],
        "headed": [(label_parts(one.label), one.heading) for one in headed[:SHOWN_ROWS]],
        "more_headed": max(0, len(headed) - SHOWN_ROWS),
        "gaps": [(label_parts(gap.provision.label), gap.before and label_parts(gap.before.label)) for gap in gaps[:20]],
        "more_gaps": max(0, len(gaps) - 20),
        "mended": read.mended,
        "characters": len(read.text),
        "text": read.text[:SHOWN_TEXT],
        "is_cut": len(read.text) > SHOWN_TEXT,
    }
