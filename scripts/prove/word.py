"""Real texts through Word and back, and the longest of them as a redline: one JSON line of figures.

python scripts/prove/word.py ARTICLES.jsonl.gz
"""

from __future__ import annotations

import datetime
import gzip
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from regulations.text.docx.layout import provision_texts
from regulations.text.docx.reading import read_docx
from regulations.text.docx.redline import pair_texts, write_redline
from regulations.text.docx.writing import write_docx
from regulations.text.lines import mend_line_breaks
from regulations.text.structure import parse_structure


def texts_of(file: Path) -> list[str]:
    """The whole text of each document of the file."""
    articles: dict[str, list[str]] = defaultdict(list)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            articles[row["doc_id"]].append(row["text"])
    return ["\n".join(texts) for texts in articles.values()]


def main(file: Path) -> None:
    documents = texts_of(file)
    began, changed, marked = time.monotonic(), 0, 0
    for text in documents:
        paragraphs = provision_texts(parse_structure(text))
        read = read_docx(write_docx(paragraphs, title="x"))
        whole = mend_line_breaks("\n".join(one.text for one in paragraphs)).strip("\n")
        changed += whole != read.text
        marked += read.is_marked
    figures = {"documents": len(documents), "changed": changed, "marked": marked}
    figures["seconds"] = round(time.monotonic() - began, 1)
    longest = max(documents, key=len)
    old = provision_texts(parse_structure(longest))
    new = provision_texts(parse_structure(longest.replace("doanh nghiệp", "tổ chức, doanh nghiệp")))
    began = time.monotonic()
    write_redline(pair_texts(old, new), title="x", on=datetime.date(2026, 1, 1))
    print(json.dumps(figures | {"redline_seconds": round(time.monotonic() - began, 2), "redline_lines": len(old)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
