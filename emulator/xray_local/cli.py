"""The command xray-local."""

from __future__ import annotations

import argparse
import gc
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from xray_local import __version__
from xray_local.addresses import InMemory
from xray_local.app import App
from xray_local.asking import asked_of, own_endpoint, reachable
from xray_local.clock import Clock, FileClock, SystemClock
from xray_local.config import LOG_LEVELS, SAMPLING, Config
from xray_local.errors import ConfigError, ExpressionError
from xray_local.opening import explained_folder

GC_THRESHOLDS = (100_000, 20, 100)
"""Segments and summaries hold no cycles; looking for some among them so often that the
usual thresholds are met takes a fifth of the time in which they are stored."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 when all is well, 1 if the doctor found a problem, 2 for a wrong
    setting or expression."""
    parsed = _parser().parse_args(arguments)
    try:
        status: int = parsed.run(parsed)
    except (ConfigError, ExpressionError) as error:
        print(f"xray-local: {error}", file=sys.stderr)
        return 2
    return status


def _serve(parsed: argparse.Namespace) -> int:
    config = _config(parsed)
    logging.basicConfig(
        level=config.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    gc.set_threshold(*GC_THRESHOLDS)
    App(config, _clock(parsed.clock_file)).run(_announce)
    return 0


def _doctor(parsed: argparse.Namespace) -> int:
    asked = {} if parsed.trace_id is None else {"trace_id": parsed.trace_id}
    endpoint = parsed.endpoint or own_endpoint()
    found: list[dict[str, str]] = asked_of(endpoint, "doctor", asked, "Findings")
    for finding in found:
        print(f"{finding['Severity']}: {finding['Text']}")
    if any(finding["Code"] == "DocumentsRejected" for finding in found):
        print(f"The rejected documents: {endpoint.rstrip('/')}/#/doctor")
    return int(any(finding["Severity"] == "Problem" for finding in found))


def _explain(parsed: argparse.Namespace) -> int:
    if parsed.data is None:
        asked = {"expression": parsed.expression}
        text: str = asked_of(
            parsed.endpoint or own_endpoint(), "explain", asked, "Text"
        )
    else:
        config = Config.from_env(overrides={"XRAY_LOCAL_DATA": parsed.data})
        # The option comes before XRAY_LOCAL_STORE.
        text = explained_folder(replace(config, store=None), parsed.expression)
    print(text)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xray-local", description="A local AWS X-Ray on one port."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_serve(commands)
    _add_doctor(commands)
    _add_explain(commands)
    return parser


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser("serve", help="take segments and answer X-Ray's API")
    serve.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    serve.add_argument(
        "--port", help="TCP and UDP port (default 2000; 0: any that is free)"
    )
    _add_store(serve)
    serve.add_argument(
        "--sampling",
        choices=SAMPLING,
        help="the Default rule: record everything (default), or 1/s + 5 %% as AWS",
    )
    serve.add_argument(
        "--relaxed",
        action="store_const",
        const="on",
        help="windows of any length, where X-Ray allows 6 or 24 hours",
    )
    serve.add_argument(
        "--notify",
        metavar="URL",
        help="post changes of insights there, for groups that have notifications on",
    )
    serve.add_argument(
        "--workers",
        help="processes that help when many segments arrive; 0: none, auto (default): "
        "one fewer than processors, at most 2",
    )
    serve.add_argument("--log-level", choices=LOG_LEVELS)
    serve.add_argument(
        "--clock-file",
        metavar="FILE",
        type=Path,
        help="for tests: the time is what this file says, in epoch seconds",
    )
    serve.set_defaults(run=_serve)


def _add_store(serve: argparse.ArgumentParser) -> None:
    """Where traces are kept, said in one way."""
    kept = serve.add_mutually_exclusive_group()
    kept.add_argument(
        "--data",
        metavar="DIR",
        help="keep traces in this folder (default: ~/.local/share/xray-local)",
    )
    kept.add_argument(
        "--memory", action="store_true", help="keep traces in memory only"
    )
    kept.add_argument(
        "--store",
        metavar="URL",
        help="keep traces in memory:, sqlite:///DIR, chdb:///DIR or clickhouse://HOST",
    )


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    doctor = commands.add_parser("doctor", help="why is my trace missing or odd?")
    doctor.add_argument("trace_id", nargs="?", type=_text, help="the trace to look at")
    doctor.add_argument(
        "--endpoint",
        type=_url,
        help="where X-Ray Local runs (default http://127.0.0.1:2000)",
    )
    doctor.set_defaults(run=_doctor)


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser(
        "explain", help="how would a filter be read, and how much of the store?"
    )
    explain.add_argument(
        "expression", type=_text, help="a filter expression, in quotes"
    )
    where = explain.add_mutually_exclusive_group()
    where.add_argument(
        "--endpoint",
        "--url",
        type=_url,
        help="where X-Ray Local runs (default http://127.0.0.1:2000)",
    )
    where.add_argument(
        "--data", metavar="DIR", help="the folder of one that does not run"
    )
    explain.set_defaults(run=_explain)


def _text(argument: str) -> str:
    """Python keeps bytes that are no text as what cannot be sent."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"{argument!r} is not UTF-8") from None
    return argument


def _url(argument: str) -> str:
    try:
        url = urlsplit(argument)
        reachable = url.scheme in ("http", "https") and url.hostname and url.port != 0
    except ValueError:  # a port that is no number
        reachable = False
    if not reachable:
        raise argparse.ArgumentTypeError(f"{argument!r} is not http://HOST:PORT")
    return argument


def _clock(file: Path | None) -> Clock:
    if file is None:
        return SystemClock()
    try:
        return FileClock(file)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"--clock-file {file}: must hold epoch seconds, such as 1790000000.5"
        ) from error


_OPTIONS = (
    "host",
    "port",
    "data",
    "store",
    "sampling",
    "relaxed",
    "notify",
    "workers",
    "log_level",
)
"""Those that are settings, too."""


def _config(parsed: argparse.Namespace) -> Config:
    """Settings from the environment, overridden by the command's options."""
    options = {
        f"XRAY_LOCAL_{name.upper()}": str(value)
        for name in _OPTIONS
        if (value := getattr(parsed, name)) is not None
    }
    config = Config.from_env(overrides=options)
    if parsed.memory:
        return replace(config, store=InMemory())
    # An option comes before the environment, and so does --data before XRAY_LOCAL_STORE.
    return replace(config, store=None) if parsed.data else config


def _announce(app: App) -> None:
    address = f"{reachable(app.config.host)}:{app.port}"
    print(
        f"X-Ray Local {__version__} listens on {app.config.host}:{app.port} "
        f"(UDP and TCP), "
        f"traces in {app.config.address}\n"
        f"  console      http://{address}/\n"
        f"  a program    AWS_XRAY_DAEMON_ADDRESS={address}\n"
        f"  AWS CLI      aws xray get-service-graph --endpoint-url http://{address} ...",
        flush=True,
    )
