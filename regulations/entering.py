"""Which known changes a draft's text contains, as its officer says; what cannot be so is refused."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulations.models import DocumentRelation, DocumentVersion, EnteredChange
from regulations.notices import shown
from regulations.unapplied import changing_relations


def changes_to_enter(version: DocumentVersion) -> QuerySet[DocumentRelation]:
    """What public documents change in the version's document and no version in force before it contains yet."""
    entered = EnteredChange.objects.filter(version__document=version.document_id, version__live=True)
    entered = entered.filter(version__is_corrected=False).exclude(version=version.corrects_id)
    return (
        changing_relations()
        .filter(target=version.document_id)
        .exclude(pk__in=entered.values("relation"))
        .select_related("document")
        .prefetch_related("touched")
    )


def enter_changes(version: DocumentVersion, relations: Iterable[DocumentRelation]) -> None:
    """Give `version`, in memory, these changes in place of those it had."""
    version.entered.set([EnteredChange(version=version, relation=relation) for relation in relations])


def check_entered(version: DocumentVersion, relations: Iterable[DocumentRelation]) -> None:
    """Raises ValidationError naming every change that takes effect only after the version's own day."""
    wrong = [
        _("%(document)s áp dụng từ %(begins)s, sau ngày bản này có hiệu lực (%(day)s), nên chưa thể có trong bản này.")
        % {"document": one.document.number, "begins": shown(one.begins), "day": shown(version.effective_from)}
        for one in relations
        if version.effective_from and one.begins and one.begins > version.effective_from
    ]
    if wrong:
        raise ValidationError(wrong)
