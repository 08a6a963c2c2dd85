
BBBBBBB BBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBXXXX XXXXXXXXXXXXXX
  XXXXBB BBBB gettext(u'Đã xác nhận địa chỉ e-mail') BBBBBBBBBXXXXX
  BB BBBBBBBXX XXXXXXXXXXXXXXXXXXXX gettext(u'Ý kiến đã gửi vẫn được giữ và xem xét, chỉ ghi là chưa xác thực liên hệ. Bạn theo dõi bằng mã biên nhận.') XXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'Tra cứu biên nhận') XXXXXXXX
  BBBB BBBBBBBBBXX XXXXXXXXXXXXX gettext(u'Ý kiến này đã được rút, không cần xác nhận nữa.') XXXX
  BBBB BBBBXX XXXXXXXXXXXXX gettext(u'Cảm ơn bạn. Chúng tôi sẽ báo cho bạn khi ý kiến được đăng và khi cơ quan trả lời.') XXXX
  BBBBXX XXXXXXXXXXXXX gettext(u'Bạn xác nhận đã góp ý trong đợt lấy ý kiến “%(title)s” và địa chỉ e-mail nhận thư này là của bạn.') SSS SSS SSSS SS SSS S SSSSS SSS SSS S SSSS SSSSSSSSSSS SS SSS SSS SSSSSS SSSS SSS SSS SS SSS SSSSXXXX
  XXXXX XXXXXXXXXXXXXXBBBBBBBBBBXXXXXXXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Xác nhận') XXXXXXXXXXXXXXXXXXXXBBBBB
  BB BBBBBXXXXX XXXXXXXX gettext(u'Về trang của đợt lấy ý kiến') XXXXXXXXBBBBB
XXXXXXBBBBBBBB
