"""The words of a category, dealt out to its handlers.

Handler n serves the words at n-1, n-1+count, n-1+2*count, … of the file, as cards are
dealt: each handler has its own words, whatever the number of handlers.
"""

from pathlib import Path

WORDS = Path(__file__).resolve().parents[1] / "words"


def load(category: str, directory: Path = WORDS) -> tuple[str, ...]:
    lines = (directory / f"{category}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def deal(words: tuple[str, ...], number: int, count: int) -> tuple[str, ...]:
    """The share of handler `number` of `count`.

    Past as many handlers as there are words, the words go round again, so that no
    handler is without one.
    """
    return words[number - 1 :: count] or (words[(number - 1) % len(words)],)
