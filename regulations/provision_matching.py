"""An editor's word on which provision became which, where matching by number and words erred."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from regulations.control import require_drafting_for
from regulations.document_redline import Pair, compare_documents, is_unsure
from regulations.models import DocumentVersion, LegalDocument, Provision, ProvisionMatch
from regulations.text.labels import label_of, label_parts

MATCHED, UNMATCHED = "regulations.match", "regulations.unmatch"
"""Actions in the log."""


@transaction.atomic
def set_match(
    *, old_version: DocumentVersion, new_version: DocumentVersion, old_label: str, new_label: str, by
) -> ProvisionMatch:
    """Record that one provision became the other; "" for none. What was said of either before gives way.

    Labels may be typed as cited. Raises PublicationRefused where `by` does not keep the document, ValidationError
    where a text has no such provision.
    """
    LegalDocument.objects.select_for_update().get(pk=new_version.document_id)
    _check_versions(old_version, new_version, by)
    old_label, new_label = label_of(old_label), label_of(new_label)
    if not old_label and not new_label:
        raise ValidationError(_("Hãy ghi điều khoản ở ít nhất một bản."))
    for version, label in ((old_version, old_label), (new_version, new_label)):
        if label and not Provision.objects.filter(version=version, label=label).exists():
            raise ValidationError(
                _("Bản %(n)d không có %(label)s.") % {"n": version.number, "label": label_parts(label)}
            )
    said = ProvisionMatch.objects.filter(old_version=old_version, new_version=new_version)
    said.filter((Q(old_label=old_label) & ~Q(old_label="")) | (Q(new_label=new_label) & ~Q(new_label=""))).delete()
    match = ProvisionMatch.objects.create(
        old_version=old_version, new_version=new_version, old_label=old_label, new_label=new_label
    )
    _told(match, MATCHED, by)
    return match


@transaction.atomic
def forget_match(*, match: ProvisionMatch, by) -> None:
    """Go back to what is found by number and words. Raises PublicationRefused as set_match does."""
    _check_versions(match.old_version, match.new_version, by)
    _told(match, UNMATCHED, by)
    match.delete()


def pairs_to_check(old_version: DocumentVersion, new_version: DocumentVersion) -> list[Pair]:
    """The pairs an editor looks at, the least sure first.

    What stands unmoved under its own number is left out, and what is inside an added or removed article unless said.
    """
    pairs = []
    for unit in compare_documents(old_version, new_version).units:
        whole = unit.own.kind in ("added", "removed")
        inner = [pair for pair in unit.inner if pair.corrected or not whole]
        pairs += [pair for pair in (unit.own, *inner) if is_worth_checking(pair)]
    return sorted(pairs, key=lambda pair: (not is_unsure(pair), pair.confidence if is_unsure(pair) else 1))


def is_worth_checking(pair: Pair) -> bool:
    return pair.corrected or is_unsure(pair) or pair.kind not in ("unchanged", "changed")


def _check_versions(old_version: DocumentVersion, new_version: DocumentVersion, by) -> None:
    require_drafting_for(new_version.maintaining_agency, by)
    if old_version.document_id != new_version.document_id or old_version.pk == new_version.pk:
        raise ValidationError(_("Hai bản phải là hai bản khác nhau của cùng một văn bản."))


def _told(match: ProvisionMatch, action: str, by) -> None:
    data = {
        "old": match.old_version.number, "new": match.new_version.number,
        "old_label": match.old_label, "new_label": match.new_label,
    }  # fmt: skip
    log(instance=match.new_version.document, action=action, user=by, data=data)
