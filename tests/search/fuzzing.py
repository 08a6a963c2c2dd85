"""Addresses as nobody should type them, the same each time for the same seed."""

import random
from collections.abc import Iterator
from urllib.parse import quote, quote_from_bytes

EXPORT = "/search/export/"
PAGES = ("/search/", "/api/search", "/search/suggest/", EXPORT, "/plans/", "/consultations/", "/documents/")
PARAMETERS = (
    "q", "in", "kind", "status", "agency", "field", "industry", "type", "action", "on", "sort", "page", "literal",
    "format", "number", "opens_at__lte", "id__in", "agency__password", "__class__",
)  # fmt: skip
SYNTAX = (
    '"', "''", "(", ")", "[", "]", "{", "}", "~2", "^9", "*", "?", ":", "\\", "/", "&&", "||", "!", "-", "+", "<", ">",
    "AND", "OR", "NOT", "TO", "_exists_", "title:", "=", "%", ";", "--", "${7*7}", "{{7*7}}",
)  # fmt: skip
WORDS = (
    "giấy", "phép", "kinh", "doanh", "Điều", "15", "khoản", "NĐ-CP", "15/2018/NĐ-CP", "1.004172", "ĐKKD", "hoá", "🙂",
)  # fmt: skip
VALUES = (
    "regulations", "documents", "plans", "relevance", "newest", "2026-01-01", "31/12/2026", "0", "-1", "1", "9" * 30,
    "0001-01-01", "9999-12-31", "99/99/9999", "csv", "xlsx", "procedure", "in-force", "NaN", "1e9",
)  # fmt: skip


def strange_addresses(count: int, *, seed: int) -> Iterator[str]:
    """So many paths with query strings, percent-encoded."""
    chance = random.Random(seed)
    for number in range(count):
        page = PAGES[number % len(PAGES)]
        pairs = [f"{_parameter(chance)}={_value(chance)}" for _ in range(chance.randint(1, 4))]
        # The text is what most is done with.
        query = f"q={_value(chance)}&{'&'.join(pairs)}"
        if page == EXPORT:
            query += f"&format={chance.choice(('csv', 'xlsx'))}"
        yield f"{page}?{query}"


def _parameter(chance: random.Random) -> str:
    return quote(chance.choice(PARAMETERS))


def _value(chance: random.Random) -> str:
    return chance.choice(_KINDS)(chance)


def _syntax(chance: random.Random) -> str:
    return quote(" ".join(chance.choices(SYNTAX + WORDS, k=chance.randint(1, 12))))


def _glued(chance: random.Random) -> str:
    return quote("".join(chance.choices(SYNTAX + WORDS, k=chance.randint(1, 12))))


def _plain(chance: random.Random) -> str:
    return quote(chance.choice(VALUES))


def _any_characters(chance: random.Random) -> str:
    return quote("".join(chr(chance.choice((chance.randrange(0xD800), chance.randrange(0xE000, 0x110000))))
                         for _ in range(chance.randint(1, 40))))  # fmt: skip


def _broken_bytes(chance: random.Random) -> str:
    return quote_from_bytes(chance.randbytes(chance.randint(1, 60)))


def _nothing(chance: random.Random) -> str:
    return quote("giấy\0phép" * chance.randint(1, 3))


def _long(chance: random.Random) -> str:
    return chance.choice('a-%"*') * 10_000 if chance.random() < 0.5 else "%25" * 3_000


def _many_words(chance: random.Random) -> str:
    return quote(" ".join(f"{chance.choice(WORDS)}{n}" for n in range(1_000)))


def _stacked_marks(chance: random.Random) -> str:
    return quote("a" + "\u0301\u0323\u0302" * chance.randint(1, 200))


_KINDS = (_syntax, _syntax, _glued, _plain, _plain, _any_characters, _broken_bytes, _nothing, _long, _many_words,
          _stacked_marks)  # fmt: skip
