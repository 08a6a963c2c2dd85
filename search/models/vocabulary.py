"""The words of an index, counted when it was built."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.models.outbox import IndexTarget


class StoredVocabulary(models.Model):
    """How often syllables and pairs of syllables stand in an index (`search.vocabulary`), for every process that asks
    it. It says what is published, never what anybody searched for."""

    target = models.OneToOneField(IndexTarget, models.CASCADE, related_name="vocabulary")
    counted = models.DateTimeField(default=timezone.now)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("vốn từ của chỉ mục")
        verbose_name_plural = _("vốn từ của chỉ mục")

    def __str__(self):
        return str(self.target)
