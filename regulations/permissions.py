"""Who may see and change which record of the register: the policies Wagtail and our own views ask.

A policy answers twice: for a model as a whole (is there a screen for this person at all, through the role's group) and
for one record (is it an agency of theirs, and is the record still open to change). Records are judged by their stored
row, never by what a form has just put on the object.
"""

from collections.abc import Iterable

from django.db import models
from wagtail.models import WorkflowState
from wagtail.permission_policies import ModelPermissionPolicy

from regulations.models import (
    DocumentVersion,
    ErrorReport,
    LegalDocument,
    PlanVersion,
    Regulation,
    RegulationVersion,
    ReportState,
    Role,
)
from regulations.models.officers import covered_agency_ids, has_role

READERS = (Role.OFFICER, Role.LEGAL_CONTROLLER, Role.EXAMINER, Role.ADMINISTRATOR)
WRITERS = (Role.OFFICER,)


class AgencyPolicy(ModelPermissionPolicy):
    """Rights on records that belong to an agency, reached from the model through `agency_path`."""

    agency_path = ""
    roles: dict[str, tuple[Role, ...]] = {"view": READERS, "add": WRITERS, "change": WRITERS, "delete": WRITERS}
    """Actions not named here (publish, lock, unlock) are nobody's: publication goes through legal control."""

    def user_has_permission(self, user, action) -> bool:
        roles = self.roles.get(action)
        return bool(roles) and super().user_has_permission(user, action) and has_role(user, *roles)

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance) -> bool:
        if not self.user_has_permission(user, action):
            return False
        stored = self._stored(instance)
        if stored is None:
            return False
        agencies = covered_agency_ids(user, *self.roles[action])
        if agencies is not None and self.agency_of(stored) not in agencies:
            return False
        return action not in ("change", "delete") or self.is_open(action, stored)

    def user_has_any_permission_for_instance(self, user, actions, instance) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def may_add_for(self, user, agency_id: int | None) -> bool:
        """Whether `user` may add a record that will belong to this agency."""
        if not self.user_has_permission(user, "add"):
            return False
        agencies = covered_agency_ids(user, *self.roles["add"])
        return agencies is None or agency_id in agencies

    def instances_user_has_any_permission_for(self, user, actions) -> models.QuerySet:
        rows = self.model._default_manager.all()
        condition = models.Q(pk__in=())
        for action in actions:
            if self.user_has_permission(user, action):
                agencies = covered_agency_ids(user, *self.roles[action])
                if agencies is None:
                    return rows
                condition |= self.of_agencies(agencies)
        return rows.filter(condition)

    def of_agencies(self, agencies: Iterable[int]) -> models.Q:
        """Which records belong to these agencies."""
        return models.Q(**{f"{self.agency_path}__in": agencies})

    def agency_of(self, stored: dict) -> int | None:
        """The key of the agency that a stored row belongs to."""
        return stored[self.agency_path]

    def is_open(self, action: str, stored: dict) -> bool:
        """Whether the record's own state lets it be changed or deleted by anybody."""
        return True

    def _stored(self, instance) -> dict | None:
        if instance.pk is None:
            return None
        return (
            self.model._base_manager.filter(pk=instance.pk)
            .values("pk", self.agency_path, *self.state_columns())
            .first()
        )

    def state_columns(self) -> Iterable[str]:
        return ()


class VersionPolicy(AgencyPolicy):
    """Drafts are open until they are submitted; what is published never changes again."""

    def state_columns(self):
        return ("live",)

    def is_open(self, action, stored):
        return not stored["live"] and not in_control(self.model, stored["pk"])


def in_control(model: type[models.Model], pk: int) -> bool:
    """Whether this version waits for legal control."""
    return WorkflowState.objects.filter(
        base_content_type__app_label=model._meta.app_label,
        base_content_type__model=model._meta.model_name,
        object_id=str(pk),
        status=WorkflowState.STATUS_IN_PROGRESS,
    ).exists()


class IdentityPolicy(AgencyPolicy):
    """A regulation or document may go only while none of its versions was ever published."""

    def is_open(self, action, stored):
        versions = self.model._meta.get_field("versions").related_model
        identity = {versions.IDENTITY: stored["pk"]}
        return action != "delete" or not versions.objects.filter(**identity).exists()


class RegulationPolicy(IdentityPolicy):
    agency_path = "agency_id"


class LegalDocumentPolicy(IdentityPolicy):
    """Administrators too: imported documents belong to no agency until one of them says whose they are."""

    agency_path = "maintained_by_id"
    roles = AgencyPolicy.roles | {"add": (*WRITERS, Role.ADMINISTRATOR), "change": (*WRITERS, Role.ADMINISTRATOR)}


class RegulationVersionPolicy(VersionPolicy):
    """The proposed text of a plan's item belongs to the plan: to its agency, and open as long as the plan is."""

    agency_path = "regulation__agency_id"
    PLAN_VERSION, PLAN_LIVE, PLAN_AGENCY = (
        "proposed_in__version_id", "proposed_in__version__live", "proposed_in__version__plan__agency_id",
    )  # fmt: skip

    def state_columns(self):
        return ("live", self.PLAN_VERSION, self.PLAN_LIVE, self.PLAN_AGENCY)

    def of_agencies(self, agencies):
        own = models.Q(proposed_in=None, regulation__agency_id__in=agencies)
        return own | models.Q(**{f"{self.PLAN_AGENCY}__in": agencies})

    def agency_of(self, stored):
        return stored[self.agency_path] if stored[self.PLAN_VERSION] is None else stored[self.PLAN_AGENCY]

    def is_open(self, action, stored):
        if stored[self.PLAN_VERSION] is None:
            return super().is_open(action, stored)
        return action == "change" and not stored[self.PLAN_LIVE] and not in_control(
            PlanVersion, stored[self.PLAN_VERSION]
        )  # fmt: skip


class DocumentVersionPolicy(VersionPolicy):
    agency_path = "document__maintained_by_id"


class PlanVersionPolicy(VersionPolicy):
    agency_path = "plan__agency_id"


class ErrorReportPolicy(AgencyPolicy):
    """A report belongs to the agency that keeps the record it is about; `change` is saying what became of it, once."""

    roles = {"view": READERS, "change": WRITERS}
    OF_REGULATION = agency_path = "regulation_version__regulation__agency_id"
    OF_DOCUMENT = "document_version__document__maintained_by_id"

    def of_agencies(self, agencies):
        return models.Q(**{f"{self.OF_REGULATION}__in": agencies}) | models.Q(**{f"{self.OF_DOCUMENT}__in": agencies})

    def agency_of(self, stored):
        return stored[self.OF_REGULATION] or stored[self.OF_DOCUMENT]

    def state_columns(self):
        return ("state", self.OF_DOCUMENT)

    def is_open(self, action, stored):
        return stored["state"] == ReportState.OPEN


class RolePolicy(ModelPermissionPolicy):
    """Rights that come with a role of the whole portal: reference lists and appointments."""

    def __init__(
        self, model, *, role: Role = Role.ADMINISTRATOR, actions: tuple[str, ...] = ("add", "change", "delete", "view")
    ):
        super().__init__(model)
        self.role, self.actions = role, actions

    def user_has_permission(self, user, action) -> bool:
        return action in self.actions and super().user_has_permission(user, action) and has_role(user, self.role)


POLICIES = {
    Regulation: RegulationPolicy(Regulation),
    RegulationVersion: RegulationVersionPolicy(RegulationVersion),
    LegalDocument: LegalDocumentPolicy(LegalDocument),
    DocumentVersion: DocumentVersionPolicy(DocumentVersion),
    PlanVersion: PlanVersionPolicy(PlanVersion),
    ErrorReport: ErrorReportPolicy(ErrorReport),
}
"""The policy of each model whose records belong to an agency."""


def policy_of(model: type[models.Model]) -> AgencyPolicy:
    return POLICIES[model]
