from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """The form in which addresses are kept: small letters, which is how both databases and allauth compare them."""
        return super().normalize_email(email).strip().lower()

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A user who signs in with `email`; without a password none works. Raises ValueError without e-mail."""
        if not email:
            raise ValueError("A user needs an e-mail address")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. The e-mail is the login, unique whatever its case; there is no username."""

    email = models.EmailField(_("địa chỉ e-mail"), max_length=254, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True)
    is_active = models.BooleanField(
        _("đang hoạt động"),
        default=True,
        help_text=_("Bỏ chọn thay vì xóa tài khoản: lịch sử vẫn giữ tên người đã làm."),
    )
    is_staff = models.BooleanField(_("nhân viên"), default=False)
    date_joined = models.DateTimeField(_("ngày tạo"), default=timezone.now, editable=False)
    erased_at = models.DateTimeField(_("đã xóa lúc"), null=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_whatever_the_case",
                violation_error_message=_("Đã có tài khoản dùng địa chỉ e-mail này."),
            )
        ]

    def __str__(self):
        return self.get_full_name()

    def get_full_name(self) -> str:
        """What the person is called wherever their records stay; one who erased the account has no name any more."""
        return gettext("Người dùng đã xóa tài khoản") if self.erased_at else self.full_name or self.email

    def get_short_name(self) -> str:
        return self.get_full_name()


class Attempt(models.Model):
    """One try at something that may only be tried so often, counted against one key until it expires.

    Holds no address and no e-mail: `key` is a keyed hash, enough to count and useless to anybody who reads the table.
    """

    purpose = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["key", "expires_at"], name="attempts_of_key"),
            models.Index(fields=["expires_at"], name="attempts_by_time"),
        ]

    def __str__(self):
        return f"{self.purpose} {self.expires_at:%Y-%m-%d %H:%M:%S}"
