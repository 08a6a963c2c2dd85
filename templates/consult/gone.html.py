
BBBBBBB BBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBXXXX XXXXXXXXXXXXXX
  XXXXXXXXX
  XX XXXXXXXXXXXXX gettext(u'Ý kiến bạn đang trả lời không còn hiển thị công khai, hoặc phương án không có mục này. Chưa có gì được lưu; bạn có thể góp ý về cả phương án.') XXXX
  BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBB
  XXXXX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBXX gettext(u'Góp ý về cả phương án') XXXXXXXX
  XXXXX XXXXXXXX gettext(u'Về trang của đợt lấy ý kiến') XXXXXXXX
XXXXXXBBBBBBBB
