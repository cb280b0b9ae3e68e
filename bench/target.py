"""A figure's ratio beside its target: printed, and judged by the exit status."""

from __future__ import annotations

from bench import table


def judge(
    ratio: float, of: str, *, least: float | None = None, most: float | None = None
) -> int:
    """Print both; 0 when the target is met, 1 when it is missed: `sys.exit(judge(...))`."""
    missed = (least is not None and ratio < least) or (
        most is not None and ratio > most
    )
    bounds = " and ".join(
        f"{word} {bound:g}"
        for word, bound in (("at least", least), ("at most", most))
        if bound is not None
    )
    verdict = "missed" if missed else "met"
    print(f"ratio                {ratio:8.3f} of {of}")
    print(f"target               {bounds}: {verdict}")
    table.note(f"ratio to {of}", f"{ratio:.3f}", target=f"{bounds}: {verdict}")
    return int(missed)
