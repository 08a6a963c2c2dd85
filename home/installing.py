"""What the site needs before anybody has written a page: the two languages, a front page in each, and the site.

Done after every migration rather than in one, so that an emptied database gets them back too; nothing that exists is
changed.
"""

from django.conf import settings
from django.db import connections, transaction
from django.db.models.signals import post_migrate
from wagtail.models import Collection, Locale, Page, Site

from home.models import HomePage

NEEDED_TABLES = {"home_homepage", "wagtailcore_site", "wagtailcore_collection", "wagtailcore_referenceindex"}
EXAMPLES = "kinh doanh hóa chất\nban le xang dau\ngiấy phép bán rượu\nbáo cáo lao động"
FRONT_PAGES = {
    "vi": {
        "title": "Trang chủ",
        "slug": "trang-chu",
        "heading": "Bạn phải thực hiện quy định nào?",
        "intro": "Tra cứu thủ tục, điều kiện kinh doanh, chế độ báo cáo, quy chuẩn, kiểm tra chuyên ngành: phải làm gì,"
        " mất bao lâu, tốn bao nhiêu và đã thay đổi thế nào.",
        "examples": EXAMPLES,
    },
    "en": {
        "title": "Home",
        "slug": "home-en",
        "heading": "Which rules bind your business?",
        "intro": "Look up procedures, business conditions, reporting duties, standards and inspections: what to do, how"
        " long it takes, what it costs and how it changed. Law texts are in Vietnamese.",
        "examples": EXAMPLES,
    },
}


def connect(app_config) -> None:
    post_migrate.connect(_install, sender=app_config)


def _install(using, **_kwargs) -> None:
    """Left for later while the tables are only half migrated."""
    if set(connections[using].introspection.table_names()) >= NEEDED_TABLES:
        install_front_pages()


@transaction.atomic
def install_front_pages() -> None:
    """Make what is missing, if there is no front page at all. Wagtail's own welcome page goes."""
    if HomePage.objects.exists():
        return
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locales["vi"])
    first = root.add_child(instance=HomePage(locale=locales["vi"], **FRONT_PAGES["vi"]))
    root.add_child(instance=HomePage(locale=locales["en"], translation_key=first.translation_key, **FRONT_PAGES["en"]))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": first}
    )
    welcome = Page.objects.filter(depth=2, slug="home", content_type__app_label="wagtailcore").first()
    if welcome is not None:
        welcome.delete()
