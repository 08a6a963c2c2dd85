"""Who acted for an authority stays named: what they published is answered for."""

from accounts.signals import name_is_kept


def connect() -> None:
    name_is_kept.connect(was_appointed, dispatch_uid="regulations.kept_names")


def was_appointed(sender, user, **kwargs) -> bool:
    """Also by an appointment that has ended."""
    return user.appointments.exists()
