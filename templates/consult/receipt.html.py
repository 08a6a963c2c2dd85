
BBBBBBB BBBBBBBBBBBBBBB BBBB BB
BBBBB BBBBBBBXXXX XXXXXXXXXXXXXX
  BB BBBB BB BBBBB gettext(u'Đã nhận ý kiến của bạn')  gettext(u'Hãy giữ mã biên nhận dưới đây: đó là cách duy nhất để theo dõi hoặc rút ý kiến khi không có tài khoản.') BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB BBBBBBBBBBB BBBBBBBBB BBBBBBBBBBB BBBBBBBBBBBBB BBBB
  BBBB BBBB BB BBBBBBBB gettext(u'Ý kiến này đã được nhận từ lần gửi trước; không bị lưu hai lần.') BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBBBBBBBBB BBBBBBB BBBBBBBBBBB BBBBBBBBBBBBB BBBB
  BBBB BBBB BB BBBBBBB gettext(u'Nội dung gửi lần sau không được lưu')  gettext(u'Biểu mẫu này đã được gửi một lần; ý kiến dưới đây là nội dung gửi lần đầu. Muốn gửi thêm, hãy mở biểu mẫu mới.') BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB BBBBBBBBBBB BBBBBBBBB BBBBBBBBBBB BBBBBBBBBBBBB BBBBBBBBB
  XXXXXXXXX
  XX XXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Mã biên nhận:')  XXXXXXXXXXX
  XXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX
    XXXXXXXXX gettext(u'Tình trạng') XXXXXXXXXXXXXXXXXXXXXXXXXXBB BBBBBBX  gettext(u'Lý do:')  BBBBBBB BBBBXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXBBBBBXXXXXXXXXXX
    XXXXXXXXX gettext(u'Đợt lấy ý kiến') XXXXXXXXXXX XXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
    XXXXXXXXX gettext(u'Về') XXXXXXXXXXX XXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
    XXXXXXXXX gettext(u'Nhận lúc') XXXXXXXXXXXXXX XXXXXXXXXXFFFFFFFFFFFFFFFFFXXFFFFFFFFFFF FFFFFFXXXXXXXXXXXXXXXXXX
    BB BBB BBBBBBBBBBBBXXXXXXXXX gettext(u'Tên hiện công khai') XXXXXXXXXBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB gettext(u'Không hiện tên') BBBBBXXXXXXXXXXXBBBBB
  XXXXX
  XXXX gettext(u'Ý kiến') XXXXX
  XXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX
  BB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB BBBBBBBBB
  XXXX gettext(u'Tiếp theo') XXXXX
  BB BBBBBB BB BBBBBBBBBBBBBXXX gettext(u'Hãy mở thư vừa gửi đến địa chỉ e-mail bạn ghi và bấm vào liên kết xác nhận trong 7 ngày. Không xác nhận thì ý kiến vẫn được xem xét, nhưng ghi là chưa xác thực liên hệ.') XXXX
  BBBB BBBBBB BB BBBBBBBBBXXX gettext(u'Người điều hành của cơ quan xem ý kiến rồi mới đăng. Ý kiến chỉ không được đăng vì lý do ghi rõ cho bạn.') XXXX
  BBBB BBBBBB BB BBBBBBBBBBBXXXXX XXXXXXXX gettext(u'Xem ý kiến trên trang công khai') XXXXBB BBB BBBBBBX  gettext(u'Cơ quan trả lời sau khi kết thúc lấy ý kiến.') BBBBBXXXX
  BBBB BBBBBBBBBBBBXXX gettext(u'Bạn đã rút ý kiến này; nội dung không hiện công khai, tên và địa chỉ e-mail không còn được giữ.') XXXX
  BBBBXXX gettext(u'Nội dung bạn gửi vẫn được lưu nhưng không hiện công khai.') XXXXBBBBB
  BB BBBBBBBB BBB BBB BBBBBBBBBBBBXXX gettext(u'Chúng tôi báo cho bạn qua e-mail khi có thay đổi.') XXXXBBBBB
  XXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXX gettext(u'Về trang của đợt lấy ý kiến') XXXXXXXXX
    BB BBB BBBBBBBBBBBBXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBXX gettext(u'Rút ý kiến này') XXXXXXXXXBBBBB
    XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'Tra cứu mã biên nhận khác') XXXXXXXXXXXXXX
  XX XXXXXXXXXXXX XXXXX XXXXXXXXXX gettext(u'Bạn có thể in trang này để giữ mã biên nhận.') XXXX
XXXXXXBBBBBBBB
