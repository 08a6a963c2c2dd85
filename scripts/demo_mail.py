"""The e-mails of the demo: nothing is sent, each is kept as a file and its links are shown where the demo runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

LINK = re.compile(r"https?://[^\s<>\"]+")
# What Django's file backend writes behind each message.
END = b"\n" + b"-" * 79 + b"\n"


class Mailbox:
    """The folder that the portal writes its e-mails to, watched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sizes: dict[Path, int] = {}
        self._told = set(folder.glob("*.log"))

    def news(self) -> Iterator[str]:
        """A few lines for each e-mail that came since the last call: to whom, about what, its links, its file."""
        for path in sorted(set(self.folder.glob("*.log")) - self._told):
            size = path.stat().st_size
            # A file that still grows is left for the next time.
            if size and self._sizes.get(path) == size:
                self._told.add(path)
                yield from (told(message, path) for message in messages(path.read_bytes()))
            self._sizes[path] = size


def messages(content: bytes) -> list[EmailMessage]:
    """The e-mails of one file."""
    return [message_from_bytes(part.lstrip(), policy=policy.default) for part in content.split(END) if part.strip()]


def told(message: EmailMessage, path: Path) -> str:
    """What the demo prints of an e-mail."""
    text = message.get_body(preferencelist=("plain", "html"))
    links = dict.fromkeys(LINK.findall(text.get_content()) if text else [])
    return "\n".join([f"demo: e-mail to {message['To']}: {message['Subject']} ({path})", *(f"  {it}" for it in links)])
