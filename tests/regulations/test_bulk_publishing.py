"""Publishing by the thousand leaves the same rows behind as publishing one by one."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulations.models import (
    AuditEntry,
    DocumentVersion,
    Fee,
    Frequency,
    LegalBasis,
    Paper,
    Part,
    Provision,
    RegulationVersion,
    TimeLimit,
)
from regulations.models.documents import provisions_of
from regulations.publishing import publish_in_bulk, publish_version
from search.models import IndexJob, IndexTarget
from tests.factories.regulations import (
    DECREE_TEXT,
    make_document,
    make_document_draft,
    make_draft,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
JANUARY, MARCH = datetime.date(2026, 1, 1), datetime.date(2026, 3, 1)
NOW = timezone.now()
CHILDREN = (Part, Paper, Fee, TimeLimit, Frequency, LegalBasis)
UNLIKE = {"id", "created_at", "latest_revision", "live_revision", "version", "regulation", "document", "parent"}
"""Keys and moments that are each row's own; no revision is kept of what was never drafted."""


def values(row):
    """Everything a row says of itself."""
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in UNLIKE}


def rows(model, version):
    return [values(row) for row in model.objects.filter(version=version)]


def logged(version):
    entries = AuditEntry.objects.for_instance(version)
    return [
        (entry.action, entry.label, entry.user_id, entry.content_changed, entry.deleted, entry.data)
        for entry in entries
    ]


def jobs(kind, key):
    return list(IndexJob.objects.filter(kind=kind, key=key).values_list("target__name", "applied"))


@pytest.fixture(autouse=True)
def _two_indexes():
    for name in ("tantivy:here", "elasticsearch:there"):
        IndexTarget.objects.create(name=name)


def test_regulation_versions_come_out_the_same():
    document = make_document()
    content = {
        "title": "Cấp giấy phép", "note": "Vì sửa nghị định", "card_who": "Mọi cơ sở", "state": "partly",
    }  # fmt: skip
    said = {
        "parts": {"steps": "Bước 1.", "dossier": "Đơn."},
        "papers": [{"name": "Đơn", "copies": 2}],
        "fees": [{"name": "Phí", "amount": 9_007_199_254_740_993}],
        "time_limits": [{"number": 15}],
        "frequencies": [{"number": 2}],
        "bases": [{"document": document, "label": "dieu-1"}],
    }
    one, many = make_regulation(), make_regulation()
    singly = [
        publish_version(version=make_draft(one, effective_from=day, **content, **said), at=NOW)
        for day in (JANUARY, MARCH)
    ]
    unsaved = [RegulationVersion(regulation=many, effective_from=day, **content) for day in (JANUARY, MARCH)]
    children = {model: [] for model in CHILDREN}
    for version in unsaved:
        children[Part] += [
            Part(version=version, key=key, text=text, sort_order=n)
            for n, (key, text) in enumerate(said["parts"].items())
        ]
        for model, name in zip(CHILDREN[1:], list(said)[1:], strict=True):
            children[model] += [model(version=version, sort_order=n, **row) for n, row in enumerate(said[name])]
    publish_in_bulk(versions=unsaved, children=children.values(), at=NOW)

    together = list(many.versions.order_by("number"))
    for version, twin in zip(singly, together, strict=True):
        stored = RegulationVersion.objects.get(pk=version.pk)
        assert values(twin) == values(stored)
        assert str(twin) == str(stored).replace(one.code, many.code)
        for model in CHILDREN:
            assert rows(model, twin) == rows(model, stored)
        assert [(action, *rest) for action, _label, *rest in logged(twin)] == [
            (action, *rest) for action, _label, *rest in logged(stored)
        ]
        assert logged(twin)[0][1] == str(twin)
    assert len(jobs("regulation", many.pk)) == 2  # one an index, for both versions at once
    assert set(jobs("regulation", many.pk)) == set(jobs("regulation", one.pk))


def test_document_versions_come_out_the_same_with_their_provisions():
    one, many = make_document(), make_document()
    singly = publish_version(version=make_document_draft(one, effective_from=JANUARY), at=NOW)
    unsaved = DocumentVersion(document=many, effective_from=JANUARY, text=DECREE_TEXT)
    tree = provisions_of(unsaved)
    levels = [[row for row in tree if row.depth == depth] for depth in range(4)]
    publish_in_bulk(versions=[unsaved], children=levels, at=NOW)

    together = many.versions.get()
    assert values(together) == values(DocumentVersion.objects.get(pk=singly.pk))
    assert rows(Provision, together) == rows(Provision, singly)
    parents = [list(version.provisions.values_list("label", "parent__label")) for version in (singly, together)]
    assert parents[0] == parents[1]
    assert set(jobs("document", many.pk)) == set(jobs("document", one.pk))
    assert len(logged(together)) == len(logged(singly)) == 1


def test_numbers_go_on_from_what_is_published():
    regulation = make_regulation()
    make_version(regulation, effective_from=JANUARY)
    publish_in_bulk(versions=[RegulationVersion(regulation=regulation, title="Mới", effective_from=MARCH)])
    assert list(regulation.versions.order_by("number").values_list("number", "effective_from")) == [
        (1, JANUARY), (2, MARCH),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"effective_from": JANUARY}, "01/01/2026"),
        ({"effective_from": None}, "ngày có hiệu lực"),
        ({"title": ""}, ""),
        ({"title": "x" * 501}, "501"),
        ({"state": "maybe"}, "maybe"),
        ({"card_who": "từ " * 121}, "121"),
    ],
)
def test_one_version_that_is_not_fit_stops_all_and_is_named(fields, reason):
    taken, free = make_regulation(), make_regulation()
    make_version(taken, effective_from=JANUARY)
    before = (RegulationVersion.objects.count(), IndexJob.objects.count(), AuditEntry.objects.count())
    good = RegulationVersion(regulation=free, title="Được", effective_from=MARCH)
    bad = RegulationVersion(**{"regulation": taken, "title": "Không", "effective_from": MARCH} | fields)
    with pytest.raises(ValidationError) as refused:
        publish_in_bulk(versions=[good, bad])
    assert str(refused.value.messages[0]).startswith(taken.code)
    assert reason in str(refused.value.messages[0]).replace("2026-01-01", "01/01/2026")
    assert (RegulationVersion.objects.count(), IndexJob.objects.count(), AuditEntry.objects.count()) == before


def test_two_of_one_day_in_one_go_are_refused():
    regulation = make_regulation()
    twins = [RegulationVersion(regulation=regulation, title="Một", effective_from=MARCH) for _ in range(2)]
    with pytest.raises(ValidationError):
        publish_in_bulk(versions=twins)


def test_several_documents_whose_day_is_not_known_may_stand_beside_each_other():
    document = make_document()
    publish_in_bulk(versions=[DocumentVersion(document=document, state="unknown") for _ in range(2)])
    assert document.versions.count() == 2


def test_nothing_to_publish_is_nothing_done(django_assert_max_num_queries):
    with django_assert_max_num_queries(2):  # the savepoint's
        publish_in_bulk(versions=[])


def test_many_take_few_queries(django_assert_max_num_queries):
    regulations = [make_regulation() for _ in range(60)]
    versions = [RegulationVersion(regulation=row, title="Tên", effective_from=MARCH) for row in regulations]
    parts = [Part(version=version, key="steps", text="Bước 1.") for version in versions]
    with django_assert_max_num_queries(24):
        publish_in_bulk(versions=versions, children=[parts])
