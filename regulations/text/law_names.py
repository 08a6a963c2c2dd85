"""Names of laws, codes and ordinances as texts cite them: where a name ends, which only those who know it can tell.

"Luật Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ và Nghị định ..." is one name up to "hỗ trợ". A law that is
not listed is still found when its name ends at a sign or at a word that no name contains.
"""

from __future__ import annotations

import re

_NAMES = """
An ninh mạng; An ninh quốc gia; An toàn thông tin mạng; An toàn thực phẩm; An toàn, vệ sinh lao động; Ban hành quyết
định hành chính; Ban hành văn bản quy phạm pháp luật; Biên giới quốc gia; Biên phòng Việt Nam; Biển Việt Nam; Báo chí;
Bình đẳng giới; Bưu chính; Bưu chính, viễn thông; Bảo hiểm tiền gửi; Bảo hiểm xã hội; Bảo hiểm y tế; Bảo vệ bí mật nhà
nước; Bảo vệ công trình quan trọng liên quan đến an ninh quốc gia; Bảo vệ dữ liệu cá nhân; Bảo vệ môi trường; Bảo vệ
quyền lợi người tiêu dùng; Bảo vệ và kiểm dịch thực vật; Bảo vệ và phát triển rừng; Bảo vệ, chăm sóc và giáo dục trẻ
em; Bầu cử đại biểu Quốc hội; Bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân; Chuyển giao công nghệ; Chuyển
giao người đang chấp hành án phạt tù; Chuyển đổi số; Chăn nuôi; Chất lượng hàng hóa; Chất lượng sản phẩm, hàng hóa;
Chống bán phá giá hàng hóa nhập khẩu vào Việt Nam; Chống trợ cấp hàng hóa nhập khẩu vào Việt Nam; Chứng khoán; Các
công cụ chuyển nhượng; Các tổ chức tín dụng; Cán bộ, công chức; Công an nhân dân; Công chứng; Công nghiệp công nghệ
số; Công nghiệp quốc phòng, an ninh và động viên công nghiệp; Công nghệ cao; Công nghệ thông tin; Công đoàn; Căn cước;
Căn cước công dân; Cơ quan đại diện nước Cộng hòa xã hội chủ nghĩa Việt Nam ở nước ngoài; Cơ yếu; Cư trú; Cạnh tranh;
Cảnh sát biển Việt Nam; Cảnh sát cơ động; Cảnh vệ; Cựu chiến binh; Di sản văn hóa; Doanh nghiệp; Doanh nghiệp nhà
nước; Du lịch; Dân quân tự vệ; Dân số; Dân sự; Dược; Dạy nghề; Dầu khí; Dẫn độ; Dữ liệu; Dự trữ quốc gia; Giao dịch
điện tử; Giao thông đường bộ; Giao thông đường thủy nội địa; Giá; Giám định tư pháp; Giáo dục; Giáo dục nghề nghiệp;
Giáo dục quốc phòng và an ninh; Giáo dục đại học; Giống cây trồng; Hiến, lấy, ghép mô, bộ phận cơ thể người và hiến,
lấy xác; Hoạt động chữ thập đỏ; Hoạt động giám sát của Quốc hội và Hội đồng nhân dân; Hàng hải; Hàng hải Việt Nam;
Hàng không dân dụng Việt Nam; Hình sự; Hòa giải ở cơ sở; Hòa giải, đối thoại tại Tòa án; Hóa chất; Hôn nhân và gia
đình; Hải quan; Hỗ trợ doanh nghiệp nhỏ và vừa; Hộ tịch; Hợp tác xã; Khiếu nại; Khiếu nại, tố cáo; Khoa học và công
nghệ; Khoa học, công nghệ và đổi mới sáng tạo; Khoáng sản; Khám bệnh, chữa bệnh; Khí tượng thủy văn; Kinh doanh bảo
hiểm; Kinh doanh bất động sản; Kiến trúc; Kiểm sát viên Viện kiểm sát nhân dân; Kiểm toán nhà nước; Kiểm toán độc lập;
Ký kết và thực hiện thỏa thuận quốc tế; Kế toán; Lao động; Luật sư; Lâm nghiệp; Lý lịch tư pháp; Lưu trữ; Lực lượng dự
bị động viên; Lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở; Mặt trận Tổ quốc Việt Nam; Nghĩa vụ quân sự; Ngoại
hối; Ngân hàng Nhà nước Việt Nam; Ngân sách nhà nước; Người cao tuổi; Người khuyết tật; Người lao động Việt Nam đi làm
việc ở nước ngoài theo hợp đồng; Nhà giáo; Nhà ở; Nhập cảnh, xuất cảnh, quá cảnh, cư trú của người nước ngoài tại Việt
Nam; Nuôi con nuôi; Năng lượng nguyên tử; Phá sản; Phí và lệ phí; Phòng bệnh; Phòng cháy và chữa cháy; Phòng cháy,
chữa cháy và cứu nạn, cứu hộ; Phòng không nhân dân; Phòng thủ dân sự; Phòng, chống bạo lực gia đình; Phòng, chống bệnh
truyền nhiễm; Phòng, chống khủng bố; Phòng, chống ma túy; Phòng, chống mua bán người; Phòng, chống nhiễm vi rút gây ra
hội chứng suy giảm miễn dịch mắc phải ở người (HIV/AIDS); Phòng, chống rửa tiền; Phòng, chống tham nhũng; Phòng, chống
thiên tai; Phòng, chống tác hại của rượu, bia; Phòng, chống tác hại của thuốc lá; Phổ biến, giáo dục pháp luật; Phục
hồi, phá sản; Quy hoạch; Quy hoạch đô thị; Quy hoạch đô thị và nông thôn; Quân nhân chuyên nghiệp, công nhân và viên
chức quốc phòng; Quản lý ngoại thương; Quản lý nợ công; Quản lý thuế; Quản lý và đầu tư vốn nhà nước tại doanh nghiệp;
Quản lý, bảo vệ công trình quốc phòng và khu quân sự; Quản lý, sử dụng tài sản công; Quản lý, sử dụng tài sản nhà
nước; Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ; Quản lý, sử dụng vốn nhà nước đầu tư vào sản xuất, kinh
doanh tại doanh nghiệp; Quảng cáo; Quốc phòng; Quốc tịch Việt Nam; Sĩ quan Quân đội nhân dân Việt Nam; Sở hữu trí tuệ;
Sử dụng năng lượng tiết kiệm và hiệu quả; Thanh niên; Thanh tra; Thi hành tạm giữ, tạm giam; Thi hành án dân sự; Thi
hành án hình sự; Thi hành án phạt tù; Thi đua, khen thưởng; Thuế bảo vệ môi trường; Thuế giá trị gia tăng; Thuế sử
dụng đất nông nghiệp; Thuế sử dụng đất phi nông nghiệp; Thuế thu nhập cá nhân; Thuế thu nhập doanh nghiệp; Thuế tiêu
thụ đặc biệt; Thuế tài nguyên; Thuế xuất khẩu, thuế nhập khẩu; Thú y; Thư viện; Thương mại; Thẩm phán và Hội thẩm Tòa
án nhân dân; Thể dục, thể thao; Thỏa thuận quốc tế; Thống kê; Thủ đô; Thủy lợi; Thủy sản; Thực hiện dân chủ ở cơ sở;
Thực hành tiết kiệm, chống lãng phí; Tiêu chuẩn và quy chuẩn kỹ thuật; Tiếp công dân; Tiếp cận thông tin; Trách nhiệm
bồi thường của Nhà nước; Trí tuệ nhân tạo; Trưng cầu ý dân; Trưng mua, trưng dụng tài sản; Trật tự, an toàn giao thông
đường bộ; Trẻ em; Trọng tài thương mại; Trồng trọt; Trợ giúp pháp lý; Tài nguyên nước; Tài nguyên, môi trường biển và
hải đảo; Tình trạng khẩn cấp; Tín ngưỡng, tôn giáo; Tư pháp người chưa thành niên; Tương trợ tư pháp; Tương trợ tư
pháp về dân sự; Tương trợ tư pháp về hình sự; Tạm giữ, tạm giam và thi hành lệnh cấm đi khỏi nơi cư trú; Tần số vô
tuyến điện; Tố cáo; Tố tụng dân sự; Tố tụng hành chính; Tố tụng hình sự; Tổ chức Chính phủ; Tổ chức Hội đồng nhân dân
và Ủy ban nhân dân; Tổ chức Quốc hội; Tổ chức Tòa án nhân dân; Tổ chức Viện kiểm sát nhân dân; Tổ chức chính quyền địa
phương; Tổ chức cơ quan điều tra hình sự; Viên chức; Viễn thông; Việc làm; Xuất bản; Xuất cảnh, nhập cảnh của công dân
Việt Nam; Xây dựng; Xử lý vi phạm hành chính; Xử phạt vi phạm hành chính; Án phí, lệ phí Tòa án; Đa dạng sinh học;
Điều ước quốc tế; Điện lực; Điện ảnh; Đo lường; Đo đạc và bản đồ; Đê điều; Đường bộ; Đường sắt; Đất đai; Đấu giá tài
sản; Đấu thầu; Đầu tư; Đầu tư công; Đầu tư nước ngoài tại Việt Nam; Đầu tư theo phương thức đối tác công tư; Đặc xá;
Địa chất và khoáng sản; Ưu đãi người có công với cách mạng
"""

_SPELLINGS = {"óa": "oá", "òa": "oà", "ỏa": "oả", "ủy": "uỷ", "úy": "uý"}
"""Tone marks that stand on either vowel."""


def _pattern(name: str) -> str:
    written = r"\s+".join(re.escape(word) for word in name.split())
    written = written.replace(",", ",?")
    for new, old in _SPELLINGS.items():
        written = written.replace(new, f"(?:{new}|{old})")
    return written


LAW_NAME = "|".join(sorted((_pattern(name) for name in _NAMES.split(";")), key=len, reverse=True))
"""A pattern of all names, the longest first, for use without regard to case."""
