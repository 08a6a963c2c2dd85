"""What an evaluation is given: a corpus, its questions and their answers, from plain or gzipped files."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn, Protocol, TypeVar

_GZIP = b"\x1f\x8b"


class UnreadableFile(Exception):
    """Says which file is not as it should be, in which line, and why."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a corpus; `title` is "Document (number) — Điều 5. Heading"."""

    id: str
    document: str
    title: str
    text: str

    @property
    def document_title(self) -> str:
        return self.title.partition(" — ")[0].removesuffix(f" ({self.document})")

    @property
    def place(self) -> str:
        return self.title.partition(" — ")[2] or self.title


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `group` is the set it comes from."""

    id: str
    text: str
    group: str


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Identified)


@dataclass(frozen=True, slots=True)
class Task:
    """All that is read. `answers` has for each question that is answered the articles that do it."""

    articles: list[Article]
    questions: list[Question]
    answers: Mapping[str, set[str]]

    @classmethod
    def read(cls, *, corpus: Path, queries: Path, qrels: Path) -> "Task":
        """Raises UnreadableFile. A question that nothing answers tells nothing and is left out."""
        answers = _answers(qrels)
        articles = _each_once(corpus, [(number, _article(corpus, number, line)) for number, line in _objects(corpus)])
        questions = _each_once(
            queries, [(number, _question(queries, number, line)) for number, line in _objects(queries)]
        )
        answered = [question for question in questions if answers.get(question.id)]
        if not answered:
            raise UnreadableFile(f"{qrels} answers none of the questions of {queries}.")
        return cls(articles, answered, answers)


def _article(path: Path, number: int, line: Mapping[str, Any]) -> Article:
    return Article(*(_text(path, number, line, name) for name in Article.__dataclass_fields__))


def _question(path: Path, number: int, line: Mapping[str, Any]) -> Question:
    group = _text(path, number, line, "set") if "set" in line else ""
    return Question(_text(path, number, line, "id"), _text(path, number, line, "text"), group)


def _text(path: Path, number: int, line: Mapping[str, Any], name: str) -> str:
    if name not in line:
        _refuse(path, number, f"there is no {name}")
    if not isinstance(line[name], str):
        _refuse(path, number, f"{name} is not a text")
    # A database takes neither; both are written as escapes in JSON.
    return line[name].encode("utf-8", "replace").decode().replace("\0", " ")


def _each_once(path: Path, numbered: list[tuple[int, _T]]) -> list[_T]:
    seen: dict[str, int] = {}
    for number, one in numbered:
        if seen.setdefault(one.id, number) != number:
            _refuse(path, number, f"{one.id} was already in line {seen[one.id]}")
    if not numbered:
        raise UnreadableFile(f"{path} is empty.")
    return [one for _number, one in numbered]


def _answers(path: Path) -> Mapping[str, set[str]]:
    """Question -> articles, from lines of question, article and relevance by tabs; 0 is no answer."""
    answers: dict[str, set[str]] = defaultdict(set)
    for number, line in _lines(path):
        values = line.rstrip("\r\n").split("\t")
        if not 2 <= len(values) <= 3:
            _refuse(path, number, "not question, article and relevance by tabs")
        question, article, relevance = (*values, "1")[:3]
        try:
            relevant = float(relevance) > 0
        except ValueError:
            _refuse(path, number, f"the relevance is not a number: {relevance}")
        if relevant:
            answers[question].add(article)
    return answers


def _objects(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in _lines(path):
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            _refuse(path, number, f"no JSON: {error.msg} (character {error.colno})")
        if not isinstance(value, dict):
            _refuse(path, number, "not an object of JSON")
        yield number, value


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1."""
    number = 0
    with _opened(path) as file:
        try:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
        except (OSError, EOFError, UnicodeDecodeError) as error:
            _refuse(path, number + (not isinstance(error, UnicodeDecodeError)), str(error))


def _opened(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked if they are packed, whatever its name is."""
    if not path.is_file():
        raise UnreadableFile(f"There is no file {path}.")
    try:
        with path.open("rb") as file:
            packed = file.read(len(_GZIP)) == _GZIP
        return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error


def _refuse(path: Path, number: int, why: str) -> NoReturn:
    raise UnreadableFile(f"{path}, line {number}: {why}.")
