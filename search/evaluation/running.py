"""Asks all questions of an evaluation and sums up what came back."""

import hashlib
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils import timezone

from search.engines.base import SearchUnavailable
from search.evaluation.metrics import figures, interval, ndcg
from search.evaluation.reading import Question
from search.evaluation.variants import variant
from search.query import SearchQuery
from search.schema import DOCUMENTS
from search.searching import search

_ATTEMPTS = 30
_PAUSE = 0.5

Rankings = dict[str, list[str]]


def ask(
    questions: Sequence[Question], article_at: Mapping[tuple[int, str], str], *, variant_name: str, top: int
) -> tuple[Rankings, list[float]]:
    """Question -> articles, best first, and the milliseconds each answer took. Raises SearchUnavailable."""
    typed, today = variant(variant_name), timezone.localdate()
    rankings, took = {}, []
    for question in questions:
        query = SearchQuery(on=today, text=typed(question.text), tab=DOCUMENTS, page_size=top)
        ids, milliseconds = _answer(query)
        took.append(milliseconds)
        rankings[question.id] = [_article(row_id, article_at) for row_id in ids]
    return rankings, took


def _answer(query: SearchQuery) -> tuple[Sequence[str], float]:
    """The engine's own answer and its milliseconds. A server that is not warm may miss its second: asked again."""
    for _attempt in range(_ATTEMPTS):
        started = time.perf_counter()
        results = search(query)
        if not (results.limited or results.stand_in):
            return results.ids, (time.perf_counter() - started) * 1000
        time.sleep(_PAUSE)
    raise SearchUnavailable(f"The engine did not answer: {query.text}")


def _article(row_id: str, article_at: Mapping[tuple[int, str], str]) -> str:
    _tab, version, label = row_id.split(":", 2)
    return article_at[int(version), label]


def summary(
    questions: Sequence[Question],
    answers: Mapping[str, Collection[str]],
    rankings: Rankings,
    took: Sequence[float],
    index_s: float,
) -> dict[str, Any]:
    """The figures over all questions and by set, times, and a fingerprint of the tops of ten."""
    tops = json.dumps({question: ranked[:10] for question, ranked in sorted(rankings.items())})
    return {
        "all": figures([(rankings[question.id], answers[question.id]) for question in questions]),
        "sets": {group: figures(judged) for group, judged in _by_set(questions, answers, rankings).items()},
        "index_s": index_s,
        "p50_ms": round(statistics.median(took), 2),
        "p95_ms": round(sorted(took)[int(len(took) * 0.95)], 2),
        "fingerprint": hashlib.sha256(tops.encode()).hexdigest()[:16],
    }


def in_words(questions: Sequence[Question], answers: Mapping[str, Collection[str]], rankings: Rankings) -> list[str]:
    """A line a set for people: how far its nDCG@10 is to be trusted."""
    lines = []
    for group, judged in _by_set(questions, answers, rankings).items():
        gains = [ndcg(*one) for one in judged]
        low, high = interval(gains)
        lines.append(f"{group}: nDCG@10 {statistics.fmean(gains):.3f} of {len(gains)}, 95 % {low:.3f} to {high:.3f}")
    return lines


def _by_set(questions: Sequence[Question], answers: Mapping[str, Collection[str]], rankings: Rankings):
    by_set: dict[str, list[tuple[Sequence[str], Collection[str]]]] = defaultdict(list)
    for question in sorted(questions, key=lambda question: question.group):
        by_set[question.group].append((rankings[question.id], answers[question.id]))
    return by_set
