"""Compliance cost by Thông tư 02/2017/TT-VPCP, Điều 27: the figures, and where they are shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.contents import cost_sheet, draft_content, stored_contents
from regulations.costs import CostRow, CostSheet, Saving, activity_amount, total_saving
from regulations.models import CostLine, RegulationVersion
from regulations.publishing import publish_version
from tests.factories.regulations import JANUARY, make_draft, make_regulation, make_version
from tests.regulations.test_pages import words

MILLION = 10**6


def row(hours="0", income=0, services=0, fees=0, activity="Nộp hồ sơ", source=""):
    return CostRow(activity, Decimal(hours), income, services, fees, source)


def priced(regulation, lines, *, day=JANUARY, **fields) -> RegulationVersion:
    """A published version with cost lines, each (activity, hours, income, services, fees, source)."""
    draft = make_draft(regulation, effective_from=day, **fields)
    names = ("activity", "hours", "hourly_income", "services", "fees", "source")
    for order, line in enumerate(lines):
        CostLine.objects.create(version=draft, sort_order=order, **dict(zip(names, line, strict=True)))
    return publish_version(version=RegulationVersion.objects.get(pk=draft.pk))


@pytest.mark.parametrize(
    ("hours", "income", "amount"),
    [
        ("1.5", 50_000, 75_000),
        ("0.0001", 4_999, 0),
        ("0.0001", 5_000, 1),  # half a đồng goes up
        ("0.3333", 15_000, 5_000),  # 4999.5
        ("99999.9999", 9_007_199_254_740_993, 900_719_924_573_379_374_526),  # no float could hold it
    ],
)
def test_an_activity_is_rounded_half_up_to_the_dong(hours, income, amount):
    assert activity_amount(hours=Decimal(hours), hourly_income=income, services=0, fees=0) == amount


def test_lines_are_rounded_before_they_are_added():
    assert CostSheet((row("0.5", 1), row("0.5", 1), row("0.5", 1))).once == 3  # not 1.5, rounded: 2


def test_a_year_needs_every_factor():
    one = (row("2", 50_000, services=30_000, fees=20_000),)
    assert CostSheet(one, 2, 300).per_year == 150_000 * 2 * 300
    assert CostSheet(one, None, 300).per_year is None and CostSheet(one, 2, None).per_year is None
    assert CostSheet((), 2, 300).once is None and CostSheet((), 2, 300).per_year is None
    assert CostSheet(one, 0, 300).per_year == 0
    assert CostSheet(one, None, None).missing == ["số lần thực hiện mỗi năm", "số đối tượng tuân thủ mỗi năm"]


def test_a_real_plan_s_figures_add_up():
    """The saving that one ministry's approved plan of 2021 published: procedures and conditions, to the đồng."""
    procedures, conditions = Saving(4_000_000_000, 460_539_969), Saving(47_089_200, 0)
    total = total_saving([procedures, conditions])
    assert (procedures.amount, conditions.amount) == (3_539_460_031, 47_089_200)
    assert total.amount == 3_586_549_231
    assert (total.known, total.count) == (2, 2)


def test_what_has_no_figure_adds_nothing_and_is_counted():
    total = total_saving([Saving(100, 40), Saving(None, 0), Saving(500, None), Saving(100, 160)])
    assert (total.count, total.known, total.before, total.after, total.amount) == (4, 2, 200, 200, 0)
    assert total.percent == Decimal("0.0")
    assert total_saving([]).percent is None and total_saving([Saving(0, 0)]).percent is None


def test_a_percentage_is_of_the_current_cost_half_up():
    assert total_saving([Saving(393_400 * MILLION, 201_000 * MILLION)]).percent == Decimal("48.9")
    assert total_saving([Saving(2000, 1999)]).percent == Decimal("0.1")  # 0.05


@given(
    st.integers(min_value=0, max_value=999_999_999).map(lambda parts: Decimal(parts) / 10_000),
    st.integers(min_value=0, max_value=10**12),
    st.integers(min_value=0, max_value=10**12),
)
def test_a_line_in_the_model_and_on_the_page_is_one_formula(hours, income, fees):
    line = CostLine(activity="Việc", hours=hours, hourly_income=income, services=7, fees=fees)
    assert line.amount == row(str(hours), income, 7, fees).amount
    assert abs(Decimal(line.amount) - (hours * income + 7 + fees)) <= Decimal("0.5")


@pytest.mark.django_db
@pytest.mark.parametrize("hours", ["0", "0.0001", "0.3333", "8.3333", "99999.9999", "100", "1.5"])
def test_the_database_gives_back_every_digit(hours):
    version = priced(
        make_regulation(), [("Việc\tcó dấu", Decimal(hours), 62_501, 2**53 + 1, 2**62, "Khảo sát | 2026")],
        times_per_year=3, subjects_per_year=7,
    )  # fmt: skip
    content = stored_contents([version], version.regulation.kind)[version.pk]
    assert content.costs == (CostRow("Việc\tcó dấu", Decimal(hours), 62_501, 2**53 + 1, 2**62, "Khảo sát | 2026"),)
    stored = RegulationVersion.objects.get(pk=version.pk)
    assert draft_content(stored).costs == content.costs
    assert cost_sheet(stored, content).once == stored.cost_lines.get().amount


@pytest.mark.django_db
def test_the_page_shows_the_reckoning_with_its_sources(client):
    regulation = make_regulation(code="1.000001")
    priced(
        regulation,
        [("Chuẩn bị hồ sơ", "1.5", 50_000, 500_000, 0, "Khảo sát <b> 5/2026"), ("Nộp phí", 0, 0, 0, 1_200_000, "")],
        times_per_year=2,
        subjects_per_year=1500,
    )
    text = words(client.get("/regulations/1.000001/"))
    assert "1,5 giờ × 50.000 đ" in text and "575.000 đ" in text and "Chi phí một lần 1.775.000 đ" in text
    assert "1.775.000 đ × 2 lần × 1.500 đối tượng = 5.325.000.000 đ" in text
    assert "Khảo sát &lt;b&gt; 5/2026" in text and "chưa ghi nguồn" in text
    assert "1,500" in words(client.get("/en/regulations/1.000001/"))


@pytest.mark.django_db
def test_what_is_not_known_is_said_and_not_guessed(client):
    make_version(make_regulation(code="1.000002"))
    assert "Chi phí tuân thủ Chưa tính" in words(client.get("/regulations/1.000002/"))
    priced(make_regulation(code="1.000003"), [("Nộp phí", 0, 0, 0, 10, "")], subjects_per_year=4)
    text = words(client.get("/regulations/1.000003/"))
    assert (
        "chưa tính, vì chưa có số lần thực hiện mỗi năm." in text
        and "số đối tượng" not in text.split("chưa tính")[1][:60]
    )


@pytest.mark.django_db
def test_two_versions_are_compared_by_cost_too(client):
    regulation = make_regulation(code="1.000004")
    priced(regulation, [("Nộp hồ sơ", 2, 50_000, 0, 0, ""), ("Đi lại", 4, 50_000, 0, 0, "")], times_per_year=2)
    priced(
        regulation,
        [("Nộp hồ sơ", "0.5", 50_000, 0, 0, "")],
        day=JANUARY.replace(month=6),
        times_per_year=1,
    )
    text = words(client.get("/regulations/1.000004/compare/1/2/"))
    assert "chi phí mỗi lần 300.000 đ → 25.000 đ" in text
    assert "số lần thực hiện mỗi năm 2 → 1" in text.lower()
    assert "Chi phí tuân thủ mỗi lần" in text and "Đi lại: 4 giờ × 50.000 đ = 200.000 đ" in text
    assert "chi phí mỗi lần" in words(client.get("/regulations/1.000004/"))
