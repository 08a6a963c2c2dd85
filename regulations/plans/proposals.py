"""The proposed text of a plan's item: a draft version of the regulation that is open as long as its plan is."""

from regulations.models import PlanItem, RegulationVersion


def store_proposal(draft: RegulationVersion, item: PlanItem, *, by) -> RegulationVersion:
    """Store an unsaved draft as the proposed text of `item`, with its first revision."""
    draft.proposed_in, draft.drafted_by, draft.effective_from = item, by, None
    draft.save()
    draft.save_revision(user=by, clean=False)
    return draft
