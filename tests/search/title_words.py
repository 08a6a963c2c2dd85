"""What titles of the seeded register are made of, so that readers can ask for what is surely there."""

WORDS = (
    "cấp phép", "kinh doanh", "hóa chất", "vận tải", "thực phẩm", "xuất khẩu", "báo cáo", "kiểm tra", "điều kiện",
    "an toàn", "xây dựng", "giấy phép", "đăng ký", "môi trường", "lao động", "chứng nhận",
)  # fmt: skip
