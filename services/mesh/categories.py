"""The five word categories and the names of their handlers; standard library only.

A handler is named like a host (``adjective-4``), because that is what it is: the
entry point calls ``http://adjective-4/`` and X-Ray names the node after the host.
"""

CATEGORIES = ("descriptor", "adjective", "color", "noun", "verb")
"""In the order in which a name reads: `quietly brave crimson otter dances`."""


def handler_name(category: str, number: int) -> str:
    return f"{category}-{number}"


def handlers_of(category: str, count: int) -> tuple[str, ...]:
    """All handlers of a category; they are numbered from 1."""
    return tuple(handler_name(category, number) for number in range(1, count + 1))


def all_handlers(count: int) -> tuple[str, ...]:
    return tuple(
        handler for category in CATEGORIES for handler in handlers_of(category, count)
    )


def category_of(handler: str) -> str:
    """`adjective-4` -> `adjective`; a name without a number is its own category."""
    return handler.rpartition("-")[0] or handler
