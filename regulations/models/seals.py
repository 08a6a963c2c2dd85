from django.db import models
from django.utils import timezone


class VersionSeal(models.Model):
    """The hash of a version as it was published, chained to the version published before it of the same record.

    No foreign key to the version: a seal outlives a row that somebody deletes, and so tells of it. `rows` has for each
    table the digest of every row by key, so that the row that was changed can be named.
    """

    model = models.CharField(max_length=40)
    version = models.BigIntegerField()
    identity = models.BigIntegerField()
    number = models.PositiveIntegerField()
    rows = models.JSONField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["model", "identity", "number"]
        constraints = [
            models.UniqueConstraint(fields=["model", "version"], name="version_sealed_once"),
            models.UniqueConstraint(fields=["model", "identity", "number"], name="number_sealed_once"),
        ]

    def __str__(self):
        return f"{self.model} {self.identity}/{self.number}"
