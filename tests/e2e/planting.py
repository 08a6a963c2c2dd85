"""Records that the demo does not have, entered through the domain functions: `python -m tests.e2e.planting WHAT`.

A program of its own, because the tests in the browser share no process with the portal they visit.
"""

import datetime
import sys

import django
from django.db import transaction

BIG_CHAPTERS, BIG_ARTICLES = 12, 25
HOSTILE_ITEMS = 10


def reading() -> None:
    """A law too big for one page, two documents of one number, a very long title, a corrected version, a mere draft."""
    from regulations.drafting import draft_correction
    from regulations.models import Agency, DocumentType
    from regulations.publishing import publish_version
    from tests.factories.regulations import (
        make_document,
        make_document_version,
        make_draft,
        make_regulation,
        make_version,
    )

    ministries = {agency.acronym: agency for agency in Agency.objects.all()}
    law = make_document(
        "995/2024/QH15",
        doc_type=DocumentType.CODE,
        title="Bộ luật thử nghiệm có nhiều chương",
        maintained_by=ministries["BTC"],
    )
    make_document_version(law, effective_from=datetime.date(2025, 1, 1), text=big_law())
    for acronym, day in (("BCT", datetime.date(2020, 2, 1)), ("BYT", datetime.date(2020, 3, 1))):
        agency = ministries[acronym]
        twin = make_document("996/2020/NĐ-CP", title=f"Về việc {acronym} làm", issued_on=day, issuers=[agency])
        make_document_version(twin, effective_from=datetime.date(2020, 6, 1))
    make_version(make_regulation(ministries["BCT"], code="TN-DAI"), title=("Thủ tục có tên rất dài " * 20).strip())
    wrong = make_version(
        make_regulation(ministries["BCT"], code="TN-DINHCHINH"), title="Quy định công bố có lỗi chính tả"
    )
    right = draft_correction(version=wrong, by=officer_of("canbo.bct@demo.example"))
    publish_version(version=right.get_latest_revision_as_object(), by=officer_of("phapche@demo.example"))
    make_draft(make_regulation(ministries["BCT"], code="TN-BANTHAO"), title="Bản thảo chưa ai được xem")


def neglected() -> None:
    """A rule without two parts that a procedure must have, as imports bring them, and one whose basis was amended."""
    from regulations.models import Agency, DocumentRelation, RelationType
    from tests.factories.regulations import (
        make_document,
        make_document_version,
        make_regulation,
        make_version,
        required_parts,
    )

    parts = {key: text for key, text in required_parts("procedure").items() if key not in ("channels", "authority")}
    ministry = Agency.objects.get(acronym="BCT")
    make_version(make_regulation(ministry, code="TN-THIEU"), title="Thủ tục nhập từ tệp còn thiếu phần", parts=parts)
    decree, amending = make_document("997/2020/NĐ-CP"), make_document("998/2025/NĐ-CP")
    for document, year in ((decree, 2020), (amending, 2025)):
        make_document_version(document, effective_from=datetime.date(year, 7, 1))
    DocumentRelation.objects.create(document=amending, target=decree, type=RelationType.AMENDS)
    make_version(
        make_regulation(ministry, code="TN-CANCU"), title="Thủ tục theo nghị định đã sửa", bases=[{"document": decree}],
        effective_from=datetime.date(2021, 1, 1),
    )  # fmt: skip


def hostile() -> None:
    """A regulation for each payload, with the payload in every text that people type."""
    from regulations.models import Agency, Kind
    from regulations.publishing import publish_version
    from tests.e2e.payloads import PAYLOADS
    from tests.factories.regulations import make_draft, make_regulation, required_parts

    ministry = Agency.objects.get(acronym="BCT")
    officer, controller = officer_of("canbo.bct@demo.example"), officer_of("phapche@demo.example")
    for number, payload in enumerate(PAYLOADS):
        regulation = make_regulation(ministry, code=f"XSS-{number:02d}", subjects=payload)
        for version, day in (("cũ", datetime.date(2025, 1, 1)), ("mới", datetime.date(2026, 1, 1))):
            said = f"doc hai {version} {payload}"
            draft = make_draft(
                regulation, title=said, note=said, effective_from=day, drafted_by=officer,
                card_who=payload, card_what=said, card_otherwise=payload,
                parts=dict.fromkeys(required_parts(Kind.PROCEDURE), f"{said}\n{payload}"),
                papers=[{"name": said, "form": payload[:100]}],
                fees=[{"name": said, "amount": 1000, "note": payload[:200]}],
                time_limits=[{"label": said[:200], "number": 3}],
            )  # fmt: skip
            revision = draft.save_revision(user=officer)
            publish_version(version=revision.as_object(), by=controller, revision=revision)


def hostile_voices() -> None:
    """Six plans of ten items, a round on each: the payloads in what officers write and in what the public sends in.

    Every payload has a rationale, a proposed text, a name, a comment, an answer and a moderator's note of its own.
    """
    from accounts.models import User
    from regulations.models import Agency, LegalDocument, PlanVersion, Programme
    from tests.e2e.payloads import PAYLOADS
    from tests.factories.plans import make_item, make_plan, publish_plan
    from tests.factories.regulations import make_regulation, make_version

    ministry, document = Agency.objects.get(acronym="BCT"), LegalDocument.objects.order_by("pk").first()
    officer, controller = officer_of("canbo.bct@demo.example"), officer_of("phapche@demo.example")
    User.objects.filter(email="congdan@demo.example").update(full_name=PAYLOADS[2])
    for first in range(0, len(PAYLOADS), HOSTILE_ITEMS):
        payloads = PAYLOADS[first : first + HOSTILE_ITEMS]
        said = f"doc hai {' '.join(payloads)}"
        plan = make_plan(
            ministry, by=officer, programme=Programme.objects.first(), title=said[:500], summary=said, note=said[:500]
        )
        for number, payload in enumerate(payloads, first):
            regulation = make_regulation(ministry, code=f"XSP-{number:02d}")
            make_version(regulation, title=f"doc hai {payload}", by=controller)
            make_item(
                plan, regulation, by=officer, rationale=payload, deadline=datetime.date(2026, 1, 1),
                proposed={"title": f"doc hai {payload} moi", "steps": f"{payload}\n{payload}"},
                provisions=[{"document": document, "label": "", "note": payload}],
            )  # fmt: skip
        plan = publish_plan(PlanVersion.objects.get(pk=plan.pk), by=controller)
        _hostile_round(plan, payloads, controller)


def _hostile_round(plan, payloads, controller) -> None:
    from consult.moderation import moderate
    from tests.factories.consult import make_answer, make_comment, make_round, publish
    from tests.factories.plans import make_decision

    said = f"doc hai {' '.join(payloads)}"
    citizen, moderator = officer_of("congdan@demo.example"), officer_of("dieuhanh@demo.example")
    consultation = make_round(plan, by=controller, title=said[:300], introduction=said)
    for number, payload in enumerate(payloads, 1):
        about = {"part": f"muc-{number}", "name": f"{payload} doc hai"}
        comment = publish(make_comment(consultation, published=False, text=f"doc hai {payload}", **about), by=moderator)
        make_answer(consultation, comment, text=f"doc hai {payload}")
        make_comment(consultation, published=False, parent=comment, name=payload, text=f"{payload}\n\n{payload} cho")
        refused = make_comment(consultation, published=False, user=citizen, text=f"doc hai {payload}")
        moderate(comment=refused, to="rejected", by=moderator, reason="other", note=payload)
    make_decision(plan, number=payloads[0][:60], by=controller)


def officer_of(email: str):
    from accounts.models import User

    return User.objects.get(email=email)


def big_law() -> str:
    """About 400 kB of plausible text in twelve chapters."""
    clause = "Tổ chức, cá nhân thực hiện quy định này theo đúng trình tự và chịu trách nhiệm về nội dung đã khai báo. "
    lines = []
    for chapter in range(1, BIG_CHAPTERS + 1):
        lines += [f"Chương {ROMAN[chapter]}", f"QUY ĐỊNH THỨ {chapter}"]
        for article in range((chapter - 1) * BIG_ARTICLES + 1, chapter * BIG_ARTICLES + 1):
            lines.append(f"Điều {article}. Nội dung điều {article}")
            lines += [f"{number}. {clause * 2}" for number in (1, 2)]
            lines += [f"a) {clause}", f"b) {clause}", f"đ) {clause}"]
    return "\n".join(lines)


ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]

if __name__ == "__main__":
    django.setup()
    with transaction.atomic():
        plants = (reading, neglected, hostile, hostile_voices)
        {plant.__name__: plant for plant in plants}[sys.argv[1]]()
