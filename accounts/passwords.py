"""What a password must be, where Django does not say it in Vietnamese."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LengthValidator(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Mật khẩu quá ngắn: cần ít nhất %(number)d ký tự.") % {"number": self.min_length}

    def get_help_text(self) -> str:
        return _("Mật khẩu cần ít nhất %(number)d ký tự.") % {"number": self.min_length}
