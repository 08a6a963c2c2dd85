"""What the search page says beside its results: what could not be read or used, and what to do about nothing found."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from search.facets import legend
from search.nearby import records_near, texts_near
from search.parser import parse
from search.query import FILTER_PARAMETERS, SearchQuery, SearchResults, Sort
from search.schema import DOCUMENTS, PLANS, REGULATIONS
from search.searching import count, totals_without
from search.understanding.understood import How

Notice = dict[str, str]


def tab_name(tab: str) -> str:
    names = {REGULATIONS: _("Quy định"), DOCUMENTS: _("Văn bản pháp luật"), PLANS: _("Phương án cắt giảm")}
    return names[tab]


def sort_name(sort: Sort) -> str:
    return {Sort.RELEVANCE: _("Phù hợp nhất"), Sort.NEWEST: _("Mới nhất"), Sort.TITLE: _("Theo tên A-Z")}[sort]


def notices(asked: SearchQuery, unknown: dict[str, tuple[str, ...]], results: SearchResults) -> list[Notice]:
    """One line for everything in the address that was not used, and one if another index answered, or none."""
    found = []
    if results.stand_in:
        found.append(
            {
                "title": _("Tra cứu đang dùng chỉ mục dự phòng"),
                "text": _("Vẫn tìm được như thường lệ; thay đổi vừa công bố có thể hiện ra chậm hơn."),
            }
        )
    if results.limited:
        found.append(
            {
                "title": _("Tra cứu đang chạy ở chế độ rút gọn"),
                "text": _("Chỉ tìm theo tên, mã và số văn bản; chưa có số đếm theo bộ lọc. Hãy thử lại sau ít phút."),
            }
        )
    for facet, values in unknown.items():
        quoted = ", ".join(f"“{value}”" for value in values)
        found.append(_ignored(legend(facet), _("Không có giá trị %(values)s; bộ lọc này được bỏ qua."), values=quoted))
    for parameter in asked.ignored:
        facet = FILTER_PARAMETERS[parameter]
        text = _("Mục “%(tab)s” không có bộ lọc này nên nó được bỏ qua.")
        found.append(_ignored(legend(facet), text, tab=tab_name(asked.tab)))
    found += [_unreadable(parameter) for parameter in asked.unreadable]
    if results.query.page < asked.page:
        found.append(
            _ignored(
                _("Trang"),
                _("Không có trang %(page)d; đây là trang cuối, trang %(last)d."),
                page=asked.page,
                last=results.query.page,
            )
        )
    return found


def _unreadable(parameter: str) -> Notice:
    return {
        "in": lambda: _ignored(_("Mục tra cứu"), _("Không có mục này; đang hiện mục “Quy định”.")),
        "on": lambda: _ignored(
            _("Ngày"), _("Không đọc được ngày; hãy nhập như 31/12/2026. Đang hiện kết quả của hôm nay.")
        ),
        "page": lambda: _ignored(_("Trang"), _("Số trang phải là số từ 1 trở lên; đang hiện trang 1.")),
        "sort": lambda: _ignored(_("Sắp xếp"), _("Không có cách sắp xếp này; đang xếp theo mức phù hợp.")),
    }[parameter]()


def _ignored(name: str, text: str, **values) -> Notice:
    return {"title": name, "text": text % values if values else text}


def empty_page(results: SearchResults, names: dict[tuple[str, str], str]) -> dict:
    """Why nothing was found and what would find something, as `components/empty_state.html` takes it."""
    query = results.query
    suggestions = [] if results.limited else _without_filters(query, names)
    near = not (suggestions or results.limited)
    for tab, total in results.tab_counts.items():
        if tab != query.tab and total:
            text = _("Xem ở mục “%(tab)s”") % {"tab": tab_name(tab)}
            suggestions.append(_suggestion(text, total, query.to_query_string(tab=tab)))
    if query.text and near:
        suggestions += _near(results, with_records=not suggestions)
    if query.text:
        suggestions.append({"text": _("Bớt từ, hoặc dùng từ khác; có thể gõ không dấu.")})
        if not parse(query.text).numbers:
            suggestions.append({"text": _("Với số văn bản, gõ như 15/2018/NĐ-CP hoặc chỉ 15/2018.")})
        if get_language() != "vi":
            suggestions.append({"text": _("Quy định và văn bản viết bằng tiếng Việt: hãy tìm bằng từ tiếng Việt.")})
    return {"title": _("Không có kết quả"), "text": _asked_for(query, names), "suggestions": suggestions}


def _without_filters(query: SearchQuery, names: dict[tuple[str, str], str]) -> list[dict]:
    """Without each of the filters and without the day, or else with one of them alone; then without all."""
    found = []
    for facet, total in totals_without(query).items():
        left = {name: values for name, values in query.filters.items() if name != facet}
        text = _("Bỏ lọc %(filter)s: %(values)s") % _filter_said(query, facet, names)
        found.append(_suggestion(text, total, query.to_query_string(filters=left)))
    today = replace(query, on=timezone.localdate(), day_chosen=False)
    if query.day_chosen:
        found += _worth(_("Xem theo ngày hôm nay"), count(today), today)
    number = len(query.filters) + query.day_chosen
    if not found and number > 2:
        for facet, values in query.filters.items():
            alone = replace(today, filters={facet: values})
            text = _("Chỉ lọc %(filter)s: %(values)s") % _filter_said(query, facet, names)
            found += _worth(text, count(alone), alone)
    if number > 1:
        bare = replace(today, filters={})
        found += _worth(_("Bỏ tất cả bộ lọc"), count(bare), bare)
    return found


def _filter_said(query: SearchQuery, facet: str, names: dict[tuple[str, str], str]) -> dict[str, str]:
    values = ", ".join(names.get((facet, value), value) for value in query.filters[facet])
    return {"filter": legend(facet), "values": values}


def understood(results: SearchResults) -> dict:
    """What was read into the text, as `components/understood.html` takes it: records to open, what was read with an
    address that undoes it, and whether more was searched for it, numbers that nothing has and records numbered nearly
    so, and the addresses without and with all of it."""
    query, told = results.query, results.understood
    undone = [one for one in told if one.literal]
    said = [
        {
            "how": one.how.value,
            "typed": one.typed,
            "meant": _("không có “%(words)s”") % {"words": one.meant} if one.how is How.EXCLUDED else one.meant,
            "url": f"?{query.to_query_string(literal=(*query.literal, one.literal))}",
        }
        for one in undone
        if one.how is not How.LAW
    ]
    missing = [one.typed for one in told if one.how is How.WORDS]
    near = [record for typed in missing[:1] for record in records_near(query, typed) if record.number]
    literal = tuple(dict.fromkeys((*query.literal, *(one.literal for one in undone))))
    return {
        "opens": [{"name": one.meant, "title": one.title, "url": one.url} for one in told if one.url],
        "said": said,
        "also": any(one.how in (How.SYNONYM, How.SPELLING) for one in undone),
        "missing": missing,
        "near": [{"name": "".join(one.number), "title": "".join(one.title), "url": one.url} for one in near],
        "as_typed_url": f"?{query.to_query_string(literal=literal)}" if len(said) > 1 else "",
        "again_url": f"?{query.to_query_string(literal=())}" if query.literal else "",
    }


def _near(results: SearchResults, *, with_records: bool) -> list[dict]:
    """Other texts that find something, and records named nearly so; those of a number are told of beside it."""
    query = results.query
    texts = texts_near(query)
    suggestions = [
        _suggestion(_("Tìm “%(text)s”") % {"text": text}, total, query.to_query_string(text=text))
        for text, total in texts
    ]
    if not with_records or any(one.how is How.WORDS for one in results.understood):
        return suggestions
    for record in records_near(query, texts[0][0] if texts else query.text):
        name = " ".join(filter(None, ["".join(record.number), "".join(record.title)]))
        suggestions.append({"text": _("Mở %(name)s") % {"name": name}, "url": record.url})
    return suggestions


def within_document(results: SearchResults) -> str:
    """The address of the same search in one document alone, to which its number is to be added; "" where all that was
    found of each is on this page already."""
    query = results.query
    if query.tab != DOCUMENTS or not query.text or results.page_count == 1 or parse(query.text).numbers:
        return ""
    return f"?{query.to_query_string(text='')}&{urlencode({'q': f'{query.text} số:'})}"


def _worth(text: str, total: int | None, query: SearchQuery) -> list[dict]:
    """The way out, if it leads anywhere."""
    return [_suggestion(text, total, query.to_query_string())] if total else []


def _suggestion(text: str, total: int, query_string: str) -> dict:
    found = ngettext("%(total)s kết quả", "%(total)s kết quả", total) % {"total": intcomma(total)}
    return {"text": f"{text} ({found})", "url": f"?{query_string}"}


def said_of(query: SearchQuery, names: dict[tuple[str, str], str]) -> list[str]:
    """The words, filters and day of a query, each in a few words; [] where nothing is asked for."""
    said = [_("từ khóa “%(text)s”") % {"text": query.text}] if query.text else []
    for facet, values in query.filters.items():
        listed = ", ".join(names.get((facet, value), value) for value in values)
        said.append(f"{legend(facet).lower()}: {listed}")
    if query.day_chosen:
        said.append(_("ngày %(day)s") % {"day": date_format(query.on, "SHORT_DATE_FORMAT")})
    return said


def _asked_for(query: SearchQuery, names: dict[tuple[str, str], str]) -> str:
    """The query and its filters in one sentence."""
    said = said_of(query, names)
    if not said:
        return _("Chưa có bản ghi nào được công bố ở mục này.")
    return _("Không có gì khớp với %(what)s.") % {"what": "; ".join(said)}


def chips(query: SearchQuery, names: dict[tuple[str, str], str]) -> dict:
    """The filters in use, each a link that removes it, as `components/chips.html` takes them."""
    items = [
        {
            "group": legend(facet),
            "label": names.get((facet, value), value),
            "url": f"?{query.to_query_string(filters=query.without(facet, value))}",
        }
        for facet, values in query.filters.items()
        for value in values
    ]
    if query.day_chosen:
        items.append(
            {
                "group": _("Ngày"),
                "label": date_format(query.on, "SHORT_DATE_FORMAT"),
                "url": f"?{query.to_query_string(day_chosen=False)}",
            }
        )
    clear = f"?{query.to_query_string(filters={}, day_chosen=False)}" if len(items) > 1 else ""
    return {"items": items, "clear_url": clear}
