"""What a version's own page in the admin shows, for the person who looks at it."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import TaskState

from regulations import drafting
from regulations.draft_redline import DraftRedline, draft_redline
from regulations.models import DocumentVersion, PartDefinition, PlanVersion, RegulationVersion, Role
from regulations.models.officers import covered_agency_ids
from regulations.permissions import policy_of
from regulations.text.labels import label_parts


@dataclass(frozen=True)
class VersionPage:
    """The version's newest text with everything its page needs; `actions` are names of what this person may do."""

    version: Any
    content: Any
    situation: str
    actions: frozenset[str]
    remarks: list[TaskState]
    task_state_id: int | None
    urls: dict[str, str]
    parts: list[tuple[str, str]] = field(default_factory=list)
    bases: list[tuple[str, str]] = field(default_factory=list)
    other_drafts: list = field(default_factory=list)
    item: Any = None
    """The plan's item whose proposed text this is."""
    redline: DraftRedline | None = None
    """Of a draft: what it would change."""
    effect: str = ""
    """From when it applies, in words, where that is still to come."""


def content_of(version):
    """What a stored version says: a draft as it was last saved, with its rows."""
    return version if version.live else version.get_latest_revision_as_object()


def page_of(version, user) -> VersionPage:
    """The page of a stored version for `user`."""
    state = version.current_workflow_state
    task_state = version.current_workflow_task_state if version.workflow_in_progress else None
    content = content_of(version)
    return VersionPage(
        version=version,
        content=content,
        situation="published" if version.live else (state.status if state else "draft"),
        actions=frozenset(_actions(version, user, task_state)),
        remarks=remarks_on(version),
        task_state_id=task_state.pk if task_state else None,
        urls=_urls(version, task_state),
        parts=parts_of(content) if isinstance(version, RegulationVersion) else [],
        bases=[(str(row.document), label_parts(row.label)) for row in content.bases.all()]
        if isinstance(version, RegulationVersion)
        else [],
        other_drafts=list(drafting.open_drafts(version.identity).exclude(pk=version.pk)),
        item=getattr(version, "proposed_in", None),
        redline=None if version.live or isinstance(version, PlanVersion) else draft_redline(content),
        effect=effect_text(content),
    )


def effect_text(version) -> str:
    """From when a version applies, in words for those who draft and control it; "" where there is nothing to say."""
    day, today = version.effective_from, timezone.localdate()
    if isinstance(version, PlanVersion) or getattr(version, "proposed_in_id", None):
        return ""
    if day is None:
        return "" if version.live else _("Chưa nhập ngày có hiệu lực.")
    said, ahead = {"day": date_format(day, "SHORT_DATE_FORMAT")}, (day - today).days
    if ahead <= 0:
        return "" if version.live else _("Có hiệu lực từ %(day)s: được duyệt là áp dụng ngay.") % said
    said["days"] = ngettext("còn %(n)d ngày", "còn %(n)d ngày", ahead) % {"n": ahead}
    return _("Sẽ có hiệu lực từ %(day)s (%(days)s); trước ngày đó nội dung hiện hành vẫn áp dụng.") % said


def _actions(version, user, task_state):
    drafts_for = covered_agency_ids(user, Role.OFFICER)
    agency = version.maintaining_agency
    may_draft = drafts_for is None or (agency is not None and agency.pk in drafts_for)
    policy = policy_of(type(version))
    if policy.user_has_permission_for_instance(user, "change", version):
        yield "edit"
    if policy.user_has_permission_for_instance(user, "delete", version):
        yield "discard"
    if version.live and may_draft:
        yield "new_version"
        if not version.is_corrected:
            yield "correct"
    if task_state and may_draft:
        yield "withdraw"
    if task_state and task_state.task.specific.get_actions(version, user):
        yield from ("approve", "reject")


def remarks_on(version) -> list[TaskState]:
    """What legal control said, newest first."""
    states = TaskState.objects.filter(
        workflow_state__base_content_type=version.get_base_content_type(), workflow_state__object_id=str(version.pk)
    ).exclude(comment="")
    return list(states.select_related("finished_by").order_by("-finished_at"))


def _urls(version, task_state) -> dict[str, str]:
    name = type(version).snippet_viewset.get_url_name
    names = ("inspect", "edit", "delete", "history", "workflow_history", "new_version", "correct", "withdraw")
    urls = {one: reverse(name(one), args=[version.pk]) for one in names}
    if version.latest_revision_id and not version.live:
        urls["preview"] = reverse(name("revisions_view"), args=[version.pk, version.latest_revision_id])
    for action in ("approve", "reject") if task_state else ():
        urls[action] = reverse(name("workflow_action"), args=[version.pk, action, task_state.pk])
    if version.live:
        urls["public"] = version.get_absolute_url()
    if changes := changes_url(version):
        urls["changes"] = changes
    if word := import_word_url(version):
        urls["import_word"] = word
    if getattr(version, "proposed_in_id", None):
        urls["item"] = item_url(version.proposed_in)
    return urls


def changes_url(version) -> str:
    """Where a version is shown against the one it follows; a plan's items show theirs on its page."""
    if isinstance(version, PlanVersion):
        return ""
    return reverse(type(version).snippet_viewset.get_url_name("changes"), args=[version.pk])


def import_word_url(version) -> str:
    """Where a draft of a document takes its text from a Word file; "" for all others."""
    if version.live or not isinstance(version, DocumentVersion):
        return ""
    return reverse(type(version).snippet_viewset.get_url_name("import_word"), args=[version.pk])


def item_url(item) -> str:
    """Where an item stands on its plan's page in the admin."""
    return reverse(PlanVersion.snippet_viewset.get_url_name("inspect"), args=[item.version_id]) + f"#{item.anchor}"


def parts_of(content: RegulationVersion) -> list[tuple[str, str]]:
    """The texts of a version's parts with their labels, in the order of reading."""
    labels = {one.key: (one.position, one.label) for one in PartDefinition.objects.filter(kind=content.regulation.kind)}
    rows = [(*labels.get(part.key, (999, part.key)), part.text) for part in content.parts.all()]
    return [(label, text) for _position, label, text in sorted(rows)]
