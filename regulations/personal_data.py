"""What the register keeps about people: who worked on it, and who signed a law."""

from accounts.personal_data import PersonalField

STAFF, AS_RECORD = "staff of the portal", "as long as the record"
PSEUDONYM = "the account is anonymised; the link stays, so that the second pair of eyes can be proved"

PERSONAL_FIELDS = [
    PersonalField(f"regulations.{model}", field, purpose, STAFF, AS_RECORD, PSEUDONYM)
    for model in ("RegulationVersion", "DocumentVersion", "PlanVersion")
    for field, purpose in (("drafted_by", "author may not approve"), ("approved_by", "answer for what was published"),
                           ("locked_by", "Wagtail's lock, not used"))
] + [
    PersonalField(f"regulations.{model}", "recorded_by", "answer for what was recorded", STAFF, AS_RECORD, PSEUDONYM)
    for model in ("PlanDecision", "Implementation", "OriginalComparison", "RecordTransfer")
] + [
    PersonalField(f"regulations.{model}", field, purpose, STAFF, AS_RECORD, PSEUDONYM)
    for model, field, purpose in (
        ("Attachment", "added_by", "answer for what was added"),
        ("Attachment", "withdrawn_by", "answer for what was withdrawn"),
        ("AuditEntry", "user", "who did what, for ever"),
        ("ErrorReport", "handled_by", "answer for what became of a report"),
        ("NationalProcedure", "settled_by", "answer for leaving a difference"),
        ("QuarantinedFile", "uploaded_by", "answer for a file with a secrecy mark"),
    )
] + [
    PersonalField("regulations.ErrorReport", "email", "to answer the sender", "officers of the record's agency",
                  "180 days after it is handled", "emptied"),
] + [
    PersonalField("regulations.Appointment", "user", "who may do what, when", "administrators", AS_RECORD, PSEUDONYM),
    PersonalField("regulations.LegalDocument", "signer", "the signature of a public act", "everybody", "for ever",
                  "not erased: part of an official document"),
]  # fmt: skip

NOT_PERSONAL: set[str] = set()
