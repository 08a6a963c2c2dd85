"""What the register asks of a person, found set-wise: so many queries, however many records their agencies keep."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulations.admin.filters import with_control
from regulations.admin.lists import search_folded
from regulations.completeness import without_required_parts
from regulations.models import (
    DocumentRelation,
    DocumentVersion,
    LegalControlTask,
    LegalDocument,
    PlanItem,
    PlanVersion,
    RegulationVersion,
    Role,
    State,
)
from regulations.models.officers import covered_agency_ids
from regulations.models.workflow import KEPT_BY
from regulations.plans.overdue import overdue_items
from regulations.unapplied import CHANGING, on_touched_bases, unapplied_changes

COMING_DAYS = 30
KEEPERS = {**KEPT_BY, LegalDocument: "maintained_by", PlanItem: "version__plan__agency"}
"""From a record to the agency whose officers keep it."""
SEARCHED = {
    RegulationVersion: ("regulation__code", "title"),
    DocumentVersion: ("document__number", "document__title"),
    PlanVersion: ("title",),
    LegalDocument: ("number", "title"),
    PlanItem: ("regulation__code", "version__title"),
}
BINDING = (State.IN_FORCE, State.PARTLY, State.SUSPENDED)


class Item(NamedTuple):
    """A record that waits. `said` is what finding it told: what the row's words are made of."""

    model: type[Model]
    pk: int
    said: Any = None


@dataclass
class Desk:
    """Whose desk it is, on which day, and which of it is asked for. Agencies are keys; None is every agency."""

    user: Any
    today: datetime.date
    drafts_for: frozenset[int] | None
    words: str = ""
    agency: int | None = None

    @classmethod
    def of(cls, user, **narrowing) -> "Desk":
        return cls(user, timezone.localdate(), covered_agency_ids(user, Role.OFFICER), **narrowing)

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Those of `rows` that were asked for: of one agency, with these words."""
        if self.agency is not None:
            rows = rows.filter(**{KEEPERS[rows.model]: self.agency})
        return search_folded(rows, self.words, SEARCHED[rows.model]) if self.words else rows

    def kept(self, rows: QuerySet) -> QuerySet:
        """Those of `rows` that the person's agencies keep."""
        if self.drafts_for is not None:
            rows = rows.filter(**{f"{KEEPERS[rows.model]}__in": self.drafts_for})
        return self.narrow(rows)

    @cached_property
    def own_drafts(self) -> list[Item]:
        """Newest first; said is (status of control or None, when it was made)."""
        drafts = [with_control(self.kept(model.objects.drafts().filter(drafted_by=self.user))) for model in KEPT_BY]
        return sorted(
            _together(drafts, "control", "created_at"), key=lambda item: (item.said[1], item.pk), reverse=True
        )


def _together(several: Sequence[QuerySet], *columns: str) -> Iterator[Item]:
    """The rows of several models in one query; said are these columns, which all of them have."""
    numbered = [
        rows.order_by().annotate(model_number=Value(number)).values_list("model_number", "pk", *columns)
        for number, rows in enumerate(several)
    ]
    for number, pk, *said in numbered[0].union(*numbered[1:], all=True):
        yield Item(several[number].model, pk, tuple(said))


def waiting(desk: Desk) -> list[Item]:
    """Submissions that the person may judge, the oldest first; said is (who, since)."""
    task = LegalControlTask.objects.first()
    if task is None:
        return []
    states = task.get_task_states_user_can_moderate(desk.user).order_by("started_at", "pk")
    models = {ContentType.objects.get_for_model(model).pk: model for model in KEPT_BY}
    columns = ("workflow_state__base_content_type", "workflow_state__object_id", "started_at")
    rows = states.values_list(*columns, "revision__user__full_name", "revision__user__email")
    found = [Item(models[kind], int(pk), (name or email or "", since)) for kind, pk, since, name, email in rows]
    if desk.agency is None and not desk.words:
        return found
    asked_for = {
        (model, pk)
        for model in KEPT_BY
        for pk in desk.narrow(
            model._base_manager.filter(pk__in=[item.pk for item in found if item.model is model])
        ).values_list("pk", flat=True)
    }
    return [item for item in found if (item.model, item.pk) in asked_for]


def returned(desk: Desk) -> list[Item]:
    return [item for item in desk.own_drafts if item.said[0] == "needs_changes"]


def drafts(desk: Desk) -> list[Item]:
    return [item for item in desk.own_drafts if item.said[0] != "needs_changes"]


def coming(desk: Desk) -> list[Item]:
    """Published versions that take effect in the next COMING_DAYS days, the nearest first; said is the day."""
    until = desk.today + datetime.timedelta(days=COMING_DAYS)
    ahead = [
        desk.kept(model.objects.current().filter(effective_from__gt=desk.today, effective_from__lte=until))
        for model in (RegulationVersion, DocumentVersion)
    ]
    found = [Item(model, pk, day) for model, pk, (day,) in _together(ahead, "effective_from")]
    return sorted(found, key=lambda item: (item.said, item.model.__name__, item.pk))


def changed_bases(desk: Desk) -> list[Item]:
    """Versions in force whose legal basis changed or lost force since their own day."""
    speaking = RegulationVersion.objects.in_force_on(desk.today).filter(state__in=BINDING)
    return [Item(RegulationVersion, pk) for pk in on_touched_bases(desk.kept(speaking), desk.today)]


def unentered_changes(desk: Desk) -> list[Item]:
    """Documents that others change without their text saying so, the longest in effect first; said are the changes."""
    changed = DocumentRelation.objects.filter(type__in=CHANGING, target=OuterRef("pk"))
    documents = desk.kept(LegalDocument.objects.public().filter(Exists(changed))).order_by("pk")
    found = unapplied_changes(documents.values_list("pk", flat=True), desk.today)
    items = [Item(LegalDocument, pk, changes) for pk, changes in found.items()]
    return sorted(items, key=lambda item: (item.said[0].effective_from or datetime.date.max, item.pk))


def incomplete(desk: Desk) -> list[Item]:
    """Published versions, in force or to come, without a part that their kind required on their own first day."""
    followed = RegulationVersion.objects.current().filter(
        regulation=OuterRef("regulation"), effective_from__gt=OuterRef("effective_from"), effective_from__lte=desk.today
    )
    versions = RegulationVersion.objects.current().filter(~Exists(followed), state__in=BINDING)
    rows = desk.kept(without_required_parts(versions)).order_by("regulation__code", "effective_from")
    return [Item(RegulationVersion, pk) for pk in rows.values_list("pk", flat=True)]


def overdue(desk: Desk) -> list[Item]:
    """Approved items of plans that nobody carried out in time; said is the deadline."""
    rows = desk.narrow(overdue_items(desk.user)).select_related(None).values_list("pk", "deadline")
    return [Item(PlanItem, pk, deadline) for pk, deadline in rows]


@dataclass(frozen=True)
class Duty:
    """A list of the desk. `key` is part of its address; `role` is whose it is; `why` says what is in it."""

    key: str
    role: Role
    heading: str
    why: str
    find: Callable[[Desk], list[Item]]


DUTIES = (
    Duty("waiting", Role.LEGAL_CONTROLLER, _("Chờ bạn kiểm soát"),
         _("Bản thảo được trình mà bạn có thể duyệt hoặc trả lại; không có bản do chính bạn soạn."), waiting),
    Duty("returned", Role.OFFICER, _("Bị trả lại để sửa"),
         _("Bản thảo của bạn mà pháp chế đã trả lại kèm nhận xét."), returned),
    Duty("drafts", Role.OFFICER, _("Bản nháp của bạn"), _("Bản thảo bạn đang soạn hoặc đã trình."), drafts),
    Duty("coming", Role.OFFICER, _("Sắp có hiệu lực"),
         _("Phiên bản đã công bố sẽ có hiệu lực trong 30 ngày tới."), coming),
    Duty("bases", Role.OFFICER, _("Căn cứ pháp lý đã thay đổi"),
         _("Quy định đang áp dụng mà văn bản làm căn cứ đã được sửa đổi, thay thế hoặc hết hiệu lực sau ngày của "
           "phiên bản."), changed_bases),
    Duty("changes", Role.OFFICER, _("Văn bản có thay đổi chưa nhập"),
         _("Văn bản khác đã sửa đổi, bãi bỏ hoặc thay thế mà toàn văn trên cổng chưa thể hiện."), unentered_changes),
    Duty("incomplete", Role.OFFICER, _("Hồ sơ thiếu phần bắt buộc"),
         _("Phiên bản đã công bố còn thiếu phần mà loại quy định đó phải có."), incomplete),
    Duty("overdue", Role.OFFICER, _("Mục phương án quá hạn thực thi"),
         _("Mục đã được phê duyệt, quá hạn mà chưa thực thi xong."), overdue),
)  # fmt: skip
"""In the order of the desk."""
