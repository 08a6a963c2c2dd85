"""Suggestions while typing: with the keys, with a mouse or a finger, for who listens, and for who has no script."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.audit import OVERFLOWING, axe_violations
from tests.e2e.public_pages import DECREE, DECREE_NUMBER
from tests.e2e.visitor import PHONE, violations

FORMS = {"front page": "/", "header": "/agencies/", "search page": "/search/", "not found": "/khong-co-trang-nay/"}


def box_of(page):
    return page.locator("input[data-suggest]")


def options_of(page):
    """What is offered; a page has other options, in its selects."""
    return page.locator("[role=listbox] [role=option]")


def type_in(page, text):
    """Type as a person does, and wait until what it leads to is there."""
    box = box_of(page)
    box.click()
    page.keyboard.press("End")
    box.press_sequentially(text)
    expect(options_of(page).first).to_be_visible()
    return box


def active(page):
    """The text of the option that a screen reader is told to be on; "" for none."""
    at = box_of(page).get_attribute("aria-activedescendant")
    return page.locator(f"#{at}").inner_text() if at else ""


@pytest.mark.parametrize("address", [pytest.param(address, id=name) for name, address in FORMS.items()])
def test_every_search_box_offers_and_is_accessible_while_it_does(reader, address):
    page = reader.window()
    page.goto(address)
    box_of(page).fill("")
    box = type_in(page, "giay chung n")
    expect(box).to_have_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox", name="Gợi ý")).to_be_visible()
    expect(page.get_by_role("group", name="Quy định", exact=True)).to_be_visible()
    expect(page.locator("[role=option] mark").first).to_have_text(re.compile("^giấy chứng n$", re.IGNORECASE))
    box.press("ArrowDown")
    assert axe_violations(page) == []
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert axe_violations(page) == []
    assert page.evaluate(OVERFLOWING) == []
    heights = options_of(page).evaluate_all("found => found.map((one) => one.getBoundingClientRect().height)")
    assert min(heights) >= 24
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(OVERFLOWING) == []
    assert violations(page) == []
    assert page.context.cookies() == []


def test_with_nothing_but_the_keys(reader):
    page = reader.window()
    page.goto("/")
    page.keyboard.press("Tab")
    box = box_of(page)
    while not box.evaluate("box => box === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("hoa chat")
    options = options_of(page)
    expect(options.first).to_be_visible()
    assert active(page) == ""
    page.keyboard.press("ArrowDown")
    assert active(page) == options.first.inner_text()
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    assert active(page) == options.last.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert active(page) == options.nth(1).inner_text()
    expect(page.locator("[aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Home")
    assert active(page) == ""
    assert box.evaluate("box => box.selectionStart") == 0
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("hoa chat")
    page.keyboard.press("Alt+ArrowDown")
    expect(options.first).to_be_visible()
    assert active(page) == ""
    page.keyboard.press("Alt+ArrowUp")
    expect(options.first).to_be_hidden()
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(options.first).to_be_hidden()
    expect(page.get_by_role("main").get_by_role("button", name="Tìm")).to_be_focused()


def test_enter_searches_what_is_typed_opens_the_record_or_searches_the_phrase(reader):
    page = reader.window()
    page.goto("/")
    type_in(page, "hoa chat").press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=hoa\+chat"))

    page.goto("/")
    box = type_in(page, DECREE_NUMBER[:7])
    expect(page.get_by_role("group", name="Văn bản pháp luật").get_by_role("option")).to_contain_text([DECREE_NUMBER])
    while DECREE_NUMBER not in active(page):
        box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile(f"/documents/{DECREE}/$"))

    page.goto("/search/?in=documents")
    box = type_in(page, "thủ tục h")
    phrase = page.get_by_role("group", name="Tìm theo cụm từ").get_by_role("option").first
    while active(page) != phrase.inner_text():
        box.press("ArrowDown")
    said = phrase.locator("[lang=vi]").inner_text()
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"in=documents"))
    expect(box_of(page)).to_have_value(said)


def test_with_a_mouse_and_with_a_finger(reader):
    page = reader.window()
    page.goto("/")
    type_in(page, "hoa chat")
    page.get_by_role("group", name="Quy định", exact=True).get_by_role("option").first.click()
    expect(page).to_have_url(re.compile("/regulations/"))
    page.goto("/")
    type_in(page, "hoa chat")
    page.get_by_role("heading", level=1).click()
    expect(options_of(page).first).to_be_hidden()

    context = reader.browser.new_context(
        base_url=reader.portal.url, has_touch=True, viewport={"width": 360, "height": 740}
    )
    reader.contexts.append(context)
    page = context.new_page()
    page.goto("/agencies/")
    box_of(page).tap()
    page.keyboard.type("hoa chat")
    options_of(page).first.tap()
    expect(page).to_have_url(re.compile("/regulations/"))


def test_who_listens_is_told_how_many_there_are(reader):
    page = reader.window()
    page.goto("/")
    told = page.locator(".search-big__row [role=status]")
    expect(told).to_have_text("")
    box = type_in(page, "hoa chat")
    expect(told).to_have_text(re.compile(rf"^Có {page.get_by_role('option').count()} gợi ý\.$"))
    box.press_sequentially(" xyzzyq")
    expect(told).to_have_text("Không có gợi ý.")
    expect(options_of(page).first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("Escape")
    expect(box).to_have_value("")


def test_what_an_input_method_composes_is_left_alone(reader):
    """Telex as an input method does it: the keys are its own until it is done, the text is read all the same."""
    page = reader.window()
    page.goto("/")
    box = box_of(page)
    box.click()
    keyboard = page.context.new_cdp_session(page)
    for composed in ("g", "gi", "gia", "giâ", "giấ", "giấy"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": composed, "selectionStart": len(composed), "selectionEnd": len(composed)},
        )
    expect(options_of(page).first).to_be_visible()
    # 229 is what a browser reports for every key that an input method takes.
    for key in ("ArrowDown", "Enter", "Escape"):
        box.dispatch_event("keydown", {"key": key, "keyCode": 229, "isComposing": True})
    assert active(page) == ""
    expect(options_of(page).first).to_be_visible()
    with page.expect_response(lambda answer: "/search/suggest/?q=gi%E1%BA%A5y" in answer.url):
        keyboard.send("Input.insertText", {"text": "giấy"})
    expect(box).to_have_value("giấy")
    expect(page.locator("[role=option] mark").first).to_have_text(re.compile("^giấy$", re.IGNORECASE))
    page.keyboard.press("ArrowDown")
    assert active(page) != ""


def test_an_answer_that_comes_too_late_is_not_shown(reader):
    page = reader.window()
    page.goto("/")
    held = []
    page.route(re.compile(r"suggest/\?q=hoa$"), lambda route: held.append(route))
    box = box_of(page)
    box.click()
    with page.expect_request(re.compile(r"suggest/\?q=hoa$")):
        box.press_sequentially("hoa")
    type_in(page, " chat")
    offered = options_of(page).all_inner_texts()
    held[0].fulfill(json={"label": "muộn", "said": "muộn", "groups": []})
    with page.expect_response(re.compile(r"suggest/\?q=hoa\+chat\+$")):
        box.press_sequentially(" ")
    expect(options_of(page).first).to_be_visible()
    assert options_of(page).all_inner_texts() == offered


def test_a_failing_answer_leaves_an_ordinary_form(reader):
    page = reader.window()
    page.goto("/")
    page.route("**/search/suggest/**", lambda route: route.abort())
    box = box_of(page)
    box.click()
    with page.expect_event("requestfailed"):
        box.press_sequentially("hoa chat")
    expect(options_of(page)).to_have_count(0)
    reader.complaints.clear()  # that the request failed is what the console says
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=hoa\+chat"))


def test_without_script_the_box_is_an_ordinary_form(reader):
    page = reader.window(size=PHONE, javascript=False)
    page.goto("/")
    box = box_of(page)
    assert box.get_attribute("role") is None
    box.fill("hoa chat")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=hoa\+chat"))
    expect(page.get_by_role("heading", name=re.compile("kết quả"))).to_be_visible()
