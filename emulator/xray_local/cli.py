"""The command xray-local."""

from __future__ import annotations

import argparse
import gc
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace

from xray_local import __version__
from xray_local.app import App
from xray_local.config import LOG_LEVELS, SAMPLING, Config
from xray_local.errors import ConfigError

GC_THRESHOLDS = (100_000, 20, 100)
"""Segments and summaries hold no cycles; looking for some among them so often that the
usual thresholds are met takes a fifth of the time in which they are stored."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 after a clean stop, 2 for a wrong setting."""
    parsed = _parser().parse_args(arguments)
    try:
        config = _config(parsed)
        logging.basicConfig(
            level=config.log_level.upper(),
            format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        )
        gc.set_threshold(*GC_THRESHOLDS)
        App(config).run(_announce)
    except ConfigError as error:
        print(f"xray-local: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xray-local", description="A local AWS X-Ray on one port."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="take segments and answer X-Ray's API")
    serve.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    serve.add_argument(
        "--port", help="TCP and UDP port (default 2000; 0: any that is free)"
    )
    kept = serve.add_mutually_exclusive_group()
    kept.add_argument(
        "--data",
        metavar="DIR",
        help="keep traces in this folder (default: ~/.local/share/xray-local)",
    )
    kept.add_argument(
        "--memory", action="store_true", help="keep traces in memory only"
    )
    serve.add_argument(
        "--sampling",
        choices=SAMPLING,
        help="the Default rule: record everything (default), or 1/s + 5 %% as AWS",
    )
    serve.add_argument("--log-level", choices=LOG_LEVELS)
    return parser


def _config(parsed: argparse.Namespace) -> Config:
    """Settings from the environment, overridden by the command's options."""
    options = {
        f"XRAY_LOCAL_{name.upper()}": str(value)
        for name in ("host", "port", "data", "sampling", "log_level")
        if (value := getattr(parsed, name)) is not None
    }
    config = Config.from_env(overrides=options)
    return replace(config, data=None) if parsed.memory else config


def _announce(app: App) -> None:
    address = f"{_reachable(app.config.host)}:{app.port}"
    where = app.config.data or "memory"
    print(
        f"X-Ray Local {__version__} listens on {app.config.host}:{app.port} "
        f"(UDP and TCP), "
        f"traces in {where}\n"
        f"  console      http://{address}/\n"
        f"  a program    AWS_XRAY_DAEMON_ADDRESS={address}\n"
        f"  AWS CLI      aws xray get-service-graph --endpoint-url http://{address} ...",
        flush=True,
    )


def _reachable(host: str) -> str:
    """An address to type, where the process listens on all of them."""
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host
