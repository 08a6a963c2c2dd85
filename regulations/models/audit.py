import hashlib
import json

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models.audit_log import BaseLogEntry, BaseLogEntryManager, LogEntryQuerySet


class AppendOnly(Exception):
    """What was done is on record for ever: entries are added, never changed or taken away."""


class AuditQuerySet(LogEntryQuerySet):
    def update(self, **kwargs):
        raise AppendOnly

    def bulk_update(self, *args, **kwargs):
        raise AppendOnly

    def delete(self):
        raise AppendOnly


class AuditManager(BaseLogEntryManager):
    def get_queryset(self):
        return AuditQuerySet(self.model, using=self._db)

    def log_action(self, instance, action, **kwargs):
        kwargs["why"] = kwargs.get("why") or str((kwargs.get("data") or {}).get("comment", ""))
        return super().log_action(instance, action, object_id=str(instance.pk), **kwargs)

    def log_new_in_bulk(self, instances, action: str, *, user=None, timestamp=None, batch_size: int = 2000) -> None:
        """The entries that `log()` writes for one, of thousands of records just made, which have no entry yet."""
        if not instances:
            return
        content_type = ContentType.objects.get_for_model(instances[0], for_concrete_model=False)
        now = timestamp or timezone.now()
        entries = [
            self.model(
                content_type=content_type, object_id=str(instance.pk), label=str(instance), action=action,
                timestamp=now, content_changed=True, user=user,
            )
            for instance in instances
        ]  # fmt: skip
        for entry in entries:
            entry.digest = entry.expected_digest()
        self.bulk_create(entries, batch_size=batch_size)

    def for_instance(self, instance):
        content_type = ContentType.objects.get_for_model(instance, for_concrete_model=False)
        return self.filter(content_type=content_type, object_id=str(instance.pk))


class AuditEntry(BaseLogEntry):
    """Who did what to which record, when and why. Never changed, never deleted.

    `digest` takes in what the entry says and `previous`, the digest of the one before it on the same record: an entry
    changed behind our back no longer fits its digest, one taken away is missed by the next.
    """

    object_id = models.CharField(max_length=255, db_index=True)
    why = models.TextField(_("lý do"), blank=True)
    previous = models.CharField(max_length=64, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = AuditManager()

    class Meta(BaseLogEntry.Meta):
        verbose_name = _("mục nhật ký")
        verbose_name_plural = _("nhật ký")
        ordering = ["-timestamp", "-pk"]

    def __str__(self):
        return f"{self.timestamp:%Y-%m-%d %H:%M} {self.action} {self.label}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise AppendOnly
        before = AuditEntry.objects.filter(content_type=self.content_type, object_id=self.object_id)
        self.previous = before.order_by("-pk").values_list("digest", flat=True).first() or ""
        self.digest = self.expected_digest()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly

    def expected_digest(self) -> str:
        """The digest of what the entry says now."""
        said = [
            self.content_type_id, self.object_id, self.label, self.action, self.data, self.timestamp.timestamp(),
            self.user_id, self.why, self.content_changed, self.deleted, self.previous,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()
