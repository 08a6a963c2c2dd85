from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .answers import OfficialAnswer
from .consultations import Consultation


class CommentStatus(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("Chờ xác nhận e-mail")
    PENDING = "pending", _("Chờ duyệt")
    PUBLISHED = "published", _("Đã đăng")
    REJECTED = "rejected", _("Không đăng")
    HIDDEN = "hidden", _("Đã ẩn")
    WITHDRAWN = "withdrawn", _("Người gửi đã rút")


class CommentQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=CommentStatus.PUBLISHED)

    def waiting(self):
        """What a moderator has yet to decide, those whose e-mail was never confirmed too: no voice is lost."""
        return self.filter(status__in=(CommentStatus.PENDING, CommentStatus.UNCONFIRMED))

    def once_public(self):
        """What keeps its place in a thread: published, or a placeholder where it stood."""
        return self.filter(published_at__isnull=False)


class Comment(models.Model):
    """What somebody said in a round: on the whole plan, on an item or on one part of an item, or in reply.

    `item_number` and `part_key` are the anchor in the consulted plan version; none means the whole. `text` is what was
    typed and is kept whatever happens; `html` is what may be shown. `receipt` is the sender's only key to follow it.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    item_number = models.PositiveIntegerField(_("mục"), null=True, blank=True)
    part_key = models.SlugField(_("phần"), max_length=30, blank=True)
    text = models.TextField(_("ý kiến"))
    html = models.TextField(editable=False)
    receipt = models.CharField(_("mã biên nhận"), max_length=20, unique=True, editable=False)
    submission_key = models.UUIDField(editable=False)
    status = models.CharField(max_length=12, choices=CommentStatus, editable=False)
    verified = models.BooleanField(
        _("đã xác thực liên hệ"), default=False, editable=False, help_text=_("Có tài khoản hoặc đã xác nhận e-mail.")
    )
    created_at = models.DateTimeField(_("gửi lúc"), editable=False)
    published_at = models.DateTimeField(_("đăng lúc"), null=True, editable=False)
    answer = models.ForeignKey(
        OfficialAnswer, models.PROTECT, null=True, blank=True, editable=False, related_name="comments"
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến")
        verbose_name_plural = _("ý kiến")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "submission_key"], name="comment_stored_once"),
            models.CheckConstraint(
                condition=Q(part_key="") | Q(item_number__isnull=False), name="comment_part_belongs_to_an_item"
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "status", "parent", "created_at"], name="comments_of_a_round"),
            models.Index(fields=["status", "created_at"], name="comments_waiting"),
        ]

    def __str__(self):
        return self.receipt

    @property
    def anchor(self) -> str:
        """Of the comment on the round's page."""
        return f"y-kien-{self.pk}"

    @property
    def part(self) -> str:
        """What it is about, as in `?part=` and as the anchor on the plan's page: "", "muc-3", "muc-3-steps"."""
        if self.item_number is None:
            return ""
        return f"muc-{self.item_number}" + (f"-{self.part_key}" if self.part_key else "")

    def get_absolute_url(self):
        return reverse("consult:comment", args=[self.consultation_id, self.pk])


class Sender(models.Model):
    """Who sent a comment. A table of its own, so that nobody who reads comments reads names by the way.

    `hide_name`: the name is shown to nobody, neither in public nor to the agency's staff. A signed-in sender's name is
    kept here too, as it was when they wrote.
    """

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="sender")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="sent_comments"
    )
    name = models.CharField(_("họ và tên hoặc tên tổ chức"), max_length=150)
    email = models.EmailField(_("địa chỉ e-mail"), blank=True)
    email_confirmed_at = models.DateTimeField(null=True)
    hide_name = models.BooleanField(_("không hiện tên tôi"), default=False)
    language = models.CharField(max_length=5, default="vi")

    class Meta:
        verbose_name = _("người gửi ý kiến")
        verbose_name_plural = _("người gửi ý kiến")

    def __str__(self):
        return str(self.comment_id)

    @property
    def shown_name(self) -> str:
        """The name for any page; "" where the sender hid it."""
        return "" if self.hide_name else self.name


class ModerationReason(models.TextChoices):
    """Why a comment is not shown; the sender reads it, and the public beside a hidden one."""

    PERSONAL_DATA = "personal_data", _("Chứa thông tin cá nhân của người khác")
    INSULT = "insult", _("Xúc phạm, đe dọa")
    ADVERTISING = "advertising", _("Quảng cáo, thư rác")
    OFF_TOPIC = "off_topic", _("Không liên quan đến phương án")
    ILLEGAL = "illegal", _("Trái pháp luật")
    OTHER = "other", _("Lý do khác")


class ModerationAction(models.Model):
    """One decision on a comment, for ever: rows are added, never changed."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="moderation")
    from_status = models.CharField(max_length=12, choices=CommentStatus)
    to_status = models.CharField(max_length=12, choices=CommentStatus)
    reason = models.CharField(_("lý do"), max_length=20, choices=ModerationReason, blank=True)
    note = models.CharField(_("giải thích cho người gửi"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("quyết định điều hành")
        verbose_name_plural = _("quyết định điều hành")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.comment_id}: {self.from_status} → {self.to_status}"
