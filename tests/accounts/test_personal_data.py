"""An undeclared personal field fails the build."""

import pytest
from django.core.management import CommandError, call_command

from accounts import personal_data


def test_every_personal_field_is_declared():
    call_command("personal_data", check=True)


def test_a_field_that_nobody_declared_is_named(monkeypatch):
    fewer = [one for one in personal_data.PERSONAL_FIELDS if one.field != "full_name"]
    monkeypatch.setattr(personal_data, "PERSONAL_FIELDS", fewer)
    with pytest.raises(CommandError, match=r"accounts\.User\.full_name: not declared"):
        call_command("personal_data", check=True)


def test_the_list_says_why_and_how_long(capsys):
    call_command("personal_data")
    assert "accounts.User.email: sign in, notices; seen by administrators; kept while" in capsys.readouterr().out
