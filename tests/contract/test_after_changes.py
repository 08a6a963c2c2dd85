"""A process that goes on reading while another one writes finds and counts what is there, change after change."""

import random
from collections import Counter

import pytest

from search.engines.base import Batch
from search.engines.tantivy import TantivyEngine
from tests.contract.corpus import TODAY, ask, rebuild, regulation

WORDS = ("cấp", "phép", "vận", "tải", "hóa", "chất", "rượu", "điện")
KINDS = ("procedure", "condition", "report")
AGENCIES = ("BCT", "BTC", "BYT", "BGTVT")


def _row(n: int, chance: random.Random):
    return regulation(
        f"r:{n}",
        " ".join(chance.sample(WORDS, 3)),
        owner=f"regulation:{n // 3}",
        kind=chance.choice(KINDS),
        agencies=(chance.choice(AGENCIES),),
        until=chance.choice([None, None, "2024-01-01"]),
    )


def _expected(rows, *words, kind=None):
    today = TODAY.toordinal()
    found = [row for row in rows if row.from_day <= today < row.to_day and set(words) <= set(row.title.split())]
    kept = [row for row in found if kind in (None, row.kind)]
    return (
        {row.id for row in kept},
        dict(Counter(row.kind for row in found)),
        dict(Counter(row.agencies[0] for row in kept)),
    )


def _found(engine, text, **filters):
    answer = ask(engine, text, page_size=500, **filters)
    assert answer.total == len(answer.ids)
    return set(answer.ids), dict(answer.facets["kind"]), dict(answer.facets["agency"])


def test_a_reader_keeps_step_with_every_change(engines):
    writer, another = engines
    chance = random.Random(36)
    rows = {row.id: row for row in (_row(n, chance) for n in range(60))}
    rebuild(writer, rows.values())
    reader = another()
    for step in range(40):
        put = tuple(_row(chance.randrange(90), chance) for _ in range(chance.randint(0, 4)))
        put = tuple({row.id: row for row in put}.values())
        gone = tuple(f"regulation:{chance.randrange(30)}" for _ in range(chance.randint(0, 2)))
        if step % 7 == 6:
            writer.close()
        writer.write(Batch(put=put, delete_owners=gone))
        rows = {row_id: row for row_id, row in rows.items() if row.owner not in gone} | {row.id: row for row in put}
        assert _found(reader, "cấp phép") == _expected(rows.values(), "cấp", "phép")
        assert _found(reader, "rượu", filters={"kind": ("report",)}) == _expected(rows.values(), "rượu", kind="report")
        assert _found(reader, "") == _expected(rows.values())


@pytest.mark.parametrize("kind", [None, "report"])
def test_the_best_come_first_however_few_are_scored(tmp_path, kind):
    """Of many rows only some are scored for a page; what is taken along as a whole is scored as a whole."""
    chance = random.Random(36)
    rows = [
        regulation(f"r:{n}", "Thủ tục", " ".join(chance.choices(WORDS, k=40)), kind=chance.choice(KINDS))
        for n in range(6_000)
    ]
    engine = TantivyEngine(tmp_path)
    rebuild(engine, rows)
    asked = {"filters": {"kind": (kind,)} if kind else {}}
    whole = ask(engine, "cấp phép vận tải hóa chất", page_size=6_000, **asked).ids
    pages = [ask(engine, "cấp phép vận tải hóa chất", page=page, **asked).ids for page in (1, 2, 3, 4, 5)]
    assert [row for page in pages for row in page] == list(whole[:100])
    engine.close()
