import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision

from regulations.publishing import PublicationRefused
from regulations.signals import plans_changed

from .agencies import Agency
from .documents import LegalDocument
from .programmes import Programme
from .published import SEALED_OF_EVERY_VERSION, PublishedVersion, newest_first, numbered_once, one_current_version_a_day
from .regulation import Regulation
from .regulation_version import RegulationVersion


class ApprovingAuthority(models.TextChoices):
    """Not only the Prime Minister approves: ministries approve plans within their own powers."""

    GOVERNMENT = "government", _("Chính phủ")
    PRIME_MINISTER = "prime_minister", _("Thủ tướng Chính phủ")
    MINISTER = "minister", _("Bộ trưởng, Thủ trưởng cơ quan ngang bộ")
    PROVINCE = "province", _("Ủy ban nhân dân cấp tỉnh")
    OTHER = "other", _("Cơ quan khác")


class PlanState(models.TextChoices):
    """What the public sees of a plan; computed from records, and the values of `state=` in /plans/."""

    PROPOSED = "proposed", _("Dự thảo, chưa phê duyệt")
    APPROVED = "approved", _("Đã phê duyệt, đang thực thi")
    IMPLEMENTED = "implemented", _("Đã thực thi xong")
    AMENDED = "amended", _("Đã được phương án khác sửa đổi")


class Action(models.TextChoices):
    """What a plan does to a regulation."""

    ABOLISH = "abolish", pgettext_lazy("action", "Bãi bỏ")
    SIMPLIFY = "simplify", _("Đơn giản hóa")
    MERGE = "merge", _("Gộp vào quy định khác")
    REDUCE_PAPERS = "reduce_papers", _("Giảm giấy tờ")
    SHORTEN_TIME = "shorten_time", _("Rút ngắn thời hạn")
    LOWER_FREQUENCY = "lower_frequency", _("Giảm tần suất")
    REPLACE_BY_DATA = "replace_by_data", _("Thay giấy tờ bằng dữ liệu")
    DECENTRALISE = "decentralise", _("Phân cấp")
    POST_INSPECTION = "post_inspection", _("Chuyển sang hậu kiểm")
    KEEP = "keep", _("Giữ nguyên")

    @property
    def ends_the_rule(self) -> bool:
        return self in (Action.ABOLISH, Action.MERGE)

    @property
    def has_proposal(self) -> bool:
        """Whether the item carries a proposed text: neither what goes nor what stays as it is has one."""
        return not self.ends_the_rule and self is not Action.KEEP


class PlanQuerySet(models.QuerySet):
    def public(self):
        """Plans with at least one published version."""
        return self.filter(Exists(PlanVersion.objects.current().filter(plan=OuterRef("pk"))))

    def with_state(self):
        """Adds `state`, a PlanState value, computed from decisions, implementations and later plans."""
        approved = PlanDecision.objects.filter(version__plan=OuterRef("pk"))
        left = PlanItem.objects.filter(version__plan=OuterRef("pk"), decisions__isnull=False).exclude(
            Q(action=Action.KEEP) | Exists(Implementation.objects.done().filter(item=OuterRef("pk")))
        )
        amending = PlanVersion.objects.current().filter(plan__amends=OuterRef("pk"))
        return self.annotate(
            state=models.Case(
                models.When(Exists(amending), then=models.Value(PlanState.AMENDED)),
                models.When(~Exists(approved), then=models.Value(PlanState.PROPOSED)),
                models.When(Exists(left), then=models.Value(PlanState.APPROVED)),
                default=models.Value(PlanState.IMPLEMENTED),
                output_field=models.CharField(),
            )
        )


class SimplificationPlan(models.Model):
    """An agency's plan to cut, within a programme: identity. What it proposes is in its versions."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="plans", verbose_name=_("chương trình cắt giảm")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="plans", verbose_name=_("cơ quan lập phương án"))
    authority = models.CharField(_("cấp phê duyệt"), max_length=20, choices=ApprovingAuthority)
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amended_by",
        verbose_name=_("sửa đổi phương án"),
        help_text=_("Để trống nếu đây không phải là phương án sửa đổi, bổ sung một phương án đã công bố."),
    )
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("phương án cắt giảm, đơn giản hóa")
        verbose_name_plural = _("phương án cắt giảm, đơn giản hóa")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.agency.acronym} {self.pk}"

    def get_absolute_url(self):
        return reverse("regulations:plan", args=[self.pk])

    def clean(self):
        super().clean()
        earlier, seen = self.amends, set()
        while earlier is not None and earlier.pk not in seen:
            if earlier.pk == self.pk:
                raise ValidationError({"amends": _("Một phương án không thể sửa đổi chính nó.")})
            seen.add(earlier.pk)
            earlier = earlier.amends

    def shown_version(self):
        """The version the public reads now: the newest current one; None while none is published."""
        return self.versions.current().order_by(*newest_first()).first()


class PlanVersion(PublishedVersion):
    """A plan as published on a day: first as a proposal, later as revised after consultation or approved.

    `items` are ordinary rows, not part of the revision: they are edited one by one while the version is an open draft,
    and closed with it.
    """

    IDENTITY = "plan"
    SEALED = {
        "": ("plan_id", "title", "summary", *SEALED_OF_EVERY_VERSION),
        "items": ("number", "regulation_id", "base_version_id", "action", "merged_into_id", "rationale", "deadline"),
        "items__provisions_to_amend": ("document_id", "label", "note"),
        **{f"items__proposal__{path}".removesuffix("__"): names for path, names in RegulationVersion.SEALED.items()},
    }  # fmt: skip

    plan = models.ForeignKey(SimplificationPlan, models.PROTECT, related_name="versions", verbose_name=_("phương án"))
    title = models.CharField(_("tên phương án"), max_length=500)
    summary = models.TextField(_("tóm tắt"), blank=True, help_text=_("Vài câu cho người đọc không chuyên."))

    class Meta:
        verbose_name = _("phiên bản phương án")
        verbose_name_plural = _("phiên bản phương án")
        ordering = newest_first()
        constraints = [
            one_current_version_a_day("plan", "one_current_plan_version_a_day"),
            numbered_once("plan", "plan_version_numbered_once"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("regulations:plan_version", args=[self.plan_id, self.number])

    @property
    def maintaining_agency(self):
        return self.plan.agency

    def about_to_publish(self):
        if self.effective_from is None:
            raise ValidationError({"effective_from": _("Cần ngày của phương án để công bố.")})
        if self.effective_from > timezone.localdate():
            raise ValidationError({"effective_from": _("Ngày của phương án không thể ở tương lai.")})
        if not self.items.exists():
            raise ValidationError(_("Phương án chưa có mục nào."))

    def check_approver(self, user):
        """Whoever wrote a proposed text of an item wrote the plan too."""
        super().check_approver(user)
        keys = RegulationVersion.objects.filter(proposed_in__version=self).values_list("pk", flat=True)
        texts = Revision.objects.filter(
            base_content_type=RegulationVersion.get_base_content_type(), object_id__in=[str(pk) for pk in keys]
        )
        if texts.filter(user=user).exists():
            raise PublicationRefused(_("Người soạn không được tự duyệt; cần một người khác của pháp chế."))

    def on_published(self):
        """A correction takes over what was decided and carried out of the version it corrects."""
        if self.corrects_id is None:
            return
        items = {item.number: item for item in self.items.all()}
        for decision in PlanDecision.objects.filter(version_id=self.corrects_id):
            approved = decision.items.values_list("number", flat=True)
            decision.items.set([items[number] for number in approved if number in items])
            PlanDecision.objects.filter(pk=decision.pk).update(version=self)
        for implementation in Implementation.objects.filter(item__version_id=self.corrects_id).select_related("item"):
            successor = items.get(implementation.item.number, implementation.item)
            Implementation.objects.filter(pk=implementation.pk).update(item=successor)

    @classmethod
    def announce(cls, identity_ids):
        """The plans that these ones amend are shown otherwise too."""
        amended = SimplificationPlan.objects.filter(amended_by__in=identity_ids).values_list("pk", flat=True)
        plans_changed.send(sender=cls, ids=[*identity_ids, *amended])


class PlanItem(models.Model):
    """What a plan does to one regulation. `number` is its anchor (`muc-3`) and stays the same in later versions.

    The proposed text is `proposal`, a draft version of the regulation that only this item may publish; it is compared
    with `base_version`, the version in force when the item was written.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField(_("mục"))
    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="plan_items", verbose_name=_("quy định"))
    base_version = models.ForeignKey(
        RegulationVersion, models.PROTECT, related_name="+", verbose_name=_("phiên bản hiện hành khi lập")
    )
    action = models.CharField(pgettext_lazy("of an item", "phương án"), max_length=16, choices=Action)
    merged_into = models.ForeignKey(
        Regulation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gộp vào quy định"),
    )
    rationale = models.TextField(_("lý do"))
    deadline = models.DateField(_("thực thi trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("mục của phương án")
        verbose_name_plural = _("các mục của phương án")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="plan_item_numbered_once"),
            models.UniqueConstraint(
                fields=["version", "regulation"],
                name="regulation_once_a_plan_version",
                violation_error_message=_("Quy định này đã có trong phương án."),
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.regulation.code}"

    @property
    def anchor(self) -> str:
        return f"muc-{self.number}"

    def get_absolute_url(self):
        return f"{self.version.get_absolute_url()}#{self.anchor}"

    def clean(self):
        super().clean()
        if self.action == Action.MERGE and self.merged_into_id is None:
            raise ValidationError({"merged_into": _("Hãy chọn quy định mà quy định này được gộp vào.")})
        if self.action != Action.MERGE and self.merged_into_id is not None:
            raise ValidationError({"merged_into": _("Chỉ chọn khi phương án là gộp vào quy định khác.")})
        if self.merged_into_id is not None and self.merged_into_id == self.regulation_id:
            raise ValidationError({"merged_into": _("Một quy định không thể gộp vào chính nó.")})

    def is_overdue(self, on: datetime.date) -> bool:
        return self.deadline is not None and self.deadline < on


class ProvisionToAmend(models.Model):
    """A provision that must be amended for an item to hold, as (document, label), with what to do there."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="provisions_to_amend")
    document = models.ForeignKey(LegalDocument, models.PROTECT, related_name="+", verbose_name=_("văn bản"))
    label = models.CharField(
        _("điều khoản"), max_length=120, blank=True, help_text=_("Ví dụ: dieu-15-khoan-2. Để trống nếu là cả văn bản.")
    )
    note = models.CharField(_("sửa thế nào"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("điều khoản phải sửa")
        verbose_name_plural = _("điều khoản phải sửa")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.document.number} {self.label}".strip()


class PlanDecision(models.Model):
    """A decision that approved items of a published plan version, as recorded here; the portal gives no approval."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="decisions")
    items = models.ManyToManyField(PlanItem, related_name="decisions", verbose_name=_("các mục được phê duyệt"))
    number = models.CharField(_("số quyết định"), max_length=60)
    decided_on = models.DateField(_("ngày quyết định"))
    authority = models.CharField(_("cấp phê duyệt"), max_length=20, choices=ApprovingAuthority)
    file_url = models.URLField(_("bản ký số hoặc trang công báo"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("ghi nhận lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("quyết định phê duyệt")
        verbose_name_plural = _("quyết định phê duyệt")
        ordering = ["decided_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="decision_once_a_plan_version")]

    def __str__(self):
        return self.number


class Extent(models.TextChoices):
    PARTLY = "partly", _("Thực thi một phần")
    DONE = "done", _("Thực thi toàn bộ")


class ImplementationQuerySet(models.QuerySet):
    def published(self):
        """Those whose version of the regulation legal control has published."""
        return self.filter(version__live=True)

    def done(self):
        return self.published().filter(extent=Extent.DONE)


class Implementation(models.Model):
    """An approved item carried out: by which documents, from when, and the regulation's new version that says so."""

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="implementations")
    extent = models.CharField(_("mức độ thực thi"), max_length=8, choices=Extent, default=Extent.DONE)
    documents = models.ManyToManyField(LegalDocument, related_name="+", verbose_name=_("văn bản thực thi"))
    version = models.OneToOneField(RegulationVersion, models.CASCADE, related_name="implements")
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("ghi nhận lúc"), default=timezone.now)

    objects = ImplementationQuerySet.as_manager()

    class Meta:
        verbose_name = _("thực thi")
        verbose_name_plural = _("thực thi")
        ordering = ["recorded_at", "pk"]

    def __str__(self):
        return f"{self.item}: {self.get_extent_display()}"
