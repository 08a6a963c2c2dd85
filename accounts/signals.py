"""What the other apps are told about accounts."""

from django.dispatch import Signal

account_erased = Signal()
"""Sent with `user` inside the transaction that erases an account: name and e-mail are gone already, the row stays.

Receivers take the name off what they keep of the person.
"""

name_is_kept = Signal()
"""Asked with `user` before an account is erased: True from any receiver says that official records need the name."""
