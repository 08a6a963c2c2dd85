"""The register's models in Wagtail's admin: lists, forms, pages and choosers of each."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from regulations.admin import exports, filters, identities, lists, panels, versions
from regulations.admin.attachments import WithAttachments
from regulations.admin.choosers import ScopedChooserViewSet
from regulations.admin.comparing_originals import WithComparisons
from regulations.admin.error_reports import ErrorReportViewSet
from regulations.admin.guards import GuardedViewSet
from regulations.admin.matching import matching_patterns
from regulations.admin.relations import relation_patterns
from regulations.admin.word_import import WordImportView
from regulations.models import DocumentVersion, LegalDocument, Regulation, RegulationVersion
from regulations.permissions import policy_of


class IdentityViewSet(GuardedViewSet):
    """A regulation or a document: what it is; its versions hang below."""

    inspect_view_enabled = True
    inspect_view_class = identities.IdentityPageView
    edit_view_class = identities.IdentityEditView
    history_view_class = versions.RecordHistoryView
    chooser_viewset_class = ScopedChooserViewSet

    def get_queryset(self, request):
        return policy_of(self.model).instances_user_has_permission_for(request.user, "view")


class RegulationViewSet(IdentityViewSet):
    model = Regulation
    icon = "clipboard-list"
    menu_label = _("Quy định")
    index_view_class = exports.ExportableListView
    add_view_class = identities.RegulationCreateView
    filterset_class = filters.RegulationFilterSet
    edit_handler = panels.regulation_panels()
    list_display = [
        Column("code", label=_("Mã"), sort_key="code", width="15%"),
        Column("latest_title", label=_("Tên")),
        Column("kind", label=_("Loại"), accessor="get_kind_display"),
        Column("agency", label=_("Cơ quan"), accessor="agency.acronym"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_title().select_related("agency")


class LegalDocumentViewSet(IdentityViewSet):
    model = LegalDocument
    icon = "doc-full"
    menu_label = _("Văn bản")
    index_view_class = lists.LegalDocumentIndexView
    add_view_class = identities.DocumentCreateView
    filterset_class = filters.LegalDocumentFilterSet
    edit_handler = panels.document_panels()
    list_display = [
        Column("number", label=_("Số, ký hiệu"), accessor=lambda row: row.number or _("Không số"), width="18%"),
        Column("title", label=_("Trích yếu")),
        Column("doc_type", label=_("Loại"), accessor="get_doc_type_display"),
        lists.DayColumn("issued_on", label=_("Ban hành"), sort_key="issued_on"),
        Column("maintained_by", label=_("Cập nhật"), accessor=lambda row: getattr(row.maintained_by, "acronym", "")),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("maintained_by")

    def extra_urlpatterns(self):
        urls = {"inspect_url_name": self.get_url_name("inspect"), "index_url_name": self.get_url_name("list")}
        return [*super().extra_urlpatterns(), *relation_patterns(**urls), *matching_patterns(**urls)]


class VersionViewSet(GuardedViewSet):
    """Versions: drafted, submitted, approved; read ever after."""

    inspect_view_enabled = True
    identity_viewset: type[IdentityViewSet]
    add_view_class = versions.VersionStartView
    edit_view_class = versions.VersionEditView
    edit_template_name = "regulations/admin/version_form.html"
    inspect_view_class = versions.VersionPageView
    delete_view_class = versions.DraftDeleteView
    history_view_class = versions.RecordHistoryView
    revisions_view_class = versions.VersionRevisionView
    revisions_compare_view_class = versions.VersionCompareView
    workflow_action_view_class = versions.ControlView
    workflow_history_view_class = versions.VersionWorkflowHistoryView
    workflow_history_detail_view_class = versions.VersionWorkflowHistoryDetailView
    chooser_viewset_class = ScopedChooserViewSet

    def get_queryset(self, request):
        rows = policy_of(self.model).instances_user_has_permission_for(request.user, "view")
        return filters.with_control(rows)

    @property
    def add_view(self):
        return versions.VersionStartView.as_view(
            model=self.model,
            identity_model=self.identity_viewset.model,
            widget_class=self.identity_viewset.chooser_viewset_class(
                self.identity_viewset().get_chooser_admin_url_namespace(), model=self.identity_viewset.model
            ).widget_class,
            edit_url_name=self.get_url_name("edit"),
            index_url_name=self.get_url_name("list"),
        )

    @property
    def workflow_action_view(self):
        return self._posted(versions.ControlView)

    def _posted(self, view_class):
        return view_class.as_view(
            model=self.model, inspect_url_name=self.get_url_name("inspect"), edit_url_name=self.get_url_name("edit")
        )

    def extra_urlpatterns(self):
        return [
            path("new/<str:pk>/", self._posted(versions.NewVersionView), name="new_version"),
            path("correct/<str:pk>/", self._posted(versions.CorrectView), name="correct"),
            path("withdraw/<str:pk>/", self._posted(versions.WithdrawView), name="withdraw"),
        ]


class VersionInForceViewSet(WithAttachments, WithComparisons, VersionViewSet):
    """Versions of what binds: a draft is shown against the version it follows."""

    def extra_urlpatterns(self):
        view = versions.VersionChangesView
        kwargs = self.get_inspect_view_kwargs() | {"template_name": view.template_name}
        changes = self.construct_view(view, **kwargs)
        return [*super().extra_urlpatterns(), path("changes/<str:pk>/", changes, name="changes")]


class RegulationVersionViewSet(VersionInForceViewSet):
    model = RegulationVersion
    identity_viewset = RegulationViewSet
    icon = "edit"
    menu_label = _("Phiên bản quy định")
    index_view_class = lists.RegulationVersionIndexView
    filterset_class = filters.RegulationVersionFilterSet
    edit_handler = panels.regulation_version_panels()
    list_display = [
        Column("title", label=_("Tên"), accessor=lambda row: row.title or _("Chưa đặt tên"), sort_key="title"),
        Column("code", label=_("Mã"), accessor="regulation.code"),
        Column("agency", label=_("Cơ quan"), accessor="regulation.agency.acronym"),
        Column("number", label=_("Số"), accessor=lambda row: row.number or ""),
        lists.DayColumn("effective_from", label=_("Hiệu lực từ"), sort_key="effective_from"),
        lists.situation_column(),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).own().select_related("regulation__agency")


class DocumentVersionViewSet(VersionInForceViewSet):
    model = DocumentVersion
    identity_viewset = LegalDocumentViewSet
    icon = "doc-full-inverse"
    menu_label = _("Phiên bản văn bản")
    index_view_class = lists.DocumentVersionIndexView
    filterset_class = filters.DocumentVersionFilterSet
    edit_handler = panels.document_version_panels()
    list_display = [
        Column(
            "document",
            label=_("Văn bản"),
            accessor=lambda row: row.document.number or row.document.title,
            width="18%",
        ),
        Column("title", label=_("Trích yếu"), accessor="document.title"),
        Column("agency", label=_("Cập nhật"), accessor=lambda row: getattr(row.maintaining_agency, "acronym", "")),
        Column("number", label=_("Số"), accessor=lambda row: row.number or ""),
        lists.DayColumn("effective_from", label=_("Hiệu lực từ"), sort_key="effective_from"),
        lists.situation_column(),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("document__maintained_by").defer("text")

    def extra_urlpatterns(self):
        view = WordImportView.as_view(
            edit_url_name=self.get_url_name("edit"), inspect_url_name=self.get_url_name("inspect")
        )
        return [*super().extra_urlpatterns(), path("word/<str:pk>/", view, name="import_word")]


class RegisterGroup(SnippetViewSetGroup):
    menu_label = _("Sổ quy định")
    menu_name = "register"
    menu_icon = "clipboard-list"
    menu_order = 100
    items = (
        RegulationViewSet, RegulationVersionViewSet, LegalDocumentViewSet, DocumentVersionViewSet, ErrorReportViewSet,
    )  # fmt: skip
