"""What people look for, as numbers by day. Nothing says who; the words are kept only where many asked them."""

import datetime

from django.db import models
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

ASKED_OFTEN, ASKED_ON_DAYS = 5, 3
"""How many times, on how many days, a query must have been asked before its words are kept and shown to staff."""

KEPT_DAYS = 90
LONGEST_SHOWN = 200
"""Characters; a longer text is a pasted letter rather than a query."""


class QueryCountQuerySet(models.QuerySet):
    def kept_on(self, day: datetime.date) -> "QueryCountQuerySet":
        """The counts that are no older than KEPT_DAYS on `day`."""
        return self.filter(day__gt=day - datetime.timedelta(days=KEPT_DAYS))

    def often_asked(self) -> "QueryCountQuerySet":
        """The keys (as `values("key")`) of which these rows prove that they were asked often enough to be shown."""
        asked = self.filter(asked__gt=0).exclude(key="").order_by().values("key")
        return (
            asked.alias(times=Sum("asked"), days=Count("day"))
            .filter(times__gte=ASKED_OFTEN, days__gte=ASKED_ON_DAYS)
            .values("key")
        )


class QueryCount(models.Model):
    """How often one query was asked on one day, and what came of it.

    `key` is a keyed hash of the query's folded text (`search.learning.keys`): it counts and tells nothing. Queries with
    personal data in them share the empty key. `clicked` are pages of which a result was opened, `found` and `not_found`
    what readers answered to "did you find it?".
    """

    key = models.CharField(max_length=64, blank=True)
    day = models.DateField(_("ngày"))
    asked = models.PositiveIntegerField(_("lượt tìm"), default=0)
    empty = models.PositiveIntegerField(_("không có kết quả"), default=0)
    clicked = models.PositiveIntegerField(_("mở kết quả"), default=0)
    found = models.PositiveIntegerField(_("trả lời “có”"), default=0)
    not_found = models.PositiveIntegerField(_("trả lời “không”"), default=0)

    objects = QueryCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("số lượt tìm trong ngày")
        verbose_name_plural = _("số lượt tìm trong ngày")
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="query_counted_once_a_day")]
        indexes = [models.Index(fields=["day"], name="query_counts_by_day")]

    def __str__(self):
        return f"{self.day:%Y-%m-%d}: {self.asked}"


class QueryText(models.Model):
    """The words of a query that was asked often enough and has no personal data in it. No other text is ever stored."""

    key = models.CharField(max_length=64, primary_key=True)
    text = models.CharField(_("từ khóa"), max_length=LONGEST_SHOWN)

    class Meta:
        verbose_name = _("từ khóa hay được tìm")
        verbose_name_plural = _("từ khóa hay được tìm")

    def __str__(self):
        return self.text
