"""What a process keeps for a while must not outlive a test."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()
    yield
    cache.clear()
