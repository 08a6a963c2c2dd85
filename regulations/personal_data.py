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
    for model in ("PlanDecision", "Implementation")
] + [
    PersonalField("regulations.Appointment", "user", "who may do what, when", "administrators", AS_RECORD, PSEUDONYM),
    PersonalField("regulations.LegalDocument", "signer", "the signature of a public act", "everybody", "for ever",
                  "not erased: part of an official document"),
]  # fmt: skip

NOT_PERSONAL: set[str] = set()
