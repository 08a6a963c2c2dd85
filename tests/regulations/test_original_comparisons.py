"""Recording that a record was compared with its original, and what the pages say of it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulations.models import AgencySuccession, AuditEntry, ComparisonPeriod, OriginalComparison
from regulations.original_comparisons import record_comparison, record_comparisons
from regulations.publishing import publish_version
from tests.factories.accounts import make_superuser
from tests.factories.comparisons import make_comparison, set_period
from tests.factories.regulations import (
    make_agency,
    make_controller,
    make_document,
    make_document_version,
    make_draft,
    make_officer,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


@pytest.fixture
def agency(db):
    return make_agency("BCT", name_vi="Bộ Công Thương")


@pytest.fixture
def version(agency):
    return make_version(make_regulation(agency), at=days_ago(30))


def refused(**asked) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        record_comparison(**asked)
    assert not OriginalComparison.objects.exists()
    return caught.value


def test_a_comparison_is_kept_and_in_the_log(version, agency):
    officer, today = make_officer(agency), timezone.localdate()
    kept = record_comparison(
        version=version, compared_on=today, by=officer, differs=True, note=" Khác mức phí ở phần 5. "
    )
    assert (kept.regulation_version, kept.document_version) == (version, None)
    assert (kept.agency, kept.note, kept.recorded_by) == (agency, "Khác mức phí ở phần 5.", officer)
    entry = AuditEntry.objects.for_instance(version).get(action="regulations.compare")
    assert (entry.user, entry.why) == (officer, "Khác mức phí ở phần 5.")
    assert entry.data["compared_on"] == today.isoformat()


def test_a_second_one_leaves_the_first(version, agency):
    make_comparison(version, timezone.localdate() - 9 * DAY)
    make_comparison(version)
    assert OriginalComparison.objects.filter(regulation_version=version).count() == 2


@pytest.mark.parametrize("offset", [1, -31])
def test_no_day_to_come_and_none_before_it_was_published(version, agency, offset):
    error = refused(version=version, compared_on=timezone.localdate() + offset * DAY, by=make_officer(agency))
    assert set(error.message_dict) == {"compared_on"}


def test_the_first_and_the_last_day_that_may_be(version, agency):
    for offset in (0, -30):
        make_comparison(version, timezone.localdate() + offset * DAY)


def test_a_document_is_not_compared_before_it_was_issued(agency):
    issued = timezone.localdate() - 3 * DAY
    version = make_document_version(make_document(maintained_by=agency, issued_on=issued), at=days_ago(30))
    assert "compared_on" in refused(version=version, compared_on=issued - DAY, by=make_officer(agency)).message_dict
    assert make_comparison(version, issued).document_version == version


def test_a_difference_says_where(version, agency):
    asked = {"version": version, "compared_on": timezone.localdate(), "by": make_officer(agency), "differs": True}
    assert set(refused(**asked, note="  ").message_dict) == {"note"}


def test_drafts_and_corrected_versions_are_not_compared(version, agency):
    officer, today = make_officer(agency), timezone.localdate()
    refused(version=make_draft(version.regulation), compared_on=today, by=officer)
    publish_version(version=make_draft(version.regulation, corrects=version, effective_from=version.effective_from))
    refused(version=version, compared_on=today, by=officer)


def test_only_officers_of_the_records_agency(version, agency):
    today = timezone.localdate()
    for stranger in (make_officer(make_agency()), make_controller(agency)):
        refused(version=version, compared_on=today, by=stranger)
    refused(version=version, compared_on=today, by=make_officer(agency), agency=make_agency())
    inactive = make_officer(agency, is_active=False)
    refused(version=version, compared_on=today, by=inactive)


def test_a_document_that_nobody_keeps(agency):
    version = make_document_version(make_document(), at=days_ago(3))
    refused(version=version, compared_on=timezone.localdate(), by=make_superuser())


def test_who_took_the_work_over_compares_in_its_own_name(version, agency):
    heir = make_agency("BCTM")
    AgencySuccession.objects.create(old=agency, new=heir, date=timezone.localdate() - 10 * DAY, primary=True)
    officer = make_officer(heir)
    assert make_comparison(version, by=officer).agency == heir
    assert make_comparison(version, timezone.localdate() - 11 * DAY, by=officer).agency == agency


def test_many_at_once_or_none(version, agency):
    officer, today = make_officer(agency), timezone.localdate()
    other = make_version(make_regulation(make_agency()), at=days_ago(3))
    with pytest.raises(ValidationError, match=other.regulation.code):
        record_comparisons(versions=[version, other], compared_on=today, by=officer)
    assert not OriginalComparison.objects.exists()
    document = make_document_version(make_document(maintained_by=agency), at=days_ago(3))
    assert len(record_comparisons(versions=[version, document], compared_on=today, by=officer)) == 2


def test_the_first_period_awaits_confirmation(db):
    first = ComparisonPeriod.objects.get()
    assert (first.agency, first.days) == (None, 365)
    assert "chờ xác nhận" in first.source


def trust_on(client, url: str) -> str:
    html = client.get(url).content.decode()
    return " ".join(html.partition('<ul class="trust">')[2].partition("</ul>")[0].split())


def test_pages_say_that_nobody_compared(client, version, agency):
    document = make_document_version(make_document(maintained_by=agency), at=days_ago(30))
    for url in (version.regulation.get_absolute_url(), version.get_absolute_url(), document.get_absolute_url()):
        assert "Chưa đối chiếu với bản gốc" in trust_on(client, url)
        assert "quá kỳ hạn" not in trust_on(client, url)


def test_pages_say_when_who_and_what_was_found(client, version, agency):
    make_comparison(version)
    today = f"{timezone.localdate():%d/%m/%Y}"
    assert f"Đã đối chiếu với bản gốc ngày {today}, Bộ Công Thương" in trust_on(client, version.get_absolute_url())
    make_comparison(version, differs=True, note="Khác <b>mức phí</b>.")
    said = trust_on(client, version.regulation.get_absolute_url())
    assert "Thấy khác bản gốc:" in said
    assert "Khác &lt;b&gt;mức phí&lt;/b&gt;." in said


def test_a_new_version_has_not_been_compared(client, version):
    make_comparison(version)
    make_version(version.regulation, effective_from=timezone.localdate())
    assert "Chưa đối chiếu" in trust_on(client, version.regulation.get_absolute_url())
    assert "Đã đối chiếu" in trust_on(client, version.get_absolute_url())


def test_late_from_the_day_after_the_period(client, version):
    make_comparison(version, timezone.localdate() - 10 * DAY)
    url = version.regulation.get_absolute_url()
    set_period(10)
    assert "quá kỳ hạn" not in trust_on(client, url)
    set_period(9)
    assert "Đã quá kỳ hạn đối chiếu 1 ngày" in trust_on(client, url)
    make_comparison(version)
    assert "quá kỳ hạn" not in trust_on(client, url)


def test_of_a_past_day_nothing_is_late(client, version):
    set_period(1)
    url = version.regulation.get_absolute_url()
    assert "quá kỳ hạn" in trust_on(client, url)
    assert "quá kỳ hạn" not in trust_on(client, f"{url}?on=2026-02-01")


def test_a_draft_previewed_says_nothing(client, version, agency):
    document = make_document_version(make_document(maintained_by=agency), at=days_ago(3))
    assert "trust" in client.get(document.get_absolute_url()).content.decode()
    assert 'class="trust"' not in client.get(f"{version.regulation.get_absolute_url()}?on=2000-01-01").content.decode()
