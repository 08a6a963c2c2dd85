"""The links to other pages of a result."""

from django.core.paginator import Paginator

from search.query import SearchResults


def page_links(results: SearchResults) -> dict:
    """As `components/pagination.html` takes them."""
    query, last = results.query, results.page_count
    shown = Paginator(range(last), 1).get_elided_page_range(query.page, on_each_side=2, on_ends=1)

    first = query.to_query_string(page=1)

    def url(number: int) -> str:
        return "?" + "&".join(filter(None, (first, f"page={number}" if number > 1 else "")))

    def item(number: int | str) -> dict:
        if not isinstance(number, int):
            return {"gap": True}
        return {"number": number, "url": url(number), "current": number == query.page}

    return {
        "number": query.page,
        "num_pages": last,
        "previous_url": url(query.page - 1) if query.page > 1 else "",
        "next_url": url(query.page + 1) if query.page < last else "",
        "items": [item(number) for number in shown] if last > 1 else [],
    }
