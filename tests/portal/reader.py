"""What a page says in Vietnamese outside what is marked as Vietnamese."""

from html.parser import HTMLParser

from tests.portal.messages import VIETNAMESE

DECREE = "15/2018/NĐ-CP"  # the example of how a number is typed
VOID = {"br", "circle", "col", "hr", "img", "input", "link", "meta", "path", "source"}
READ_OUT = ("alt", "aria-label", "content", "data-toast", "placeholder", "title")


class Reader(HTMLParser):
    """Collects what is said in Vietnamese outside what is marked as Vietnamese."""

    def __init__(self):
        super().__init__()
        self.open, self.said = [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in VOID:
            self.open.append((tag, attrs.get("lang")))
        if attrs.get("lang", self.language()) != "vi":
            self.said += [attrs[name] for name in READ_OUT if VIETNAMESE.search(attrs.get(name) or "")]

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if VIETNAMESE.search(data.replace(DECREE, "")) and self.language() != "vi":
            self.said.append(data.strip())

    def language(self):
        return next((language for _tag, language in reversed(self.open) if language), None)


def vietnamese_in(response):
    reader = Reader()
    reader.feed(response.content.decode())
    return reader.said
