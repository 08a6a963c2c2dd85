"""Ways people type the same question."""

import random
import re
import string
import unicodedata
from collections.abc import Callable

from search.analysis import nfc

_WORD = re.compile(r"[^\W\d_]+")
_MISTYPED_SHARE = 0.2
_SHORTEST_MISTYPED = 3
_SEED = 20_261_127
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# oa, oe and uy at the end of a syllable carry their tone on the first letter or on the second.
_OPEN_GLIDE = re.compile(
    rf"(?<!q)(?=o[{_TONES}]?[ae]|u[{_TONES}]?y)([ou])(?:([{_TONES}])([aey])|([aey])([{_TONES}]))(?![\w{_TONES}\u0302\u0306])",
    re.IGNORECASE,
)


def variant(name: str) -> Callable[[str], str]:
    """The change that makes a variant of questions, one after the other. Raises KeyError."""
    return VARIANTS[name]()


def _unaccented(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.translate({ord("đ"): "d", ord("Đ"): "D"})


def _other_tone_marks(text: str) -> str:
    """`hòa` as `hoà` and the other way round."""

    def moved(match: re.Match[str]) -> str:
        if match[2]:
            return f"{match[1]}{match[3]}{match[2]}"
        return f"{match[1]}{match[5]}{match[4]}"

    return nfc(_OPEN_GLIDE.sub(moved, unicodedata.normalize("NFD", text)))


def _typos() -> Callable[[str], str]:
    """One word in five of those longer than two letters has a letter left out, swapped with the next or replaced."""
    chance = random.Random(_SEED)  # noqa: S311

    def mistype(match: re.Match[str]) -> str:
        word = match.group()
        if len(word) < _SHORTEST_MISTYPED or chance.random() >= _MISTYPED_SHARE:
            return word
        kind = chance.choice(("leave out", "swap", "replace"))
        if kind == "swap":
            place = chance.randrange(len(word) - 1)
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        place = chance.randrange(len(word))
        other = "" if kind == "leave out" else chance.choice(string.ascii_lowercase.replace(word[place].lower(), ""))
        return word[:place] + other + word[place + 1 :]

    return lambda text: _WORD.sub(mistype, nfc(text))


VARIANTS: dict[str, Callable[[], Callable[[str], str]]] = {
    "as-written": lambda: str,
    "unaccented": lambda: _unaccented,
    "typos": _typos,
    "nfd": lambda: lambda text: unicodedata.normalize("NFD", text),
    "tone-marks": lambda: _other_tone_marks,
}
