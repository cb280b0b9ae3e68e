"""The word files, and how they are dealt out to handlers."""

import pytest
from mesh import words
from mesh.categories import CATEGORIES


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_a_hundred_words(category: str) -> None:
    """Lower-case words, none twice: ten for each of the ten default handlers."""
    loaded = words.load(category)

    assert len(loaded) >= 100
    assert len(set(loaded)) == len(loaded)
    assert [word for word in loaded if not (word.isascii() and word.islower())] == []


@pytest.mark.parametrize("count", [1, 3, 10, 100])
def test_handlers_share_the_words(count: int) -> None:
    """Each word is served by one handler, and each handler has at least one."""
    every_word = words.load("noun")

    shares = [words.deal(every_word, n, count) for n in range(1, count + 1)]

    assert sorted(word for share in shares for word in share) == sorted(every_word)
    assert all(shares)


def test_more_handlers_than_words_go_round_again() -> None:
    """The fourth of five handlers on three words serves the first word."""
    assert words.deal(("one", "two", "three"), 4, 5) == ("one",)
