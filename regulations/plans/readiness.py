"""Whether a plan may go to legal control and be published: every item complete, on the text that is in force."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulations.models import Action, PlanItem, PlanVersion, RegulationVersion, State
from regulations.models.officers import with_units_and_predecessors
from regulations.plans.carrying import approved_items, require_no_decision
from regulations.plans.rebasing import changed_units, proposal_of, rebase_of


def check_plan(version: PlanVersion) -> None:
    """Raises ValidationError naming each item that is not ready, PublicationRefused after a decision."""
    if version.corrects_id is None:
        require_no_decision(version.plan)
    covered = with_units_and_predecessors({version.plan.agency_id})
    settled = approved_items(version.corrects) if version.corrects_id else {}
    have = {item.number for item in version.items.all()}
    problems = [
        _("Bản đính chính thiếu mục %(number)d đã được phê duyệt.") % {"number": number}
        for number in settled
        if number not in have
    ]
    for item in version.items.select_related("regulation", "base_version", "merged_into", "proposal"):
        is_settled = item.number in settled
        found = _changes_of_settled(item, settled[item.number]) if is_settled else _problems_of(item, covered)
        named = {"number": item.number, "code": item.regulation.code}
        problems += [_("Mục %(number)d (%(code)s): %(problem)s") % {**named, "problem": one} for one in found]
    if problems:
        raise ValidationError(problems)


def check_implementation(version: RegulationVersion) -> None:
    """A draft that carries out an item took over the text of its day: what was published since would be undone.

    Raises ValidationError naming the version published meanwhile.
    """
    if getattr(version, "implements", None) is None:
        return
    since = version.regulation.versions.current().filter(
        recorded_at__gt=version.created_at, effective_from__lte=version.effective_from
    )
    later = since.exclude(pk=version.pk).order_by("-number").first()
    if later is not None:
        raise ValidationError(
            _(
                "Phiên bản %(number)d của quy định được công bố sau khi lập bản thảo này. "
                "Hãy bỏ bản thảo và thực thi lại mục phương án để không mất nội dung của phiên bản đó."
            ),
            params={"number": later.number},
        )


def why_not(action: str, regulation, merged_into, covered) -> dict[str, str]:
    """What speaks against a plan of an agency touching these regulations, by field; `covered` are agency keys."""
    problems = {}
    if regulation.agency_id not in covered:
        problems["regulation"] = _("quy định này không thuộc cơ quan lập phương án và các đơn vị của cơ quan đó.")
    if action == Action.MERGE and merged_into is not None:
        if merged_into.agency_id not in covered:
            problems["merged_into"] = _("quy định nhận gộp không thuộc cơ quan lập phương án và các đơn vị của nó.")
        elif not merged_into.versions.current().exists():
            problems["merged_into"] = _("quy định nhận gộp chưa được công bố.")
    return problems


def _problems_of(item: PlanItem, covered) -> list[str]:
    problems = list(why_not(item.action, item.regulation, item.merged_into, covered).values())
    if not item.rationale.strip():
        problems.append(_("chưa nêu lý do."))
    rebase = rebase_of(item)
    if rebase.current is None:
        problems.append(_("quy định không có phiên bản hiện hành."))
    elif rebase.current.state == State.ABOLISHED:
        problems.append(_("quy định đã hết hiệu lực."))
    elif rebase.needed:
        problems.append(
            _("quy định đã có phiên bản %(number)d từ khi lập mục này; hãy cập nhật mục theo bản hiện hành.")
            % {"number": rebase.current.number}
        )
    proposal = proposal_of(item)
    if Action(item.action).has_proposal and (proposal is None or not changed_units(item.base_version, proposal)):
        problems.append(_("nội dung đề xuất chưa khác bản hiện hành."))
    return problems


def _changes_of_settled(item: PlanItem, before: PlanItem) -> list[str]:
    """A correction may not change what was approved; that takes another plan."""
    same = (item.regulation_id, item.action, item.merged_into_id) == (
        before.regulation_id, before.action, before.merged_into_id,
    )  # fmt: skip
    new, old = proposal_of(item), proposal_of(before)
    if same and (new is None) == (old is None) and (new is None or not changed_units(old, new)):
        return []
    return [_("mục đã được phê duyệt nên bản đính chính không đổi được phương án và nội dung đề xuất.")]
