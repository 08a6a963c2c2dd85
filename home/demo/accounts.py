"""The demo's people. Their passwords are public, so they exist only where the settings are a developer's."""

from dataclasses import dataclass

from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.people import confirm_email
from regulations.models import Agency, Role
from regulations.officers import appoint

PASSWORD = "tham-van-2026"  # noqa: S105

NO_MAIL = {f"{event}_notifications": False for event in ("submitted", "approved", "rejected")}
"""Nobody reads mail at these addresses."""


@dataclass(frozen=True)
class DemoAccount:
    email: str
    full_name: str
    role: Role | None = None
    """None for a citizen."""
    agencies: tuple[str, ...] = ()
    """Acronyms; none for a role that is the whole portal's."""


ACCOUNTS = (
    DemoAccount("canbo.bct@demo.example", "Nguyễn Minh Anh", Role.OFFICER, ("BCT",)),
    DemoAccount("canbo.byt@demo.example", "Trần Thu Hà", Role.OFFICER, ("BYT",)),
    DemoAccount("canbo.khac@demo.example", "Đỗ Quang Huy", Role.OFFICER, ("BTC", "BNV", "BNNMT", "BXD", "UBND-NA")),
    DemoAccount(
        "phapche@demo.example",
        "Lê Hoài Nam",
        Role.LEGAL_CONTROLLER,
        ("BCT", "BYT", "BTC", "BNV", "BNNMT", "BXD", "UBND-NA"),
    ),
    DemoAccount(
        "dieuhanh@demo.example",
        "Hoàng Thanh Mai",
        Role.MODERATOR,
        ("BCT", "BYT", "BTC", "BNV", "BNNMT", "BXD", "UBND-NA"),
    ),
    DemoAccount("thamtra@demo.example", "Phạm Ngọc Lan", Role.EXAMINER),
    DemoAccount("quantri@demo.example", "Vũ Đức Thành", Role.ADMINISTRATOR),
    DemoAccount("congdan@demo.example", "Phan Thị Bích Ngọc"),
    DemoAccount("hiephoi@demo.example", "Hiệp hội Doanh nghiệp nhỏ (minh họa)"),
)


def create_accounts() -> dict[str, User]:
    """The demo's users by e-mail, appointed to their roles."""
    users = {}
    for account in ACCOUNTS:
        user = User.objects.create_user(account.email, PASSWORD, full_name=account.full_name)
        for acronym in (account.agencies or [None]) if account.role else []:
            agency = Agency.objects.get(acronym=acronym) if acronym else None
            appoint(user=user, role=account.role, agency=agency)
        if account.role:
            UserProfile.objects.create(user=user, **NO_MAIL)
        users[account.email] = user
    return users


def holder_of(role: Role, users: dict[str, User]) -> User:
    """The first of the demo's people in a role."""
    return next(users[account.email] for account in ACCOUNTS if account.role == role)


def confirm_citizens(users: dict[str, User]) -> None:
    """Their addresses are theirs. Entered last: loading writes to nobody."""
    for account in ACCOUNTS:
        if account.role is None:
            confirm_email(users[account.email])


def accounts_table() -> str:
    """What `make demo` prints: who can sign in, with which password, as what."""
    width = max(len(account.email) for account in ACCOUNTS)
    lines = [f"Demo accounts, staff at /admin/, citizens at /account/ (password of all: {PASSWORD})"]
    for account in ACCOUNTS:
        what = "citizen"
        if account.role:
            what = f"{account.role.value.replace('_', ' ')}, {', '.join(account.agencies) or 'all agencies'}"
        lines.append(f"  {account.email:<{width}}  {what}")
    return "\n".join(lines)
