"""Citations of published texts: kept with them, led to their documents, links in the text, listed where they lead."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from regulations.models import Citation, DocumentVersion, RegulationVersion
from regulations.models.choices import DocumentType
from regulations.publishing import publish_in_bulk
from tests.factories.regulations import make_document, make_document_version, make_draft, make_regulation, make_version

pytestmark = pytest.mark.django_db

TODAY = datetime.date.today()
Y2015, Y2018, Y2022 = (datetime.date(year, 1, 1) for year in (2015, 2018, 2022))
DECREE = "15/2018/NĐ-CP"
CITED_TEXT = (
    "Điều 1. Phạm vi\n1. Gồm:\na) sản xuất;\nb) buôn bán.\n2. Trừ khoản 1 Điều này.\nĐiều 2. Hiệu lực\nNhư Điều 1."
)


def decree(number=DECREE, text=CITED_TEXT, *, effective_from=Y2018, **fields):
    document = make_document(number, issued_on=fields.pop("issued_on", Y2018), **fields)
    make_document_version(document, text=text, effective_from=effective_from)
    return document


def circular(text, **fields):
    return make_document_version(
        make_document("3/2022/TT-BYT", doc_type=DocumentType.CIRCULAR, title="Thông tư"), text=text, **fields
    )


def kept(version):
    about = "document_version" if isinstance(version, DocumentVersion) else "regulation_version"
    rows = Citation.objects.filter(**{about: version}).order_by("pk")
    return [(row.place, row.target_id, row.target_key, row.target_label) for row in rows]


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


class TestKeeping:
    def test_a_document_keeps_what_each_provision_cites(self):
        cited = decree()
        version = circular(f"Điều 1. Theo Nghị định số {DECREE}\n1. Theo điểm b khoản 1 Điều 1 Nghị định số {DECREE}.")
        assert kept(version) == [
            ("dieu-1", cited.pk, "15-2018-nd-cp", ""),
            ("dieu-1-khoan-1", cited.pk, "15-2018-nd-cp", "dieu-1-khoan-1-diem-b"),
        ]

    def test_a_document_cites_itself(self):
        version = decree().versions.get()
        assert kept(version) == [
            ("dieu-1-khoan-2", version.document_id, "15-2018-nd-cp", "dieu-1-khoan-1"),
            ("dieu-2", version.document_id, "15-2018-nd-cp", "dieu-1"),
        ]

    def test_one_without_a_number_cites_itself_too(self):
        document = make_document("không số", title="Nội quy")
        version = make_document_version(document, text="Điều 2. Hiệu lực\nNhư Điều 1.")
        assert [row[1] for row in kept(version)] == [document.pk]

    def test_a_regulation_keeps_what_each_part_cites(self):
        cited = decree()
        version = make_version(
            parts={"steps": f"Theo Điều 2 Nghị định số {DECREE}.", "result": "Điều 5 này thì không."}
        )
        assert kept(version) == [("steps", cited.pk, "15-2018-nd-cp", "dieu-2")]

    def test_a_draft_keeps_none(self):
        make_draft(parts={"steps": f"Theo Nghị định số {DECREE}."})
        assert not Citation.objects.exists()

    def test_many_published_at_once_keep_the_same(self):
        cited = decree()
        text = f"Theo Điều 2 Nghị định số {DECREE}."
        versions = [
            RegulationVersion(regulation=make_regulation(), title="Tên", effective_from=Y2022) for _ in range(3)
        ]
        part = RegulationVersion._meta.get_field("parts").related_model
        publish_in_bulk(versions=versions, children=[[part(version=each, key="steps", text=text) for each in versions]])
        assert [kept(each) for each in versions] == [[("steps", cited.pk, "15-2018-nd-cp", "dieu-2")]] * 3

    def test_the_party_and_the_government_stay_apart(self):
        government = decree("68/NQ-CP", doc_type=DocumentType.RESOLUTION)
        version = circular("Điều 1. Theo Nghị quyết số 68-NQ/TW và Nghị quyết số 68/NQ-CP")
        assert [(row[1], row[2]) for row in kept(version)] == [(None, "68-nq-tw-dang"), (government.pk, "68-nq-cp")]


class TestLeading:
    def test_a_document_that_comes_later_is_led_to(self):
        version = circular(f"Điều 1. Theo Điều 2 Nghị định số {DECREE}")
        assert kept(version) == [("dieu-1", None, "15-2018-nd-cp", "dieu-2")]
        cited = decree()
        assert kept(version) == [("dieu-1", cited.pk, "15-2018-nd-cp", "dieu-2")]

    def test_of_several_with_one_number_none_is_guessed(self):
        first = decree()
        version = circular(f"Điều 1. Theo Nghị định số {DECREE}")
        assert kept(version)[0][1] == first.pk
        decree(title="Khác", issued_on=Y2015)
        assert kept(version)[0][1] is None
        assert kept(first.versions.get())[0][1] == first.pk

    def test_the_document_is_meant_and_not_its_consolidated_text(self):
        decree(consolidated=True)
        original = decree()
        assert kept(circular(f"Điều 1. Theo Nghị định số {DECREE}"))[0][1] == original.pk

    def test_a_law_is_meant_by_its_name_on_the_day_of_the_text(self):
        law = {"doc_type": DocumentType.LAW}
        old = decree("67/2014/QH13", title="Luật Đầu tư", issued_on=Y2015, effective_from=Y2015, **law)
        new = decree("61/2020/QH14", title="Đầu tư", issued_on=Y2022, effective_from=Y2022, **law)
        text = "Điều 1. Theo Luật Đầu tư, Luật Đầu tư năm 2014 và Luật Đầu tư số 61/2020/QH14"
        before = make_document_version(make_document("1/2019/TT-BCT"), text=text, effective_from=Y2018)
        after = make_document_version(make_document("2/2024/TT-BCT"), text=text, effective_from=TODAY)
        assert [row[1] for row in kept(before)] == [old.pk, old.pk, new.pk]
        assert [row[1] for row in kept(after)] == [new.pk, old.pk, new.pk]

    def test_a_law_not_yet_issued_is_not_meant(self):
        decree("61/2020/QH14", title="Luật Đầu tư", doc_type=DocumentType.LAW, issued_on=Y2022)
        version = make_document_version(make_document(), text="Điều 1. Theo Luật Đầu tư", effective_from=Y2015)
        assert kept(version) == [("dieu-1", None, "luat-dau-tu", "")]

    def test_a_younger_law_of_the_name_takes_over_what_is_of_its_time(self):
        law = {"title": "Luật Đầu tư", "doc_type": DocumentType.LAW}
        decree("67/2014/QH13", issued_on=Y2015, **law)
        version = circular("Điều 1. Theo Luật Đầu tư", effective_from=TODAY)
        new = decree("61/2020/QH14", issued_on=Y2022, **law)
        assert kept(version)[0][1] == new.pk

    def test_made_anew_they_are_the_same(self):
        circular(f"Điều 1. Theo Điều 2 Nghị định số {DECREE}")
        make_version(parts={"steps": "Theo từ Điều 1 đến Điều 3 Nghị định số 1/2001/NĐ-CP."})
        decree()
        before = [(*kept(each), each.pk) for each in (*DocumentVersion.objects.all(), *RegulationVersion.objects.all())]
        said = StringIO()
        for _ in range(2):
            call_command("rebuild_citations", stdout=said)
        after = [(*kept(each), each.pk) for each in (*DocumentVersion.objects.all(), *RegulationVersion.objects.all())]
        assert before == after
        assert "regulationversion: 3 citations in 1 versions" in said.getvalue()
        assert "3 lead to no document of the register" in said.getvalue()


class TestLinks:
    def test_a_part_leads_to_the_provision_on_the_day_that_is_read(self, client):
        decree()
        regulation = make_regulation(code="1.000001")
        make_version(
            regulation, effective_from=Y2022, parts={"steps": f"Theo khoản 2 Điều 1 Nghị định số {DECREE} thôi."}
        )
        words = f">khoản 2 Điều 1 Nghị định số {DECREE}</a> thôi."
        link = '<a class="citation" href="/documents/15-2018-nd-cp/dieu-1-khoan-2/'
        assert f'{link}"{words}' in page(client, "/regulations/1.000001/")
        assert f'{link}?on=2023-05-01"{words}' in page(client, "/regulations/1.000001/?on=2023-05-01")
        place = client.get("/documents/15-2018-nd-cp/dieu-1-khoan-2/?on=2023-05-01")
        assert place.url == "/documents/15-2018-nd-cp/?on=2023-05-01#dieu-1-khoan-2"

    def test_a_text_leads_to_others_and_within_itself(self, client):
        decree()
        circular(f"Điều 1. Theo Nghị định số {DECREE}\n1. Theo Điều 2.\nĐiều 2. Hết\nNhư Thông tư này.")
        text = page(client, "/documents/3-2022-tt-byt/?on=2026-02-01")
        assert f'href="/documents/15-2018-nd-cp/?on=2026-02-01">Nghị định số {DECREE}</a></h3>' in text
        assert '1. Theo <a class="citation" href="#dieu-2">Điều 2</a>.' in text
        assert 'Như <a class="citation" href="/documents/3-2022-tt-byt/?on=2026-02-01">Thông tư này</a>.' in text
        assert 'href="#dieu-1-khoan-1" aria-label="Liên kết đến khoản 1 Điều 1" data-copy-link' in text

    def test_each_of_an_enumeration_is_a_link_and_what_lies_between_is_none(self, client):
        decree()
        circular("Điều 1. Mở đầu\nTheo các điểm a, b khoản 1 và khoản 2 Điều 1; từ Điều 1 đến Điều 3.")
        text = page(client, "/documents/3-2022-tt-byt/")
        assert text.count('class="citation') == 5

    def test_an_article_in_one_piece_stands_for_its_clauses(self, client):
        decree()
        circular(f"Điều 1. Theo điểm a khoản 1 Điều 2 Nghị định số {DECREE}")
        assert 'class="citation" href="/documents/15-2018-nd-cp/dieu-2/"' in page(client, "/documents/3-2022-tt-byt/")

    def test_a_provision_that_the_text_of_the_day_lacks_leads_to_the_document_and_says_so(self, client):
        decree()
        circular(f"Điều 1. Theo Điều 99 Nghị định số {DECREE}")
        text = page(client, "/documents/3-2022-tt-byt/")
        assert 'class="citation citation--doubt" href="/documents/15-2018-nd-cp/" title="Bản có hiệu lực' in text

    def test_a_document_that_does_not_speak_on_the_day_says_so(self, client):
        decree(effective_from=TODAY + datetime.timedelta(days=400))
        circular(f"Điều 1. Theo Điều 1 Nghị định số {DECREE}")
        text = page(client, "/documents/3-2022-tt-byt/")
        assert 'href="/documents/15-2018-nd-cp/" title="Văn bản này chưa có hiệu lực vào ngày đang xem."' in text

    def test_a_number_that_several_share_leads_to_the_choice(self, client):
        decree()
        decree(title="Khác", issued_on=Y2015)
        make_version(make_regulation(code="1.000001"), parts={"steps": f"Theo Điều 1 Nghị định số {DECREE}."})
        assert 'href="/documents/15-2018-nd-cp/"' in page(client, "/regulations/1.000001/")
        assert "15-2018-nd-cp-2018" in page(client, "/documents/15-2018-nd-cp/")

    def test_what_is_not_public_is_no_link(self, client):
        make_document(DECREE)
        circular(f"Điều 1. Theo Nghị định số {DECREE} và Nghị định số 1/2001/NĐ-CP")
        assert 'class="citation' not in page(client, "/documents/3-2022-tt-byt/")

    def test_a_page_of_a_long_text_leads_to_other_pages(self, client):
        filler = "\n".join(["Dài. " * 4000] * 3)
        circular(
            f"Chương I\nMỘT\nĐiều 1. Tên\nXem Điều 2.\n{filler}\nChương II\nHAI\nĐiều 2. Tên\nXem Điều 1 và Điều 2."
        )
        first = page(client, "/documents/3-2022-tt-byt/chuong-i/?version=1")
        assert 'href="/documents/3-2022-tt-byt/dieu-2/?version=1">Điều 2</a>' in first
        second = page(client, "/documents/3-2022-tt-byt/chuong-ii/?version=1")
        assert 'href="#dieu-2">Điều 2</a>' in second

    def test_hostile_words_around_a_link_are_escaped(self, client):
        decree()
        evil = '<script>alert(1)</script> & "'
        circular(f"Điều 1. {evil} Nghị định số {DECREE} {evil}\n1. {evil}Theo Điều 1 {evil}.")
        make_version(make_regulation(code="1.000001"), parts={"steps": f"{evil} Nghị định số {DECREE} {evil}"})
        for address in ("/documents/3-2022-tt-byt/", "/regulations/1.000001/"):
            text = page(client, address)
            assert "<script>alert" not in text
            assert '&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot; <a class="citation" href' in text

    def test_the_page_of_a_regulation_asks_once_more(self, client, django_assert_max_num_queries):
        for number in range(1, 6):
            decree(f"{number}/2018/NĐ-CP")
        cites = " ".join(f"Theo Điều 1 Nghị định số {number}/2018/NĐ-CP." for number in range(1, 6))
        regulation = make_regulation(code="1.000001")
        make_version(regulation, parts={"steps": cites * 20}, bases=[{"document": make_document(), "label": ""}])
        with django_assert_max_num_queries(12):
            page(client, "/regulations/1.000001/")


class TestCitedBy:
    ADDRESS = "/documents/15-2018-nd-cp/cited-by/"

    @pytest.fixture
    def cited(self):
        return decree()

    def test_both_kinds_are_listed_with_their_words(self, client, cited):
        circular(f"Điều 4. Tên\n1. Hồ sơ theo khoản 2 Điều 1 Nghị định số {DECREE} và <b>khác</b>.")
        make_version(
            make_regulation(code="1.000001"), parts={"steps": f"Theo Nghị định số {DECREE}."}, title="Cấp phép"
        )
        text = page(client, self.ADDRESS)
        assert "2 lần viện dẫn" in text
        assert 'href="/regulations/1.000001/#part-steps"' in text
        assert "Trình tự thực hiện, 1.000001" in text
        assert 'href="/documents/3-2022-tt-byt/dieu-4-khoan-1/"' in text
        assert f"Hồ sơ theo <mark>khoản 2 Điều 1 Nghị định số {DECREE}</mark> và &lt;b&gt;khác&lt;/b&gt;." in text

    def test_the_document_and_its_articles_lead_there_with_counts(self, client, cited):
        circular(f"Điều 4. Tên\n1. Theo khoản 2 Điều 1 Nghị định số {DECREE}.")
        text = page(client, "/documents/15-2018-nd-cp/")
        assert f'<a href="{self.ADDRESS}">1 lần trong văn bản và quy định khác</a>' in text
        assert f'href="{self.ADDRESS}?label=dieu-1" aria-label="Được viện dẫn: Điều 1 (3)"' in text
        assert f"{self.ADDRESS}?label=dieu-2" not in text

    def test_a_provision_lists_what_cites_it_and_what_is_in_it(self, client, cited):
        circular(f"Điều 4. Tên\n1. Theo khoản 2 Điều 1 Nghị định số {DECREE}.\n2. Theo Điều 2 Nghị định số {DECREE}.")
        article = page(client, f"{self.ADDRESS}?label=dieu-1")
        assert "3 lần viện dẫn" in article
        assert "dieu-4-khoan-1/" in article
        assert "dieu-4-khoan-2/" not in article
        assert f'href="{self.ADDRESS}?label=dieu-1-khoan-2">khoản 2 Điều 1 (1)' in article
        assert "1 lần viện dẫn" in page(client, f"{self.ADDRESS}?label=khoản 2 Điều 1")

    def test_only_texts_that_speak_today_count(self, client, cited):
        text = f"Điều 4. Theo Nghị định số {DECREE}"
        version = circular(text, effective_from=Y2018)
        assert "1 lần viện dẫn" in page(client, self.ADDRESS)
        make_document_version(version.document, text="Điều 4. Không theo gì", effective_from=Y2022)
        make_document_version(make_document(), text=text, effective_from=TODAY + datetime.timedelta(days=9))
        make_version(parts={"steps": text}, state="abolished")
        make_draft(parts={"steps": text})
        assert "data-empty" in page(client, self.ADDRESS)

    def test_one_of_unknown_date_counts_until_a_dated_one_comes(self, client, cited):
        version = circular(f"Điều 4. Theo Nghị định số {DECREE}", effective_from=None, state="unknown")
        assert "1 lần viện dẫn" in page(client, self.ADDRESS)
        make_document_version(version.document, text="Điều 4. Không", effective_from=Y2022)
        assert "data-empty" in page(client, self.ADDRESS)

    def test_a_corrected_version_does_not_count(self, client, cited):
        wrong = circular(f"Điều 4. Theo Nghị định số {DECREE}", effective_from=Y2022)
        make_document_version(wrong.document, text="Điều 4. Không", effective_from=Y2022, corrects=wrong)
        assert "data-empty" in page(client, self.ADDRESS)

    def test_many_are_on_pages(self, client, cited):
        for number in range(30):
            make_version(make_regulation(code=f"1.0001{number:02}"), parts={"steps": f"Theo Nghị định số {DECREE}."})
        assert page(client, self.ADDRESS).count("<mark>") == 25
        assert page(client, f"{self.ADDRESS}?page=2").count("<mark>") == 5
        page(client, f"{self.ADDRESS}?page=3", 404)

    def test_the_list_takes_as_many_queries_for_many_as_for_few(self, client, cited, django_assert_max_num_queries):
        for number in range(20):
            make_document_version(make_document(f"{number + 1}/2022/NĐ-CP"), text=f"Điều 1. Theo Nghị định số {DECREE}")
        with django_assert_max_num_queries(14):
            page(client, self.ADDRESS)

    @pytest.mark.parametrize("label", ["x", "dieu-99", "<script>", "a" * 500, "dieu-1\0"])
    def test_labels_that_there_are_not(self, client, cited, label):
        assert client.get(self.ADDRESS, {"label": label}).status_code == 404

    def test_other_addresses_lead_here(self, client, cited):
        assert client.get("/documents/15-2018-ND-CP/cited-by/").url == self.ADDRESS
        assert client.get("/documents/99-2018-nd-cp/cited-by/").status_code == 404
        make_document("9/2020/NĐ-CP")
        assert client.get("/documents/9-2020-nd-cp/cited-by/").status_code == 404

    def test_in_english_too(self, client, cited):
        page(client, f"/en{self.ADDRESS}")
