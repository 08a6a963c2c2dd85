"""What consultations keep about people: who said something, who decided about it."""

from accounts.personal_data import PersonalField

AS_RECORD = "as long as the record of the round"
STAFF_TRACE = "the account is anonymised; the link stays, so that two pairs of eyes can be proved"
FADES = "emptied when the comment is withdrawn or the account erased"

STAFF = "staff of the agency"

PERSONAL_FIELDS = [
    PersonalField("consult.Sender", "name", "say who speaks", "everybody; nobody where hide_name is set", AS_RECORD,
                  FADES),
    PersonalField("consult.Sender", "email", "confirm the sender, tell what became of the comment", "nobody", AS_RECORD,
                  FADES),
    PersonalField("consult.Sender", "email_confirmed_at", "the address is the sender's", "nobody", AS_RECORD, FADES),
    PersonalField("consult.Sender", "user", "list one's own comments, tell what became of them", "the person",
                  AS_RECORD, "the link is cut when the account is erased"),
    PersonalField("consult.ModerationAction", "by", "answer for what is shown", STAFF, AS_RECORD, STAFF_TRACE),
    PersonalField("consult.OfficialAnswer", "answered_by", "answer for the answer", STAFF, AS_RECORD, STAFF_TRACE),
    PersonalField("consult.Consultation", "drafted_by", "who drafted may not publish", STAFF, AS_RECORD, STAFF_TRACE),
    PersonalField("consult.Consultation", "published_by", "answer for the round", STAFF, AS_RECORD, STAFF_TRACE),
]  # fmt: skip

NOT_PERSONAL: set[str] = set()
