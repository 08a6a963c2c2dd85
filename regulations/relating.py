"""Writing what one legal document does to another, provision by provision; contradictions are refused, never guessed.

Either side's officers may write it: those who keep the amending document know what it says, those who keep the target
must know that it changed.
"""

import datetime
import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from regulations.models import DocumentRelation, LegalDocument, TouchedProvision
from regulations.permissions import policy_of
from regulations.publishing import PublicationRefused
from regulations.relation_checks import Touching, check_dates, check_once, check_others, checked_provisions
from regulations.signals import documents_changed

RELATED, CHANGED, UNRELATED = "regulations.relate", "regulations.change_relation", "regulations.unrelate"
"""Actions in the log."""


def may_relate(user, *documents: LegalDocument) -> bool:
    """Whether `user` keeps one of these documents."""
    policy = policy_of(LegalDocument)
    return any(policy.user_has_permission_for_instance(user, "change", document) for document in documents)


@transaction.atomic
def save_relation(
    *,
    by,
    document: LegalDocument,
    type: str,  # noqa: A002 - the model's own word
    target: LegalDocument,
    effective_from: datetime.date | None = None,
    note: str = "",
    touched: Iterable[Touching] = (),
    relation: DocumentRelation | None = None,
    seen: str | None = None,
) -> DocumentRelation:
    """Record that `document` does `type` to `target`, or change what `relation` between the two says.

    `effective_from` None means the day from which `document` itself has effect; `seen` is `state_of` the relation when
    `by` began to change it, None where nobody else can have changed it since. Raises PublicationRefused where `by`
    keeps neither document, ValidationError naming the field ("touched": a list of sentences) for what contradicts
    the texts, the dates or another relation.
    """
    # Of two officers who write contradicting relations at once, the second sees the first one's.
    list(LegalDocument.objects.select_for_update().filter(pk__in=(document.pk, target.pk)).order_by("pk"))
    if not may_relate(by, document, target):
        raise PublicationRefused(_("Bạn không cập nhật văn bản nào trong hai văn bản này."))
    if relation is not None and (relation.document_id, relation.target_id) != (document.pk, target.pk):
        raise PublicationRefused(_("Quan hệ đã ghi không chuyển sang văn bản khác; hãy xóa và ghi quan hệ mới."))
    if relation is not None and seen is not None and seen != state_of(relation):
        raise PublicationRefused(
            _("Người khác đã sửa quan hệ này sau khi bạn mở nó. Hãy mở lại để xem bản mới rồi sửa tiếp.")
        )
    is_new = relation is None
    relation = relation or DocumentRelation(document=document, target=target)
    relation.type, relation.effective_from, relation.note = type, effective_from, note.strip()
    check_once(relation)
    relation.full_clean()
    check_dates(relation)
    rows = checked_provisions(relation, list(touched))
    check_others(relation, rows)
    relation.save()
    relation.touched.all().delete()
    TouchedProvision.objects.bulk_create(TouchedProvision(relation=relation, **row) for row in rows)
    _told(relation, RELATED if is_new else CHANGED, by, len(rows))
    return relation


def state_of(relation: DocumentRelation) -> str:
    """What is stored of a relation, in short: another state, another text."""
    stored = DocumentRelation.objects.filter(pk=relation.pk).values_list("type", "effective_from", "note").get()
    rows = list(relation.touched.order_by("pk").values_list("label", "effect", "by_label"))
    return hashlib.sha256(repr((stored, rows)).encode()).hexdigest()


@transaction.atomic
def remove_relation(*, relation: DocumentRelation, by) -> None:
    """Take back a relation recorded in error. Raises PublicationRefused where a version says that it is entered."""
    stored = DocumentRelation.objects.select_for_update().select_related("document", "target").get(pk=relation.pk)
    if not may_relate(by, stored.document, stored.target):
        raise PublicationRefused(_("Bạn không cập nhật văn bản nào trong hai văn bản này."))
    entered = stored.entries.select_related("version").first()
    if entered is not None:
        where = _("phiên bản %(n)d") % {"n": entered.version.number} if entered.version.live else _("một bản nháp")
        raise PublicationRefused(
            _("Không xóa được: %(where)s của %(document)s ghi là đã nhập thay đổi này.")
            % {"where": where, "document": stored.target.number or stored.target.title}
        )
    _told(stored, UNRELATED, by, stored.touched.count())
    stored.delete()


def _told(relation: DocumentRelation, action: str, by, provisions: int) -> None:
    """On record at both documents, and the search shows both anew."""
    data = {
        "relation": relation.get_type_display(), "document": relation.document.number, "target": relation.target.number,
        "effective_from": relation.effective_from and relation.effective_from.isoformat(), "provisions": provisions,
    }  # fmt: skip
    for document in (relation.document, relation.target):
        log(instance=document, action=action, user=by, data=data, content_changed=True)
    documents_changed.send(sender=LegalDocument, ids=[relation.document_id, relation.target_id])
