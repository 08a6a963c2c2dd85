"""Set-wise trust against a record at a time: whatever the register holds, both say the same."""

import datetime
import random

import pytest
from django.utils import timezone

from regulations.due_comparisons import documents_standing, regulations_standing
from regulations.models import (
    Agency,
    ComparisonPeriod,
    DocumentRelation,
    DocumentVersion,
    OriginalComparison,
    RegulationVersion,
    RelationType,
    State,
)
from regulations.trust import Read, Trust, trust_of_documents, trust_of_regulations
from regulations.unapplied import touched_bases, unapplied_changes
from tests.factories.comparisons import set_period
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
LABELS = ["", "dieu-1", "dieu-1-khoan-1", "dieu-2"]
ENDED = {State.SUSPENDED, State.ABOLISHED, State.GAP}


def today_less(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)


def published_before(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def fill(draw: random.Random) -> None:
    """Agencies in three levels, periods for some, documents that change each other, regulations that cite them."""
    top = [make_agency() for _ in range(3)]
    units = [make_agency(parent=draw.choice(top)) for _ in range(3)]
    agencies = [*top, *units, *(make_agency(parent=draw.choice(units)) for _ in range(2))]
    set_period(draw.randint(5, 60))
    for agency in draw.sample(agencies, 3):
        set_period(draw.randint(5, 60), agency)
    gone = {"valid_from": today_less(900), "valid_to": today_less(draw.randint(0, 2))}
    ComparisonPeriod.objects.create(agency=draw.choice(agencies), days=1, **gone)
    documents = []
    for _ in range(10):
        document = make_document(maintained_by=draw.choice([*agencies, None]), issued_on=today_less(400))
        for days in draw.sample(range(-20, 300), draw.randint(1, 2)):
            make_document_version(
                document,
                effective_from=draw.choice([today_less(days)] * 4 + [None]) if not document.versions.exists()
                else today_less(days),
                state=draw.choice([State.IN_FORCE] * 4 + [State.ABOLISHED]),
                at=published_before(draw.randint(0, 90)),
            )  # fmt: skip
        documents.append(document)
    for _ in range(12):
        changing, target = draw.sample(documents, 2)
        DocumentRelation.objects.get_or_create(
            document=changing,
            target=target,
            type=draw.choice(list(RelationType)),
            defaults={"effective_from": draw.choice([None, today_less(draw.randint(-30, 200))])},
        )
    for _ in range(15):
        regulation = make_regulation(draw.choice(agencies))
        for days in draw.sample(range(-20, 300), draw.randint(1, 2)):
            cited = draw.sample([(one, label) for one in documents for label in LABELS], draw.randint(0, 3))
            make_version(
                regulation,
                effective_from=today_less(days),
                state=draw.choice([State.IN_FORCE] * 4 + [State.ABOLISHED, State.SUSPENDED]),
                bases=[{"document": document, "label": label} for document, label in cited],
                at=published_before(draw.randint(0, 90)),
            )
    for model, column in ((RegulationVersion, "regulation_version"), (DocumentVersion, "document_version")):
        for version in model.objects.published():
            for _ in range(draw.choice([0, 0, 1, 2])):
                OriginalComparison.objects.create(
                    **{column: version},
                    compared_on=today_less(draw.randint(0, 90)),
                    agency=draw.choice(agencies),
                    differs=draw.random() < 0.3,
                    note="Khác",
                )


def naive_period(agency: Agency | None) -> int | None:
    today = timezone.localdate()
    while agency is not None:
        own = ComparisonPeriod.objects.valid_on(today).filter(agency=agency)
        if own:
            return max(own, key=lambda one: (one.valid_from or datetime.date.min, one.pk)).days
        agency = agency.parent
    return ComparisonPeriod.objects.valid_on(today).filter(agency=None).get().days


def naive_trust(version, on: datetime.date) -> Trust:
    """As one would do by hand for one version."""
    last = version.originalcomparisons.order_by("-compared_on", "-pk").first()
    since = last.compared_on if last else timezone.localdate(version.recorded_at)
    late = (timezone.localdate() - since).days - naive_period(version.maintaining_agency)
    due = on >= timezone.localdate() and version.state not in ENDED
    return Trust(
        compared_on=last.compared_on if last else None,
        compared_by=last.agency.name_vi if last else "",
        differs=last.differs if last else False,
        note=last.note if last else "",
        unapplied=naive_changes(version, on),
        overdue_days=max(late, 0) if due else 0,
    )


def naive_changes(version, on: datetime.date) -> int:
    if isinstance(version, DocumentVersion):
        coming = on >= timezone.localdate()
        return len(unapplied_changes([version.document_id], on, coming=coming).get(version.document_id, []))
    found = set()
    for basis in touched_bases([version], on).get(version.pk, []):
        if basis.change is not None:
            found.add(("change", basis.change.relation_id))
        elif not any(
            other.change is not None and other.change.ends_the_whole and other.document_id == basis.document_id
            for other in touched_bases([version], on)[version.pk]
        ):
            found.add(("lapsed", basis.document_id))
    return len(found)


@pytest.mark.parametrize("seed", range(6))
def test_many_at_once_say_what_each_says_alone(seed):
    fill(random.Random(seed))
    for on in (timezone.localdate(), today_less(100)):
        for model, many in ((RegulationVersion, trust_of_regulations), (DocumentVersion, trust_of_documents)):
            versions = list(model.objects.current())
            together = many([Read.of(version) for version in versions], on)
            for version in versions:
                assert together[version.pk] == naive_trust(version, on), (model, version.pk, on)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_due_is_what_the_pages_say(seed):
    """The desk's list and the figures have exactly the records whose pages say that they are late."""
    fill(random.Random(seed))
    today = timezone.localdate()
    agencies = set(Agency.objects.order_by("pk").values_list("pk", flat=True)[:3])
    for standing, model, keeper in (
        (regulations_standing, RegulationVersion, "regulation__agency"),
        (documents_standing, DocumentVersion, "document__maintained_by"),
    ):
        found = {one.version: one for one in standing(today)}
        expected = {}
        for record in {version.identity for version in model.objects.current()}:
            version = record.version_on(today)
            if version is not None and version.state not in ENDED:
                expected[version.pk] = naive_trust(version, today)
        assert found.keys() == expected.keys()
        for pk, one in found.items():
            said = expected[pk]
            assert (one.compared_on, one.differs, one.overdue_days) == (
                said.compared_on, said.differs, said.overdue_days,
            )  # fmt: skip
            assert one.is_accurate == (said.compared_on is not None and not said.differs and said.overdue_days == 0)
        own = model.objects.filter(pk__in=found, **{f"{keeper}__in": agencies}).values_list("pk", flat=True)
        assert {one.version for one in standing(today, agencies)} == set(own)


def test_a_page_of_hits_takes_as_many_queries_as_one(django_assert_max_num_queries):
    agency, document = make_agency(), make_document_version().document
    reads = [
        Read.of(make_version(make_regulation(agency), bases=[{"document": document, "label": ""}])) for _ in range(20)
    ]
    with django_assert_max_num_queries(1):
        trust_of_regulations(reads, timezone.localdate())
    changing = make_document_version().document
    DocumentRelation.objects.create(
        document=changing, target=document, type=RelationType.AMENDS, effective_from=today_less(1)
    )
    with django_assert_max_num_queries(5):
        said = trust_of_regulations(reads, timezone.localdate())
    assert {one.unapplied for one in said.values()} == {1}
    with django_assert_max_num_queries(0):
        assert trust_of_regulations([], timezone.localdate()) == {}
