from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from .choices import Effect, RelationType
from .documents import DocumentVersion, LegalDocument


class DocumentRelation(models.Model):
    """`document` does `type` to `target`, from `effective_from` on; what has effect later is a relation of its own.

    Whether a change is entered in the target's text is not kept here: it is where a published version of the target
    says so (`EnteredChange`).
    """

    document = models.ForeignKey(LegalDocument, models.CASCADE, related_name="relations", verbose_name=_("văn bản"))
    type = models.CharField(_("quan hệ"), max_length=14, choices=RelationType)
    target = models.ForeignKey(
        LegalDocument, models.PROTECT, related_name="related_from", verbose_name=_("văn bản đích")
    )
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    effective_from = models.DateField(
        _("có hiệu lực từ ngày"),
        null=True,
        blank=True,
        help_text=_("Để trống nếu cùng ngày văn bản này bắt đầu có hiệu lực."),
    )
    recorded_at = models.DateTimeField(_("ghi nhận lúc"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("quan hệ văn bản")
        verbose_name_plural = _("quan hệ văn bản")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "type", "target", "effective_from"], name="relation_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["document", "type", "target"],
                condition=models.Q(effective_from=None),
                name="relation_once_without_a_day",
            ),
            models.CheckConstraint(condition=~models.Q(document=models.F("target")), name="no_relation_to_itself"),
        ]

    def __str__(self):
        return f"{self.document.number} {self.get_type_display()} {self.target.number}"


class TouchedProvision(models.Model):
    """A provision of the target that a relation changes, by its label there; `by_label` is the one that says so."""

    relation = models.ForeignKey(DocumentRelation, models.CASCADE, related_name="touched", verbose_name=_("quan hệ"))
    effect = models.CharField(_("tác động"), max_length=10, choices=Effect, default=Effect.AMENDED)
    label = models.CharField(
        _("điều khoản bị tác động"), max_length=120, help_text=_("Ví dụ: dieu-15-khoan-2, hoặc viết như trích dẫn.")
    )
    by_label = models.CharField(_("tại điều khoản"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("điều khoản bị tác động")
        verbose_name_plural = _("các điều khoản bị tác động")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["relation", "label", "by_label"], name="touched_once")]

    def __str__(self):
        return self.label


class EnteredChange(models.Model):
    """A change by another document that this version's text contains; entered once the version is published."""

    version = ParentalKey(DocumentVersion, on_delete=models.CASCADE, related_name="entered")
    relation = models.ForeignKey(
        DocumentRelation, models.PROTECT, related_name="entries", verbose_name=_("thay đổi đã nhập")
    )

    class Meta:
        verbose_name = _("thay đổi đã nhập")
        verbose_name_plural = _("các thay đổi đã nhập")
        constraints = [models.UniqueConstraint(fields=["version", "relation"], name="change_entered_once_a_version")]

    def __str__(self):
        return str(self.relation)


class ProvisionMatch(models.Model):
    """An editor's word on which provision of an earlier version is which of a later one, where matching erred.

    An empty label stands for none: the provision was removed, or is new.
    """

    old_version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="+")
    new_version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="corrected_matches")
    old_label = models.CharField(_("điều khoản cũ"), max_length=120, blank=True)
    new_label = models.CharField(_("điều khoản mới"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("điều khoản tương ứng")
        verbose_name_plural = _("các điều khoản tương ứng")
        constraints = [
            models.UniqueConstraint(
                fields=["old_version", "new_version", "old_label"],
                condition=~models.Q(old_label=""),
                name="old_provision_matched_once",
            ),
            models.UniqueConstraint(
                fields=["old_version", "new_version", "new_label"],
                condition=~models.Q(new_label=""),
                name="new_provision_matched_once",
            ),
        ]

    def __str__(self):
        return f"{self.old_label or '–'} → {self.new_label or '–'}"
