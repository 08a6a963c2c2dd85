"""Word files that mean harm: each is refused for what it is, soon and in little memory; nobody is asked for a thing."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from regulations.text.docx.marks import find_mark
from regulations.text.docx.package import REASONS, DocxRefused
from regulations.text.docx.reading import read_docx
from tests.regulations.text.hostile_word import files, many_paragraphs
from tests.regulations.word_samples import around, comments, core, paragraph, paragraphs, run, word

SECONDS, MEGABYTES = 10, 300
ROOT = Path(__file__).parents[3]
HEAVY = (
    "a document that is only a bomb", "a bomb that lies about its size", "hundreds of thousands of entries",
    "half a million different runs", "an attribute of 20 MB", "100,000 paragraphs", "1,000,000 paragraphs",
    "100,000 cells", "laughs", "more than the measure",
)  # fmt: skip
READ_ALONE = """
import json, resource, sys, time
from pathlib import Path
from regulations.text.docx.package import DocxRefused
from regulations.text.docx.reading import read_docx

resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]) * 1_000_000,) * 2)
began, said = time.monotonic(), "read"
try:
    read_docx(Path(sys.argv[1]))
except DocxRefused as refused:
    said = refused.reason
# What getrusage says takes in the process that started this one.
used = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1_000
print(json.dumps({"said": said, "seconds": time.monotonic() - began, "megabytes": used}))
"""


@pytest.fixture
def listener():
    """A server on this machine; `.accept()` raises where nobody has come."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        yield server


def by_name():
    return [pytest.param(name, marks=[pytest.mark.slow] if name in HEAVY else []) for name in files("")]


@pytest.mark.parametrize("name", by_name())
def test_each_is_refused_for_what_it_is_and_nobody_is_asked(name, listener):
    make, reason = files(f"http://127.0.0.1:{listener.getsockname()[1]}")[name]
    content = make()
    began = time.process_time()  # ours alone, whatever else the machine does
    with pytest.raises(DocxRefused) as refused:
        read_docx(content)
    assert refused.value.reason == reason
    assert time.process_time() - began < SECONDS
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_every_reason_has_a_file():
    assert {reason for _make, reason in files("").values()} == set(REASONS)
    assert len(files("")) >= 30


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_the_heavy_ones_stay_within_time_and_memory(name, tmp_path):
    """Measured: a process of its own, whose memory the system limits."""
    make, reason = files("")[name]
    figures = read_alone(make(), tmp_path)
    assert figures["said"] == reason
    assert figures["seconds"] < SECONDS and figures["megabytes"] < MEGABYTES


@pytest.mark.slow
def test_the_longest_text_that_is_taken_stays_within_them_too(tmp_path):
    figures = read_alone(many_paragraphs(50_000), tmp_path)
    assert figures["said"] == "read"
    assert figures["seconds"] < SECONDS and figures["megabytes"] < MEGABYTES


def read_alone(content: bytes, folder: Path) -> dict:
    file = folder / "file.docx"
    file.write_bytes(content)
    command = [sys.executable, "-c", READ_ALONE, str(file), str(MEGABYTES)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=6 * SECONDS)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


STAMPS = [
    ("MẬT", "MẬT"), ("  M Ậ T  ", "MẬT"), ("TỐI MẬT", "TỐI MẬT"), ("T Ố I   M Ậ T", "TỐI MẬT"),
    ("TUYỆT MẬT", "TUYỆT MẬT"), ("[TUYỆT  MẬT]", "TUYỆT MẬT"), ("Độ mật: Tối mật", "TỐI MẬT"), ("ĐỘ MẬT: MẬT", "MẬT"),
    ("TÀI LIỆU MẬT", "MẬT"), ("TO\u0302\u0301I MA\u0323\u0302T", "TỐI MẬT"), ("M\u00a0Ậ\u200b T", "MẬT"),
    ("TOI MAT", "TỐI MẬT"),
    ("LƯU HÀNH NỘI BỘ", "LƯU HÀNH NỘI BỘ"), ("(Lưu hành nội bộ)", "LƯU HÀNH NỘI BỘ"),
    ("Tài liệu lưu hành nội bộ.", "LƯU HÀNH NỘI BỘ"),
]  # fmt: skip
SENTENCES = [
    "bí mật kinh doanh", "BÍ MẬT NHÀ NƯỚC", "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC", "Độ mật", "ĐỘ MẬT", "Mật", "Tối mật;",
    "c) Mật.",
    "1. Độ Tuyệt mật", "Tuyệt mật, Tối mật, Mật", "BẢO MẬT", "MẶT", "MẮT", "Văn bản này lưu hành nội bộ trong cơ quan.",
    "Người làm lộ bí mật ở độ Tối mật bị xử lý.", "",
]  # fmt: skip


@pytest.mark.parametrize(("line", "mark"), STAMPS)
def test_a_stamp_is_a_mark(line, mark):
    assert find_mark(line) == mark
    read = read_docx(word(paragraphs("Điều 1. Phạm vi") + paragraph(line)))
    assert [(one.mark, one.area, one.paragraph) for one in read.marks] == [(mark, "text", 2)]


@pytest.mark.parametrize("line", SENTENCES)
def test_the_word_in_a_sentence_or_a_law_on_secrets_is_none(line):
    assert find_mark(line) == ""
    assert read_docx(word(paragraphs("Điều 1. Phạm vi") + paragraph(line))).marks == ()


def test_an_item_of_a_list_of_degrees_is_no_mark():
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    assert read_docx(word(paragraphs() + paragraph("TUYỆT MẬT", properties=numbered))).marks == ()


WATERMARK = '<w:r><w:pict><v:shape><v:textpath string="M Ậ T"/></v:shape></w:pict></w:r>'
BOX = f"<w:r><w:pict><w:txbxContent>{paragraph('Tối mật')}</w:txbxContent></w:pict></w:r>"


@pytest.mark.parametrize(
    ("file", "place"),
    [
        (lambda: word(parts={"header1": around("hdr", paragraph("Bộ A - Mật - Bản số 3"))}), ("MẬT", "header", None)),
        (lambda: word(parts={"footer1": around("ftr", paragraph("TUYỆT MẬT"))}), ("TUYỆT MẬT", "footer", None)),
        (lambda: word(parts={"header1": around("hdr", paragraph(WATERMARK))}), ("MẬT", "text_box", None)),
        (lambda: word(paragraphs() + paragraph(BOX)), ("TỐI MẬT", "text_box", 4)),
        (lambda: word(paragraphs() + paragraph(run("TUYỆT MẬT", "<w:vanish/>"))), ("TUYỆT MẬT", "text", 4)),
        (lambda: word(paragraphs() + paragraph(run("tối mật", "<w:caps/>"))), ("TỐI MẬT", "text", 4)),
        (lambda: word(paragraphs() + paragraph("<w:r><w:t>BỘ X</w:t><w:br/><w:t>MẬT</w:t></w:r>")), ("MẬT", "text", 4)),
        (lambda: word(parts={"comments": comments(("A", "TỐI MẬT"))}), ("TỐI MẬT", "comment", None)),
        (lambda: word(more={"docProps/core.xml": core(cp_category="Mật")}), ("MẬT", "property", None)),
    ],
)  # fmt: skip
def test_a_mark_is_found_wherever_it_stands(file, place):
    assert [(one.mark, one.area, one.paragraph) for one in read_docx(file()).marks] == [place]


def test_a_marked_scan_is_a_marked_file_first():
    scan = paragraph('<w:r><w:drawing><blip r:embed="x"/></w:drawing></w:r>')
    assert read_docx(word(scan, parts={"header1": around("hdr", paragraph("MẬT"))})).is_marked
