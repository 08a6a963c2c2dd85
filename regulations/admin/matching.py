"""Where an officer says which provision became which between two versions, the least sure pairs first."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from regulations.admin.relations import DocumentScreen
from regulations.admin.versions import REFUSALS, sentences
from regulations.document_comparing import fate_of
from regulations.document_record import compare_versions_url
from regulations.document_redline import Pair, is_unsure
from regulations.models import DocumentVersion, ProvisionMatch
from regulations.paging import page_of
from regulations.provision_matching import forget_match, pairs_to_check, set_match
from regulations.text.labels import label_parts

PAIRS = 50
SHOWN = 160
"""Characters of each side's words that tell an officer which provision it is."""


class MatchesView(DocumentScreen):
    """The pairs of two published versions. Posting sets one right; an empty field means there is none."""

    http_method_names = ["get", "head", "post"]

    def setup(self, request, pk, old, new, **kwargs):
        super().setup(request, pk, **kwargs)
        self.old, self.new = self._version(old), self._version(new)

    def get(self, request, **kwargs):
        return self._show()

    def post(self, request, **kwargs):
        labels = {name: request.POST.get(name, "")[:120].replace("\0", "") for name in ("old_label", "new_label")}
        try:
            if "forget" in request.POST:
                forget_match(match=self._said(request.POST["forget"]), by=request.user)
                messages.success(request, _("Đã trở lại kết quả tự động."))
            else:
                set_match(old_version=self.old, new_version=self.new, by=request.user, **labels)
                messages.success(request, _("Đã ghi điều khoản tương ứng."))
        except REFUSALS as refusal:
            return self._show(sentences(refusal), labels)
        return redirect(request.get_full_path())

    def _show(self, errors=(), labels=None):
        rows, pagination = page_of(pairs_to_check(self.old, self.new), self.request, PAIRS)
        said = ProvisionMatch.objects.filter(old_version=self.old, new_version=self.new)
        keys = {(one.old_label, one.new_label): one.pk for one in said}
        title = _("Đối chiếu điều khoản: bản %(old)d và bản %(new)d") % {"old": self.old.number, "new": self.new.number}
        return self.render(
            "regulations/admin/matches.html", title, rows=[_row(pair, keys) for pair in rows], errors=errors,
            labels=labels or {}, pagination=pagination, compare_url=compare_versions_url(self.old, self.new),
            old=self.old, new=self.new,
        )  # fmt: skip

    def _version(self, number: int) -> DocumentVersion:
        versions = self.document.versions.published().filter(number=number) if number < 10**9 else []
        version = next(iter(versions), None)
        if version is None:
            raise Http404
        version.document = self.document
        return version

    def _said(self, key: str) -> ProvisionMatch:
        found = ProvisionMatch.objects.filter(old_version=self.old, new_version=self.new)
        match = found.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
        if match is None:
            raise Http404
        return match


def _row(pair: Pair, keys: dict[tuple[str, str], int]) -> dict:
    old, new = (row.label if row is not None else "" for row in (pair.old, pair.new))
    return {
        "old": label_parts(old) if old else "",
        "new": label_parts(new) if new else "",
        "old_text": pair.old.printed[:SHOWN] if pair.old is not None else "",
        "new_text": pair.new.printed[:SHOWN] if pair.new is not None else "",
        "fate": fate_of(pair),
        "unsure": is_unsure(pair),
        "percent": round(pair.confidence * 100),
        "corrected": pair.corrected,
        "key": keys.get((old, new)),
    }


def matching_patterns(**kwargs) -> list:
    return [path("matches/<str:pk>/<int:old>/<int:new>/", MatchesView.as_view(**kwargs), name="matches")]
