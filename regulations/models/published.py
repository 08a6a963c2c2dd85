import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from regulations import previews, publishing

from .choices import Role, State, Status
from .officers import covered_agency_ids


class PublishedQuerySet(models.QuerySet):
    """Reads of versions; `identity` is the foreign key to what they are versions of."""

    def published(self):
        """Everything ever published, corrected versions too: what has an address for ever."""
        return self.filter(live=True)

    def drafts(self):
        """What officers are drafting or legal control is judging."""
        return self.filter(live=False)

    def current(self):
        """Published and not corrected since: the versions that follow each other in time."""
        return self.filter(live=True, is_corrected=False)

    def in_force_on(self, on: datetime.date):
        """For each regulation or document the one version that speaks on `on` (its state may still be abolished).

        A version has no end date: it ends where the next one begins.
        """
        identity = self.model.IDENTITY
        later = self.model._base_manager.filter(
            **{identity: OuterRef(identity)}, live=True, is_corrected=False, effective_from__lte=on
        ).filter(effective_from__gt=OuterRef("effective_from"))
        return self.current().filter(effective_from__lte=on).exclude(Exists(later))


class PublishedVersion(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel
):
    """What is drafted, checked and published: a version of a regulation, of a legal document or of a plan.

    A published row is never updated; a correction is a new row with `corrects`, and `is_corrected` is the one column
    publishing sets on the old one. `number` is the order of publication and part of the public address.
    """

    IDENTITY = ""
    SEALED: dict[str, tuple[str, ...]] = {}
    """What a seal covers: path of reverse relations from the version ("" is its own row) -> columns there."""

    effective_from = models.DateField(
        _("có hiệu lực từ ngày"),
        null=True,
        blank=True,
        help_text=_("Tính từ 0 giờ, giờ Việt Nam. Phiên bản kéo dài đến khi phiên bản sau có hiệu lực."),
    )
    note = models.CharField(
        _("lý do có phiên bản này"), max_length=500, blank=True, help_text=_("Một câu người đọc hiểu được, công khai.")
    )
    number = models.PositiveIntegerField(_("số phiên bản"), null=True, editable=False)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="corrected_by",
        verbose_name=_("đính chính phiên bản"),
    )
    is_corrected = models.BooleanField(_("đã được đính chính"), default=False, editable=False)
    recorded_at = models.DateTimeField(_("công bố lúc"), null=True, editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("người soạn"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("người duyệt"),
    )
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    # A draft is not live until it is published; Wagtail's default is the other way round.
    live = models.BooleanField(_("đã công bố"), default=False, editable=False)
    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def identity(self):
        return getattr(self, self.IDENTITY)

    @property
    def maintaining_agency(self):
        """The agency whose officers may work on this record."""
        raise NotImplementedError

    def clean(self):
        super().clean()
        if self.corrects_id and self.corrects.identity != self.identity:
            raise ValidationError(_("Bản đính chính phải thuộc cùng một hồ sơ với bản được đính chính."))

    def check_approver(self, user) -> None:
        """Legal control approves for its own agencies, and never what it wrote. Raises PublicationRefused.

        Nobody is above the second pair of eyes: a superuser may not approve their own text either.
        """
        agencies = covered_agency_ids(user, Role.LEGAL_CONTROLLER)
        agency = self.maintaining_agency
        if agencies is not None and (agency is None or agency.pk not in agencies):
            raise publishing.PublicationRefused(_("Bạn không được phân công kiểm soát hồ sơ của cơ quan này."))
        if user.pk == self.drafted_by_id or self.revisions.filter(user=user).exists():
            raise publishing.PublicationRefused(_("Người soạn không được tự duyệt; cần một người khác của pháp chế."))

    def publish(self, revision, user=None, changed=True, log_action=True, previous_revision=None,
                skip_permission_checks=False):  # fmt: skip
        """Wagtail's door to publication leads to the only one there is."""
        return publishing.publish_version(version=revision.as_object(), by=user, revision=revision)

    def unpublish(self, *args, **kwargs):
        raise publishing.PublicationRefused(_("Bản đã công bố không được gỡ; hãy công bố bản đính chính."))

    def get_preview_template(self, request, mode_name) -> str:
        return previews.preview_template(self)

    def get_preview_context(self, request, mode_name) -> dict:
        return {"request": request, **previews.preview_context(self)}

    def about_to_publish(self) -> None:
        """Last checks of content before publication. Raises ValidationError naming the field."""

    def on_published(self) -> None:
        """Rows that exist only once a version is published; runs inside the publishing transaction."""

    @classmethod
    def announce(cls, identity_ids: list[int]) -> None:
        """Send the register's signal for these identities; runs inside the publishing transaction."""
        raise NotImplementedError


class VersionInForce(PublishedVersion):
    """A version of something that binds: `state` says what the rule is from `effective_from` on."""

    state = models.CharField(_("hiệu lực"), max_length=12, choices=State, default=State.IN_FORCE)

    class Meta:
        abstract = True

    @property
    def status(self) -> Status:
        return Status.of(self.state)


SEALED_OF_EVERY_VERSION = (
    "effective_from", "note", "number", "corrects_id", "recorded_at", "drafted_by_id", "approved_by_id", "live",
)  # fmt: skip
"""Columns of a version's own row that publication fixes for ever."""


def one_current_version_a_day(identity: str, name: str) -> models.UniqueConstraint:
    """Overlap is impossible where no two current versions begin on one day, since none has an end of its own."""
    return models.UniqueConstraint(
        fields=[identity, "effective_from"],
        condition=Q(live=True, is_corrected=False),
        name=name,
        violation_error_message=_("Đã có phiên bản công bố có hiệu lực từ ngày này."),
    )


def numbered_once(identity: str, name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=[identity, "number"], name=name)


def newest_first():
    return [F("effective_from").desc(nulls_last=True), F("number").desc(nulls_last=True)]
