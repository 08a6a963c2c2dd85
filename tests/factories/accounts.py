"""Users, as many as a test needs; each call makes another one."""

from itertools import count

from accounts.models import User
from accounts.people import confirm_email

PASSWORD = "mật-khẩu-thử-nghiệm"
_numbers = count(1)


def make_user(email: str = "", **fields) -> User:
    """A user who can sign in with PASSWORD."""
    number = next(_numbers)
    fields.setdefault("full_name", f"Người dùng {number}")
    return User.objects.create_user(email or f"nguoi-{number}@vi-du.vn", PASSWORD, **fields)


def make_superuser(email: str = "") -> User:
    return make_user(email, is_staff=True, is_superuser=True)


def make_citizen(email: str = "", **fields) -> User:
    """Somebody who signed up and confirmed the address."""
    user = make_user(email, **fields)
    confirm_email(user)
    return user
