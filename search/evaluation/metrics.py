"""Figures of rankings against known answers, each the mean over questions, 0 to 1."""

import math
import random
import statistics
from collections.abc import Collection, Sequence

_RESAMPLES = 2_000
_SEED = 1


def ndcg(ranked: Sequence[str], answers: Collection[str], depth: int = 10) -> float:
    """Gain of the answers by their rank, over that of the best order; 0 without answers."""
    gained = sum(1 / math.log2(rank + 2) for rank, one in enumerate(ranked[:depth]) if one in answers)
    best = sum(1 / math.log2(rank + 2) for rank in range(min(depth, len(answers))))
    return gained / best if best else 0.0


def recall(ranked: Sequence[str], answers: Collection[str], depth: int) -> float:
    """The share of the answers among the first `depth`."""
    return len(set(ranked[:depth]) & set(answers)) / len(answers) if answers else 0.0


def reciprocal_rank(ranked: Sequence[str], answers: Collection[str], depth: int = 10) -> float:
    return next((1 / (rank + 1) for rank, one in enumerate(ranked[:depth]) if one in answers), 0.0)


def figures(rankings: Sequence[tuple[Sequence[str], Collection[str]]]) -> dict[str, float]:
    """The figures of some questions: (ranked, answers) each."""
    return {
        "ndcg@10": _mean(ndcg(*one) for one in rankings),
        "recall@10": _mean(recall(*one, 10) for one in rankings),
        "recall@100": _mean(recall(*one, 100) for one in rankings),
        "mrr@10": _mean(reciprocal_rank(*one) for one in rankings),
    }


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of a mean; seeded, so the same values give the same."""
    chance = random.Random(_SEED)  # noqa: S311
    means = sorted(statistics.fmean(chance.choices(values, k=len(values))) for _ in range(_RESAMPLES))
    return round(means[int(_RESAMPLES * 0.025)], 4), round(means[int(_RESAMPLES * 0.975) - 1], 4)


def overlap(one: Sequence[str], other: Sequence[str], depth: int = 10) -> float:
    """How much of two rankings' tops is the same, whatever the order."""
    first, second = set(one[:depth]), set(other[:depth])
    return len(first & second) / max(len(first), len(second)) if first or second else 1.0


def _mean(values) -> float:
    return round(statistics.fmean(values), 4)
