"""What staff teach the lookup: words that people type, and what they mean by them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from regulations.models.agencies import Dated, DatedQuerySet
from search.analysis import syllables

LONGEST_TYPED = 8
LONGEST_MEANT = 16
"""Syllables of either side. A query has at most 64, and a longer term would be a sentence, not a term."""


class Synonym(Dated):
    """`typed` is also searched as `meant`, and the other way round if it goes `both_ways`.

    An abbreviation that means two things is two records, and lookup goes through both. `language` is that of `typed`;
    what is meant is Vietnamese, as the register is. It holds for the days that are asked for within its validity, so
    that the old name of a province finds the new one from the merger on.
    """

    class Language(models.TextChoices):
        VIETNAMESE = "vi", _("Tiếng Việt")
        ENGLISH = "en", _("Tiếng Anh")

    typed = models.CharField(_("từ gõ"), max_length=100, help_text=_("Như người đọc gõ: GPKD, hộ cá thể, fire safety."))
    meant = models.CharField(
        _("nghĩa là"), max_length=200, help_text=_("Như văn bản viết. Từ có hai nghĩa thì lập hai mục.")
    )
    both_ways = models.BooleanField(
        _("hai chiều"), default=False, help_text=_("Gõ cách nào cũng tìm cả cách kia; chỉ dùng khi thật sự đồng nghĩa.")
    )
    language = models.CharField(_("ngôn ngữ của từ gõ"), max_length=2, choices=Language, default=Language.VIETNAMESE)
    active = models.BooleanField(_("đang dùng"), default=True)
    source = models.CharField(_("căn cứ"), max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("từ đồng nghĩa, viết tắt")
        verbose_name_plural = _("từ đồng nghĩa, viết tắt")
        ordering = ["typed", "meant"]
        constraints = [
            models.UniqueConstraint(
                fields=["typed", "meant"], name="synonym_once", violation_error_message=_("Mục này đã có.")
            )
        ]

    def __str__(self):
        return f"{self.typed} → {self.meant}"

    def clean(self):
        """Both sides have words, are not too long, and differ by more than accents and case."""
        super().clean()
        sides = {
            name: syllables(value)
            for name, value in (("typed", self.typed), ("meant", self.meant))
            if value.strip()  # an empty one is refused as such
        }
        errors = {}
        for name, longest in (("typed", LONGEST_TYPED), ("meant", LONGEST_MEANT)):
            if name in sides and not sides[name]:
                errors[name] = _("Cần có ít nhất một chữ hoặc số.")
            elif len(sides.get(name, ())) > longest:
                errors[name] = _("Dài quá %(most)d tiếng; hãy ghi một thuật ngữ, không ghi cả câu.") % {"most": longest}
        if not errors and len(sides) == 2 and sides["typed"] == sides["meant"]:
            errors["meant"] = _("Giống hệt từ gõ: tra cứu vốn không phân biệt dấu và chữ hoa.")
        if errors:
            raise ValidationError(errors)
