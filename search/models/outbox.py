"""What the index has yet to learn. A change of the register writes its jobs in its own transaction (docs/adr/0008)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexTarget(models.Model):
    """One index that is kept in step with the database: an engine on a host.

    `lease_*` say which worker may write to it now. While `rebuild_until` lies ahead, a new index is being built beside
    the live one. `generation` counts the swaps. The times are compared with `timezone.now()` of the asking process.
    """

    name = models.CharField(max_length=200, unique=True)
    schema_version = models.PositiveIntegerField(default=0)
    generation = models.PositiveIntegerField(default=0)
    lease_owner = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)
    rebuild_until = models.DateTimeField(null=True)
    last_seen = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("chỉ mục tra cứu")
        verbose_name_plural = _("chỉ mục tra cứu")

    def __str__(self):
        return self.name


class IndexJob(models.Model):
    """Look at this record again and make the index say what the database says. It carries no content, so late and
    repeated jobs do no harm.

    `applied` jobs are in the live index already, and wait only for the one being built beside it.
    """

    class Kind(models.TextChoices):
        REGULATION = "regulation"
        DOCUMENT = "document"
        PLAN = "plan"

    target = models.ForeignKey(IndexTarget, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.BigIntegerField()
    applied = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("việc cập nhật chỉ mục")
        verbose_name_plural = _("việc cập nhật chỉ mục")
        ordering = ["pk"]
        indexes = [models.Index(fields=["target", "applied", "id"], name="index_job_queue")]

    def __str__(self):
        return f"{self.kind}:{self.key}"
