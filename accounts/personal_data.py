"""Which fields hold something about a person, why, who sees it, how long it is kept and how it goes."""

import re
from dataclasses import dataclass

from django.apps import apps
from django.db import models

OUR_APPS = ("accounts", "consult", "home", "portal", "regulations", "search")
ABOUT_PEOPLE = ("accounts", "account")
"""Apps where every stored field is to be declared; `account` is allauth's."""
SUSPICIOUS = re.compile(
    r"(^|_)(e?mail|phone|full_?name|first_?name|last_?name|ip|(?:ip|client|home|postal|remote)_addr(?:ess)?|user_agent|birth\w*|"
    r"identity_number|cccd|signer|sender|contact)(_|$)"
)


@dataclass(frozen=True)
class PersonalField:
    """A declaration: `model` as "app.Model", the field, and what the law asks to be said of it."""

    model: str
    field: str
    purpose: str
    seen_by: str
    kept: str
    erased: str


PERSONAL_FIELDS = [
    PersonalField("accounts.User", "email", "sign in, notices", "administrators", "while the account stands",
                  "overwritten when the account is anonymised; the row stays for the history"),
    PersonalField("accounts.User", "full_name", "show who drafted and who approved", "staff of the portal",
                  "as long as the records the person worked on", "overwritten with a pseudonym"),
    PersonalField("accounts.User", "password", "sign in", "nobody: a hash", "while the account stands",
                  "set unusable when the account is switched off for good"),
    PersonalField("accounts.User", "last_login", "find unused accounts", "administrators", "while the account stands",
                  "emptied with the account"),
    PersonalField("accounts.Attempt", "key", "stop guessing of passwords and floods of posts", "nobody: a keyed hash",
                  "until the counting window ends, at most a day", "deleted with the next attempt of anybody"),
    PersonalField("account.EmailAddress", "email", "confirm that the address is the person's", "nobody",
                  "while the account stands", "the row is deleted when the account is erased"),
    PersonalField("account.EmailAddress", "user", "whose address it is", "nobody", "while the account stands",
                  "the row is deleted when the account is erased"),
]  # fmt: skip

NOT_PERSONAL = {
    "accounts.User.id", "accounts.User.is_active", "accounts.User.is_staff", "accounts.User.is_superuser",
    "accounts.User.date_joined", "accounts.User.erased_at", "accounts.Attempt.id", "accounts.Attempt.purpose",
    "accounts.Attempt.expires_at", "account.EmailAddress.id", "account.EmailAddress.verified",
    "account.EmailAddress.primary",
    # Links are signed and not stored: this table of allauth's stays empty.
    "account.EmailConfirmation.id", "account.EmailConfirmation.email_address", "account.EmailConfirmation.created",
    "account.EmailConfirmation.sent", "account.EmailConfirmation.key",
}  # fmt: skip
"""Fields of accounts, or with a name that looks personal, that are not."""


def undeclared(personal: list[PersonalField], not_personal: set[str]) -> list[str]:
    """What is wrong with the declarations: fields nobody declared, and declarations of what is not there.

    The rule: every stored field of ABOUT_PEOPLE; in our other apps every field whose name is one of SUSPICIOUS, every
    e-mail or IP field, and every link to a person.
    """
    declared = {f"{one.model}.{one.field}" for one in personal} | not_personal
    there = {
        f"{model._meta.label}.{field.name}": field
        for model in _our_models()
        for field in model._meta.local_concrete_fields
    }
    missing = [name for name, field in there.items() if name not in declared and _looks_personal(name, field)]
    return [f"{name}: not declared" for name in missing] + [
        f"{name}: declared, but there is no such field" for name in sorted(declared - set(there))
    ]


def _looks_personal(name: str, field: models.Field) -> bool:
    if name.partition(".")[0] in ABOUT_PEOPLE:
        return True
    person = field.remote_field and getattr(field.remote_field.model, "_meta", None)
    return bool(
        SUSPICIOUS.search(field.name)
        or isinstance(field, models.EmailField | models.GenericIPAddressField)
        or (person and person.label == "accounts.User")
    )


def _our_models():
    for label in dict.fromkeys((*OUR_APPS, *ABOUT_PEOPLE)):
        if apps.is_installed(label) or label in apps.app_configs:
            yield from apps.get_app_config(label).get_models()
