"""What every test of consultations has: mails go out at once, though a test never commits."""

import pytest
from django.db import transaction


@pytest.fixture(autouse=True)
def _mails_go_out(monkeypatch, request):
    """A test is one transaction that is rolled back; what waits for its commit would never run."""
    if "transactional_db" not in request.fixturenames:
        monkeypatch.setattr(transaction, "on_commit", lambda call, using=None, robust=False: call())
