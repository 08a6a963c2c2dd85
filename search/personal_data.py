"""What lookup keeps about people: the searches that they save."""

from accounts.personal_data import PersonalField

KEPT = "until the person deletes it, at most while the account stands"
ERASED = "the row is deleted when the account is erased"

PERSONAL_FIELDS = [
    PersonalField("search.SavedSearch", "user", "list the searches the person saved", "the person", KEPT, ERASED),
    PersonalField("search.SavedSearch", "name", "what the person calls the search", "the person", KEPT, ERASED),
    PersonalField("search.SavedSearch", "query", "open the search again", "the person", KEPT, ERASED),
    PersonalField("search.QueryText", "text", "know what many look for; nothing says who, yet words may be a name",
                  "administrators, examiners, moderators", "while 5 searches on 3 of the last 90 days prove it",
                  "deleted by prune_search_counts"),
]  # fmt: skip

NOT_PERSONAL: set[str] = set()
