"""Fixtures of the register's tests."""

from tests.regulations.races import committed

__all__ = ["committed"]
