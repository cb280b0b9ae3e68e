"""The file in which the rules were kept before they were a setting of the store.

It is read once: what was taken over is renamed, so that nobody changes it in vain.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from xray_local.errors import ConfigError
from xray_local.model.sampling import SamplingRule
from xray_local.sampling.rulebook import RuleKeeper

FILE_NAME = "sampling-rules.json"
TAKEN_OVER = "sampling-rules.json.taken-over"


def take_over(folder: Path, keeper: RuleKeeper) -> None:
    """Give the file's rules to the keeper. Raises ConfigError for a file without any."""
    path = folder / FILE_NAME
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return
    try:
        rules = msgspec.json.decode(text, type=list[SamplingRule])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path} holds no sampling rules ({error}): "
            "correct it, or remove it to go on without them"
        ) from error
    keeper.keep(rules)
    path.replace(folder / TAKEN_OVER)
