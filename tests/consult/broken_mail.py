"""A mail server that is away, and says whom it was asked to write to."""

from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise OSError(f"no route to {email_messages[0].to}")
