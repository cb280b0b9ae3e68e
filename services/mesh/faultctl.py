"""Break a handler, heal it, list what is broken; needs Python and nothing else.

    python -m mesh.faultctl set HANDLER=adjective-4 DELAY=2s
    python -m mesh.faultctl set HANDLER=verb-6 STATUS=400 RATE=0.5
    python -m mesh.faultctl set HANDLER=noun-1 EXCEPTION=ValueError RATE=10%
    python -m mesh.faultctl heal [HANDLER=adjective-4]
    python -m mesh.faultctl list

It writes the flag file, which the mesh reads again four times a second. Settings are
written as make writes them, NAME=value, so a make target passes them through.
"""

import argparse
import difflib
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mesh import flags
from mesh.categories import CATEGORIES, all_handlers
from mesh.config import ConfigError, FaultctlConfig
from mesh.flags import EXCEPTIONS, HEALTHY, Fault, Flag, FlagFileError

MAX_DELAY_S = 30.0
SETTINGS = ("HANDLER", "DELAY", "STATUS", "EXCEPTION", "RATE")


class FaultError(ValueError):
    """A fault that cannot be set; the text says what is allowed."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        config = FaultctlConfig.from_env()
        path = options.file or Path(config.faults_file)
        return _run(options.verb, _settings(options.settings), path, config.handlers)
    except (ConfigError, FaultError) as reason:
        print(f"fault: {reason}", file=sys.stderr)
    except FlagFileError as reason:
        print(
            f"fault: {reason}\nMend {path}, or heal every handler for a new file.",
            file=sys.stderr,
        )
    return 2


def _run(verb: str, settings: Mapping[str, str], path: Path, count: int) -> int:
    healthy: dict[str, Flag] = dict.fromkeys(all_handlers(count), HEALTHY)
    match verb:
        case "set":
            handler = parse_handler(settings.get("HANDLER", ""), count)
            fault = parse_fault(settings)
            now = healthy | flags.load(path) | {handler: flags.to_flag(fault)}
        case "heal" if settings.get("HANDLER"):
            handler = parse_handler(settings["HANDLER"], count)
            now = healthy | flags.load(path) | {handler: HEALTHY}
        case "heal":
            now = healthy
        case _:
            now = flags.load(path)
    faults = flags.faults_of(now)
    if verb != "list":
        flags.save(path, now)
    print(table(faults))
    return 0


def table(faults: Mapping[str, Fault]) -> str:
    if not faults:
        return "no faults: every handler is healthy"
    return "\n".join(
        f"{handler:<14} {fault}"
        + (f", on {fault.rate:.4g} of its requests" if fault.rate < 1 else "")
        for handler, fault in sorted(faults.items())
    )


def parse_handler(text: str, count: int) -> str:
    handlers = all_handlers(count)
    if text in handlers:
        return text
    close = difflib.get_close_matches(text, handlers, n=1)
    said = f"HANDLER={text!r} is no handler" if text else "HANDLER is missing"
    raise FaultError(
        f"{said}{_did_you_mean(close)}; allowed: a category "
        f"({', '.join(CATEGORIES)}) and a number from 1 to {count}, such as adjective-1"
    )


def parse_fault(settings: Mapping[str, str]) -> Fault:
    """`{"STATUS": "400", "RATE": "0.5"}` -> `Fault(status=400, rate=0.5)`.

    Raises:
        FaultError: naming the setting, its value and what is allowed.
    """
    fault = Fault()
    if text := settings.get("DELAY"):
        fault = replace(fault, delay_s=parse_delay(text))
    if text := settings.get("STATUS"):
        fault = replace(fault, status=parse_status(text))
    if text := settings.get("EXCEPTION"):
        exception, _, message = text.partition(":")
        fault = replace(
            fault,
            exception=parse_exception(exception.strip()),
            message=message.strip() or None,
        )
    if text := settings.get("RATE"):
        fault = replace(fault, rate=parse_rate(text))
    if fault.status and fault.exception:
        raise FaultError(
            "STATUS and EXCEPTION: a handler can answer or raise, not both"
        )
    if not str(fault):
        raise FaultError(
            "no fault is given: DELAY=2s, STATUS=400 or EXCEPTION=ValueError"
        )
    return fault


def parse_delay(text: str) -> float:
    written = re.fullmatch(r"(\d+(?:\.\d+)?|\.\d+)(ms|s|)", text)
    delay_s = float(written[1]) / (1000 if written[2] == "ms" else 1) if written else 0
    if not 0.001 <= delay_s <= MAX_DELAY_S:
        raise FaultError(
            f"DELAY={text!r}: allowed: a time from 1ms to {MAX_DELAY_S:g}s, "
            "such as 2s, 300ms or 0.5 (seconds)"
        )
    return delay_s


def parse_status(text: str) -> int:
    if not re.fullmatch(r"[45]\d\d", text):
        raise FaultError(
            f"STATUS={text!r}: allowed: 400 to 599; 4xx is an error, 429 a throttle, "
            "5xx a fault"
        )
    return int(text)


def parse_exception(text: str) -> str:
    if text in EXCEPTIONS:
        return text
    close = difflib.get_close_matches(text, EXCEPTIONS, n=1)
    raise FaultError(
        f"EXCEPTION={text!r} is not offered{_did_you_mean(close)}; "
        f"allowed: {', '.join(EXCEPTIONS)}; with a message: "
        "EXCEPTION='ValueError: no such word'"
    )


def parse_rate(text: str) -> float:
    written = re.fullmatch(r"(\d+(?:\.\d+)?|\.\d+)(%?)", text)
    rate = float(written[1]) / (100 if written[2] else 1) if written else 0.0
    if not 1 / flags.WEIGHT <= rate <= 1:
        raise FaultError(
            f"RATE={text!r}: allowed: a share of the requests from 0.0001 to 1, "
            "such as 0.5 or 50%"
        )
    return rate


def _settings(words: Iterable[str]) -> dict[str, str]:
    settings = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name not in SETTINGS:
            close = difflib.get_close_matches(name.upper(), SETTINGS, n=1)
            raise FaultError(
                f"{word!r} is no setting{_did_you_mean(close)}; "
                f"allowed: {', '.join(SETTINGS)}, each as NAME=value"
            )
        settings[name] = value.strip()
    return settings


def _did_you_mean(close: Sequence[str]) -> str:
    return f" (did you mean {close[0]}?)" if close else ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mesh.faultctl",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=("set", "heal", "list"))
    parser.add_argument("settings", nargs="*", metavar="NAME=value")
    parser.add_argument("--file", type=Path, help="the flag file; else FAULTS_FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
