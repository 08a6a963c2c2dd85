"""What a citizen does on the public pages, as a browser would post it."""

import re
import uuid

from django.core import mail

from consult.models import Comment

TEXT = "Đề nghị bỏ yêu cầu nộp bản sao có chứng thực."
_TAGS = re.compile(r"<[^>]+>")
_LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S+)")


def send(client, consultation, *, query="", prefix="", **more):
    """The answer to posting a comment; `more` replaces or adds inputs."""
    posted = {"text": TEXT, "name": "Nguyễn Thị Lan", "submission_key": str(uuid.uuid4())} | more
    return client.post(f"{prefix}/consultations/{consultation.pk}/comment/{query}", posted)


def sent(client, consultation, **more) -> Comment:
    """The comment that was stored for it."""
    response = send(client, consultation, **more)
    assert response.status_code == 302, words(response)
    return Comment.objects.get(receipt=response.url.split("/receipts/")[1].split("/")[0])


def words(response) -> str:
    """What is read on the page's main part, as one line."""
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(_TAGS.sub(" ", main).split())


def link_of_the_last_mail(name: str = "/consultations/confirm/") -> str:
    return next(path for path in _LINK.findall(mail.outbox[-1].body) if name in path)
