
BBBBBBB BBBBBBBBBBBBBBB BBBB BB
BBBBB BBBBBBBXXXX XXXXXXXXXXXXXX
  XXXXBB BBBBBBBBBBB BB BBBBBBBBBBB gettext(u'Đợt lấy ý kiến chưa bắt đầu') BBBB BBBBBBBBBBBBB gettext(u'Đợt lấy ý kiến vừa thay đổi') BBBB gettext(u'Đợt lấy ý kiến đã kết thúc') BBBBBXXXXX
  XX XXXXXXXXXXXXXBB BBBBBBBBBBB BB BBBBBBBBBBB gettext(u'Ý kiến được nhận từ %(at)s, giờ Việt Nam.') S SSSS SSSS SSSS SS SSSSSSS SSS SSSS SSSSBBBB gettext(u'Ý kiến chỉ được nhận trước %(at)s, theo đồng hồ của máy chủ, giờ Việt Nam.') S SSSS SSS SSSS SSSS SSSSS SSSSSSS SSSS SSSS SS SSS SSS SSSS SSS SSSS SSSSBBBBBBB BBBBB  gettext(u'Ý kiến của bạn đến ngoài thời gian đó nên không được lưu.') BBBBBXXXX
  BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBB
  XXXXX XXXXXXXX gettext(u'Về trang của đợt lấy ý kiến') XXXXXXXX
XXXXXXBBBBBBBB
