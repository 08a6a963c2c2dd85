"""Where a document or one of its provisions is cited."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from regulations.cited_by import citations_of, cited_by_page, counts_in, places_of, shown_places
from regulations.models import Provision
from regulations.paging import page_of
from regulations.text.labels import label_of, label_parts
from regulations.views.documents import find_documents
from regulations.views.regulation import permanently

PAGE_SIZE = 25
LONGEST = 120  # characters of a label


@require_safe
def cited_by(request: HttpRequest, slug: str) -> HttpResponse:
    """`label=` is a provision's, or as it is cited ("khoản 2 Điều 9"); without it the document is asked for."""
    found = find_documents(slug)
    if len(found) > 1:
        return redirect("regulations:document", slug)
    if found[0].slug != slug:
        return permanently("regulations:cited_by", found[0].slug, request=request)
    label = _label(request)
    counts = counts_in(found[0])
    if label and not counts[label] and not Provision.objects.filter(
        version__document=found[0], version__live=True, label=label
    ).exists():  # fmt: skip
        raise Http404
    rows, pages = page_of(places_of(citations_of(found[0], label)), request, PAGE_SIZE)
    context = cited_by_page(found[0], label, counts) | {"rows": shown_places(rows), "pages": pages}
    return render(request, "regulations/cited_by.html", context)


def _label(request: HttpRequest) -> str:
    """Raises Http404 for what is no label."""
    typed = request.GET.get("label", "")[: LONGEST + 1].strip()
    label = label_of(typed)
    if typed and (len(label) > LONGEST or "\0" in label or label_parts(label) == label):
        raise Http404
    return label
