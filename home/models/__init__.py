from .demo import DemoLoad
from .frame import SiteMenu, SiteMenuItem, SiteNotice
from .pages import GuideIndexPage, GuidePage, HomePage, NewsIndexPage, NewsPage

__all__ = [
    "DemoLoad",
    "GuideIndexPage",
    "GuidePage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "SiteMenu",
    "SiteMenuItem",
    "SiteNotice",
]
