import datetime

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regulations.signals import documents_changed
from regulations.text.structure import parse_structure

from .agencies import Agency
from .choices import DocumentType, VersionSource
from .published import (
    SEALED_OF_EVERY_VERSION,
    VersionInForce,
    newest_first,
    numbered_once,
    one_current_version_a_day,
)


class LegalDocumentQuerySet(models.QuerySet):
    def public(self):
        """Documents with at least one published version."""
        return self.filter(models.Exists(DocumentVersion.objects.current().filter(document=models.OuterRef("pk"))))


class LegalDocument(models.Model):
    """A law, decree, circular ...: the work, whatever its versions. Identity is decided in `regulations.identity`."""

    number = models.CharField(
        _("số, ký hiệu"), max_length=60, blank=True, help_text=_("Như in trên văn bản: 15/2018/NĐ-CP.")
    )
    number_key = models.CharField(max_length=60, blank=True, db_index=True, editable=False)
    identity_key = models.CharField(max_length=255, unique=True, editable=False)
    doc_type = models.CharField(_("loại văn bản"), max_length=20, choices=DocumentType)
    title = models.CharField(_("trích yếu"), max_length=1000)
    issuers = models.ManyToManyField(
        Agency, blank=True, related_name="issued_documents", verbose_name=_("cơ quan ban hành")
    )
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    signer = models.CharField(_("người ký"), max_length=150, blank=True)
    consolidated = models.BooleanField(_("là văn bản hợp nhất"), default=False)
    maintained_by = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="maintained_documents",
        verbose_name=_("cơ quan cập nhật"),
        help_text=_("Cán bộ của cơ quan này giữ hồ sơ văn bản đúng và đủ."),
    )
    source = models.CharField(_("nguồn"), max_length=60, blank=True)
    source_id = models.CharField(_("mã tại nguồn"), max_length=200, blank=True)
    source_url = models.URLField(_("địa chỉ tại nguồn"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    objects = LegalDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản pháp luật")
        verbose_name_plural = _("văn bản pháp luật")
        ordering = [models.F("issued_on").desc(nulls_last=True), "number"]

    def __str__(self):
        return f"{self.number or self.source_id} {self.title}"

    def get_absolute_url(self):
        return reverse("regulations:document", args=[self.slug])

    @property
    def slug(self) -> str:
        """The one address that is this document's alone."""
        return next((row.slug for row in self.slugs.all() if row.canonical), "")

    def version_on(self, on: datetime.date):
        """The version that speaks on `on`; one with an unknown date stands in where no dated one exists."""
        versions = self.versions.current()
        return (
            versions.filter(effective_from__lte=on).order_by("-effective_from").first()
            or versions.filter(effective_from=None).order_by("-number").first()
        )


class DocumentSlug(models.Model):
    """Every address a document ever had. A slug that several share is a choice page; a canonical one is alone."""

    document = models.ForeignKey(LegalDocument, models.CASCADE, related_name="slugs")
    slug = models.SlugField(max_length=120)
    canonical = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "slug"], name="slug_once_a_document"),
            models.UniqueConstraint(fields=["document"], condition=models.Q(canonical=True), name="one_canonical_slug"),
            models.UniqueConstraint(fields=["slug"], condition=models.Q(canonical=True), name="canonical_slug_alone"),
        ]

    def __str__(self):
        return self.slug


class DocumentVersion(VersionInForce):
    """The text of a document from a day on. Drafted as plain text; its provisions are made from it at publication."""

    IDENTITY = "document"
    SEALED = {
        "": ("document_id", "state", "source", "text", *SEALED_OF_EVERY_VERSION),
        "provisions": ("parent_id", "position", "depth", "kind", "number", "label", "marker", "heading", "text"),
        "entered": ("relation_id",),
    }

    document = models.ForeignKey(LegalDocument, models.PROTECT, related_name="versions", verbose_name=_("văn bản"))
    source = models.CharField(
        _("nguồn của bản này"), max_length=12, choices=VersionSource, default=VersionSource.ISSUED
    )
    text = models.TextField(
        _("toàn văn"),
        blank=True,
        help_text=_("Văn bản thuần. Chương, Mục, Điều, khoản, điểm được nhận ra theo cách viết của văn bản pháp luật."),
    )

    class Meta:
        verbose_name = _("phiên bản văn bản")
        verbose_name_plural = _("phiên bản văn bản")
        ordering = newest_first()
        constraints = [
            one_current_version_a_day("document", "one_current_document_version_a_day"),
            numbered_once("document", "document_version_numbered_once"),
        ]
        indexes = [
            models.Index(fields=["document", "live", "is_corrected", "effective_from"], name="document_timeline")
        ]

    def __str__(self):
        return str(self.document)

    def get_absolute_url(self):
        return f"{self.document.get_absolute_url()}?version={self.number}"

    @property
    def maintaining_agency(self):
        return self.document.maintained_by

    def on_published(self):
        store_provisions(provisions_of(self))

    @classmethod
    def announce(cls, identity_ids):
        documents_changed.send(sender=cls, ids=identity_ids)


class Provision(models.Model):
    """A part, chapter, article, clause or point of one version. `label` is the anchor and is stable across versions."""

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="provisions")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=30, blank=True)
    label = models.CharField(max_length=120)
    marker = models.TextField(blank=True)
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "label"], name="provision_label_once_a_version"),
            models.UniqueConstraint(fields=["version", "position"], name="provision_position_once_a_version"),
        ]

    def __str__(self):
        return self.label


def provisions_of(version: DocumentVersion) -> list[Provision]:
    """Unsaved provisions of a version's text, in document order, each parent before its children."""
    rows: list[Provision] = []
    for parsed in parse_structure(version.text):
        rows.append(
            Provision(
                version=version,
                parent=rows[parsed.parent] if parsed.parent is not None else None,
                position=parsed.position,
                depth=parsed.depth,
                kind=parsed.kind,
                number=parsed.number,
                label=parsed.label,
                marker=parsed.marker,
                heading=parsed.heading,
                text=parsed.text,
            )
        )
    return rows


def store_provisions(rows: list[Provision]) -> None:
    """Insert provisions level by level: a child needs its parent's key."""
    for depth in sorted({row.depth for row in rows}):
        Provision.objects.bulk_create([row for row in rows if row.depth == depth], batch_size=2000)
