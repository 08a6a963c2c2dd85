"""What may be said of a relation between two documents: its dates, its provisions, and what else is known of both."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regulations.models import DocumentRelation, DocumentVersion, Effect, Provision, RelationType
from regulations.text.labels import label_of, label_parts
from regulations.unapplied import CHANGING, ENDING, is_within

EFFECTS: dict[str, tuple[Effect, ...]] = {
    RelationType.AMENDS: (Effect.AMENDED, Effect.ADDED, Effect.REPLACED, Effect.REPEALED, Effect.SUSPENDED),
    RelationType.REPLACES: (Effect.REPLACED, Effect.REPEALED),
    RelationType.REPEALS: (Effect.REPEALED, Effect.SUSPENDED),
    RelationType.CORRECTS: (Effect.CORRECTED,),
}
"""What a relation of each type can do to a provision; other types touch none."""
MOST_TOUCHED = 500
GONE = (Effect.REPEALED, Effect.REPLACED)


@dataclass(frozen=True, slots=True)
class Touching:
    """One provision of the target as an officer enters it: labels, or as cited ("khoản 2 Điều 15")."""

    label: str
    effect: str = Effect.AMENDED
    by_label: str = ""


def check_once(relation: DocumentRelation) -> None:
    same = DocumentRelation.objects.filter(
        document=relation.document, target=relation.target, type=relation.type, effective_from=relation.effective_from
    ).exclude(pk=relation.pk)
    if same.exists():
        raise ValidationError(
            {"type": _("Quan hệ này giữa hai văn bản, từ cùng ngày, đã được ghi; hãy sửa quan hệ đó.")}
        )


def check_dates(relation: DocumentRelation) -> None:
    issued, begins = relation.document.issued_on, relation.effective_from
    if issued and begins and begins < issued:
        raise ValidationError(
            {
                "effective_from": _(
                    "Có hiệu lực từ %(begins)s, trước cả ngày %(document)s được ban hành (%(issued)s). "
                    "Hãy kiểm tra lại một trong hai ngày."
                )
                % {"begins": _day(begins), "document": relation.document.number, "issued": _day(issued)}
            }
        )
    earlier = relation.target.issued_on
    if relation.type in CHANGING and issued and earlier and issued < earlier:
        raise ValidationError(
            {
                "target": _(
                    "%(document)s ban hành ngày %(issued)s, trước %(target)s (%(earlier)s), "
                    "nên không thể sửa đổi, thay thế, bãi bỏ hay đính chính văn bản đó."
                )
                % {
                    "document": relation.document.number, "issued": _day(issued),
                    "target": relation.target.number, "earlier": _day(earlier),
                }
            }
        )  # fmt: skip


def checked_provisions(relation: DocumentRelation, touched: list[Touching]) -> list[dict]:
    """The rows to store. Raises ValidationError with a sentence for every row that is wrong."""
    if touched and relation.type not in EFFECTS:
        raise ValidationError(
            {
                "touched": _("Quan hệ “%(type)s” không làm thay đổi điều khoản nào.")
                % {"type": relation.get_type_display()}
            }
        )
    if len(touched) > MOST_TOUCHED:
        raise ValidationError({"touched": _("Nhiều nhất %(most)d điều khoản một quan hệ.") % {"most": MOST_TOUCHED}})
    rows = [{"label": label_of(row.label), "effect": row.effect, "by_label": label_of(row.by_label)} for row in touched]
    known = _known_labels(relation, rows)
    wrong: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    for place, row in enumerate(rows, start=1):
        wrong += [
            _("Dòng %(place)d: %(sentence)s") % {"place": place, "sentence": sentence}
            for sentence in _wrong_in(relation, row, known)
        ]
        earlier = seen.setdefault((row["label"], row["by_label"]), place)
        if earlier != place:
            wrong.append(_("Dòng %(place)d trùng với dòng %(earlier)d.") % {"place": place, "earlier": earlier})
    wrong += contradictions([(row["label"], row["effect"]) for row in rows])
    if wrong:
        raise ValidationError({"touched": wrong})
    return rows


@dataclass(frozen=True, slots=True)
class _Known:
    """Labels asked about: those that some text of the target has, its text before the change, and the amending text."""

    ever: frozenset[str] | None
    before: frozenset[str]
    amending: frozenset[str] | None


def _known_labels(relation: DocumentRelation, rows: list[dict]) -> _Known:
    """None stands for no text to look in."""
    asked = {row["label"] for row in rows}
    begins = (
        relation.effective_from
        or relation.document.versions.current()
        .exclude(effective_from=None)
        .order_by("effective_from")
        .values_list("effective_from", flat=True)
        .first()
    )
    before = relation.target.version_on(begins - datetime.timedelta(days=1)) if begins else None
    return _Known(
        ever=_labels_of(relation.target.versions.published(), asked),
        before=_labels_of([before], asked) if before is not None else frozenset(),
        amending=_labels_of(relation.document.versions.published(), {row["by_label"] for row in rows}),
    )


def _begins(relation: DocumentRelation) -> datetime.date | None:
    """From when a relation has effect: its own day, else the first of its document; None where neither is known."""
    if relation.effective_from is not None:
        return relation.effective_from
    dated = relation.document.versions.current().exclude(effective_from=None).order_by("effective_from")
    return dated.values_list("effective_from", flat=True).first()


def _labels_of(versions: Iterable[DocumentVersion], asked: set[str]) -> frozenset[str] | None:
    keys = [version.pk for version in versions]
    texts = Provision.objects.filter(version__in=keys)
    if not keys or not texts.exists():
        return None
    return frozenset(texts.filter(label__in=asked).values_list("label", flat=True))


def _wrong_in(relation: DocumentRelation, row: dict, known: _Known) -> Iterable[str]:
    label, effect, by_label = row["label"], row["effect"], row["by_label"]
    shown = label_parts(label)
    if not label or shown == label:
        yield _("“%(typed)s” không phải là một điều khoản; hãy viết như khi viện dẫn: khoản 2 Điều 15.") % {
            "typed": label
        }
        return
    if effect not in EFFECTS[relation.type]:
        yield _("quan hệ “%(type)s” không thể có tác động “%(effect)s” với %(label)s.") % {
            "type": relation.get_type_display(), "effect": _effect(effect), "label": shown,
        }  # fmt: skip
    elif effect == Effect.ADDED:
        if label in (known.before or ()):
            yield _("%(target)s đã có %(label)s trước ngày thay đổi, nên không thể là điều khoản thêm mới.") % {
                "target": relation.target.number, "label": shown,
            }  # fmt: skip
    elif known.ever is not None and label not in known.ever:
        yield _("không tìm thấy %(label)s trong bản nào của %(target)s.") % {
            "label": shown, "target": relation.target.number,
        }  # fmt: skip
    if by_label and (
        label_parts(by_label) == by_label or (known.amending is not None and by_label not in known.amending)
    ):
        yield _("không tìm thấy %(label)s trong %(document)s.") % {
            "label": label_parts(by_label), "document": relation.document.number,
        }  # fmt: skip


def contradictions(touched: Sequence[tuple[str, str]]) -> list[str]:
    """Sentences on provisions that are said to be gone and changed by one document on one day."""
    effects: dict[str, set[str]] = defaultdict(set)
    for label, effect in touched:
        effects[label].add(effect)
    found = []
    for label, said in effects.items():
        if len(said) > 1 and said & set(GONE):
            names = ", ".join(sorted(_effect(effect) for effect in said))
            found.append(
                _("%(label)s không thể cùng một ngày vừa %(effects)s.")
                % {"label": label_parts(label), "effects": names}
            )
        outer = next((other for other in effects if other != label and is_within(label, other)), None)
        if outer is not None and Effect.REPEALED in effects[outer] and said - {Effect.REPEALED}:
            found.append(
                _("%(outer)s bị bãi bỏ nên %(label)s ở trong đó không thể còn được sửa đổi cùng ngày.")
                % {"outer": label_parts(outer), "label": label_parts(label)}
            )
    return found


def check_others(relation: DocumentRelation, rows: list[dict]) -> None:
    """Against what the same document does to the same target on the same day by its other relations."""
    if relation.type not in CHANGING:
        return
    rows_of_both = DocumentRelation.objects.filter(
        document=relation.document, target=relation.target, type__in=CHANGING
    )
    first = _begins(relation)
    others = [one for one in rows_of_both.exclude(pk=relation.pk).order_by("pk") if _begins(one) == first]
    said = [(row["label"], row["effect"]) for row in rows]
    for other in others:
        others_said = [(row.label, row.effect) for row in other.touched.all()]
        if (relation.type in ENDING and not rows) or (other.type in ENDING and not others_said):
            raise ValidationError(
                _(
                    "%(document)s không thể cùng ngày vừa “%(one)s” vừa “%(other)s” %(target)s mà không nói rõ "
                    "điều khoản; hãy ghi các điều khoản của từng quan hệ."
                )
                % {
                    "document": relation.document.number, "target": relation.target.number,
                    "one": relation.get_type_display(), "other": other.get_type_display(),
                }
            )  # fmt: skip
        said += others_said
    if wrong := contradictions(said):
        raise ValidationError({"touched": wrong})


def _effect(effect: str) -> str:
    return str(Effect(effect).label).lower() if effect in Effect.values else effect


def _day(day: datetime.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
