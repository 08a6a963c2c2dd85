"""Searches that people keep under a name of their own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedSearch(models.Model):
    """A search as one person saved it: `query` is what its address says (`SearchQuery.to_query_string`), `digest` the
    SHA-256 of that, by which the same search is saved once. `seen_total` results were there on the day `seen_on`, null
    where no index could be asked.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("tên"), max_length=100)
    query = models.TextField()
    digest = models.CharField(max_length=64)
    seen_total = models.PositiveIntegerField(null=True, blank=True)
    seen_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tìm kiếm đã lưu")
        verbose_name_plural = _("tìm kiếm đã lưu")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="saved_search_once_a_person")]

    def __str__(self):
        return self.name
