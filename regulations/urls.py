from django.urls import path, re_path

from regulations.views import (
    browse,
    citing,
    compare,
    document_compare,
    documents,
    error_reports,
    industries,
    originals,
    plans,
    regulation,
)

app_name = "regulations"

urlpatterns = [
    path("regulations/", browse.regulations, name="regulations"),
    path("regulations/<str:code>/", regulation.regulation, name="regulation"),
    path("regulations/<str:code>/versions/<int:number>/", regulation.version, name="version"),
    path("regulations/<str:code>/compare/", compare.choose, name="compare_choose"),
    path("regulations/<str:code>/compare/<int:old>/<int:new>/", compare.compare, name="compare"),
    path("regulations/<str:code>/cite/<str:part>/", citing.cite_part, name="cite_part"),
    path("documents/", browse.documents, name="documents"),
    path("documents/<str:slug>/", documents.document, name="document"),
    path("documents/<str:slug>/compare/", document_compare.compare, name="document_compare"),
    path("documents/<str:slug>/cite/<str:label>/", citing.cite_provision, name="cite_provision"),
    path("documents/<str:slug>/<str:label>/", documents.provision, name="provision"),
    re_path(r"^files/(?P<sha256>[0-9a-f]{64})/(?P<name>[^/]+)$", originals.original, name="original"),
    path("report-error/", error_reports.report_error, name="report_error"),
    path("report-error/received/", error_reports.report_received, name="report_received"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/items/<int:item>/", plans.item, name="plan_item"),
    path("plans/<int:pk>/items/<int:item>/<slug:part>/", plans.item, name="plan_part"),
    path("plans/<int:pk>/versions/<int:number>/", plans.version, name="plan_version"),
    path("plans/<int:pk>/versions/<int:number>/items/<int:item>/", plans.version_item, name="plan_version_item"),
    path(
        "plans/<int:pk>/versions/<int:number>/items/<int:item>/<slug:part>/",
        plans.version_item,
        name="plan_version_part",
    ),
    path("agencies/", browse.agencies, name="agencies"),
    path("agencies/<str:code>/", browse.agency, name="agency"),
    path("fields/", browse.fields, name="fields"),
    path("fields/<str:slug>/", browse.field, name="field"),
    path("industries/", industries.industries, name="industries"),
    path("industries/<str:edition>/", industries.edition, name="industry_edition"),
    path("industries/<str:edition>/<str:code>/", industries.industry, name="industry"),
]
