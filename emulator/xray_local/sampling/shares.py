"""How a reservoir is split: a pure function of the clients' demand."""

from __future__ import annotations

from collections.abc import Mapping


def shares(size: int, demand: Mapping[str, int]) -> dict[str, int]:
    """Whole traces a second for each client; together exactly `size`.

    One for each client while there are enough, so that nobody is shut out; the rest in
    proportion to demand (whole numbers of any unit), evenly where there is none. What
    rounding leaves goes to the largest fractions, of equal ones to the smallest ids.

    >>> shares(10, {"busy": 90, "calm": 10})
    {'busy': 8, 'calm': 2}
    """
    if not demand:
        return {}
    least = 1 if size >= len(demand) else 0
    rest = size - least * len(demand)
    weights = demand if any(demand.values()) else dict.fromkeys(demand, 1)
    total = sum(weights.values())
    split = {client: divmod(rest * weight, total) for client, weight in weights.items()}
    left = rest - sum(whole for whole, _ in split.values())
    by_fraction = sorted(split, key=lambda client: (-split[client][1], client))
    favoured = set(by_fraction[:left])
    return {
        client: least + whole + (client in favoured)
        for client, (whole, _) in split.items()
    }
