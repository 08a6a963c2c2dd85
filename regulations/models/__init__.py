from .agencies import Agency, AgencySuccession
from .choices import (
    DocumentType,
    FirmSize,
    Kind,
    Level,
    OnlineLevel,
    Period,
    RelationType,
    Role,
    Stage,
    State,
    Status,
    TimeUnit,
    VersionSource,
)
from .classification import Field, Industry, IndustryCrosswalk, IndustryEdition, PartDefinition
from .documents import DocumentRelation, DocumentSlug, DocumentVersion, LegalDocument, Provision
from .officers import Appointment
from .regulation import Regulation
from .regulation_version import Fee, Frequency, LegalBasis, Paper, Part, RegulationVersion, TimeLimit
from .workflow import LegalControlTask

__all__ = [
    "Agency",
    "AgencySuccession",
    "Appointment",
    "DocumentRelation",
    "DocumentSlug",
    "DocumentType",
    "DocumentVersion",
    "Fee",
    "Field",
    "FirmSize",
    "Frequency",
    "Industry",
    "IndustryCrosswalk",
    "IndustryEdition",
    "Kind",
    "LegalBasis",
    "LegalControlTask",
    "LegalDocument",
    "Level",
    "OnlineLevel",
    "Paper",
    "Part",
    "PartDefinition",
    "Period",
    "Provision",
    "Regulation",
    "RegulationVersion",
    "RelationType",
    "Role",
    "Stage",
    "State",
    "Status",
    "TimeLimit",
    "TimeUnit",
    "VersionSource",
]
