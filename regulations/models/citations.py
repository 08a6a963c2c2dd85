from django.db import models

from .about_version import AboutVersion, exactly_one_version
from .documents import LegalDocument


class Citation(AboutVersion):
    """A provision or document cited in the text of a published version; made from the text, never typed.

    `place` is the provision's label or the part's key; `start` and `end` count in the part's text or the provision's
    words (`text.citation_places.words_of`), and are equal for what lies within a range. What is cited is (document,
    label), resolved at a date; `target` is None while the register has no single document of `target_key`.
    """

    place = models.CharField(max_length=120)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    target = models.ForeignKey(LegalDocument, models.CASCADE, null=True, related_name="cited_by")
    target_key = models.CharField(max_length=60, blank=True)
    target_label = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [exactly_one_version("citation_in_one_version")]
        indexes = [
            models.Index(fields=["target", "target_label"], name="cited_provisions"),
            models.Index(fields=["target_key"], condition=models.Q(target=None), name="unresolved_citations"),
        ]

    def __str__(self):
        return f"{self.place}: {self.target_key} {self.target_label}".strip()
