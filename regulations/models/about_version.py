from django.db import models

from .documents import DocumentVersion
from .regulation_version import RegulationVersion


def exactly_one_version(name: str) -> models.CheckConstraint:
    """The record is about a version of a regulation or of a document, never both, never neither."""
    return models.CheckConstraint(
        condition=models.Q(regulation_version=None, document_version__isnull=False)
        | models.Q(regulation_version__isnull=False, document_version=None),
        name=name,
    )


class AboutVersion(models.Model):
    """What is recorded beside a version of a regulation or of a legal document, without changing it."""

    regulation_version = models.ForeignKey(
        RegulationVersion, models.CASCADE, null=True, blank=True, related_name="%(class)ss", editable=False
    )
    document_version = models.ForeignKey(
        DocumentVersion, models.CASCADE, null=True, blank=True, related_name="%(class)ss", editable=False
    )

    class Meta:
        abstract = True

    @property
    def version(self) -> RegulationVersion | DocumentVersion:
        return self.regulation_version or self.document_version
