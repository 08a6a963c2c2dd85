from .about_version import AboutVersion
from .agencies import Agency, AgencySuccession
from .audit import AppendOnly, AuditEntry
from .choices import (
    DocumentType,
    Effect,
    FirmSize,
    Kind,
    Level,
    OnlineLevel,
    OriginalKind,
    Period,
    RelationType,
    ReportState,
    Role,
    Stage,
    State,
    Status,
    TimeUnit,
    VersionSource,
)
from .citations import Citation
from .classification import Field, Industry, IndustryCrosswalk, IndustryEdition, PartDefinition
from .costs import CostLine
from .documents import DocumentSlug, DocumentVersion, LegalDocument, Provision
from .error_reports import ErrorReport
from .national import NationalProcedure
from .officers import Appointment
from .originals import Attachment, ComparisonPeriod, OriginalComparison
from .plans import (
    Action,
    ApprovingAuthority,
    Extent,
    Implementation,
    PlanDecision,
    PlanItem,
    PlanState,
    PlanVersion,
    ProvisionToAmend,
    SimplificationPlan,
)
from .programmes import BaselineEntry, Measure, Programme, ProgrammeTarget
from .quarantine import QuarantinedFile
from .regulation import Regulation
from .regulation_version import Fee, Frequency, LegalBasis, Paper, Part, RegulationVersion, TimeLimit
from .relations import DocumentRelation, EnteredChange, ProvisionMatch, TouchedProvision
from .seals import VersionSeal
from .transfers import RecordTransfer
from .workflow import LegalControlTask

__all__ = [
    "AboutVersion",
    "Action",
    "Agency",
    "AgencySuccession",
    "AppendOnly",
    "Appointment",
    "ApprovingAuthority",
    "Attachment",
    "AuditEntry",
    "BaselineEntry",
    "Citation",
    "ComparisonPeriod",
    "CostLine",
    "DocumentRelation",
    "DocumentSlug",
    "DocumentType",
    "DocumentVersion",
    "Effect",
    "EnteredChange",
    "ErrorReport",
    "Extent",
    "Fee",
    "Field",
    "FirmSize",
    "Frequency",
    "Implementation",
    "Industry",
    "IndustryCrosswalk",
    "IndustryEdition",
    "Kind",
    "LegalBasis",
    "LegalControlTask",
    "LegalDocument",
    "Level",
    "Measure",
    "NationalProcedure",
    "OnlineLevel",
    "OriginalComparison",
    "OriginalKind",
    "Paper",
    "Part",
    "PartDefinition",
    "Period",
    "PlanDecision",
    "PlanItem",
    "PlanState",
    "PlanVersion",
    "Programme",
    "ProgrammeTarget",
    "Provision",
    "ProvisionMatch",
    "ProvisionToAmend",
    "QuarantinedFile",
    "RecordTransfer",
    "Regulation",
    "RegulationVersion",
    "RelationType",
    "ReportState",
    "Role",
    "SimplificationPlan",
    "Stage",
    "State",
    "Status",
    "TimeLimit",
    "TimeUnit",
    "TouchedProvision",
    "VersionSeal",
    "VersionSource",
]
