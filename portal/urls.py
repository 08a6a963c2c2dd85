from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home import errors, health, sitemaps, statistics_views, styleguide
from home.timeliness import views as timeliness

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.section, name="sitemap_section"),
    path("admin/", include("accounts.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("files/", include(wagtaildocs_urls)),
    path("api/", include("search.api_urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]

urlpatterns += i18n_patterns(
    path("search/", include("search.urls")),
    path("account/searches/", include("search.saved.urls")),
    path("account/", include("accounts.citizens.urls")),
    path("statistics/", statistics_views.statistics, name="statistics"),
    path("statistics/documents/", statistics_views.documents, name="statistics_documents"),
    path("timeliness/", timeliness.page, name="timeliness"),
    path("timeliness/table.csv", timeliness.table_file, name="timeliness_csv"),
    path("timeliness/<slug:measure>/", timeliness.records, name="timeliness_list"),
    path("", include("consult.urls")),
    path("", include("regulations.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
