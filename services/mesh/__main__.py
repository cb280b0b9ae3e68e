"""The mesh's command: the role comes from the command line, the rest from settings.

python -m mesh names
python -m mesh word adjective
python -m mesh table            make the registry's table in the AWS account
"""

import argparse
import sys
from importlib import import_module

from mesh.categories import CATEGORIES
from mesh.config import Config, ConfigError
from mesh.serve import Server


def main() -> int:
    role = _parser().parse_args()
    try:
        config = Config.from_env()
    except ConfigError as reason:
        print(f"mesh: {reason}", file=sys.stderr)
        return 2
    match role.role:
        case "names":
            Server("mesh.names:create_app()", config).run()
        case "word":
            Server(f"mesh.word:create_app({role.category!r})", config).run()
        case "table":
            # Imported here alone: boto3 is 20 MB that no parent process needs.
            import_module("mesh.registry").Registry(config).create_table()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mesh",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    roles = parser.add_subparsers(dest="role", required=True)
    roles.add_parser("names", help="the entry point")
    words = roles.add_parser("word", help="the handlers of one category")
    words.add_argument("category", choices=CATEGORIES)
    roles.add_parser("table", help="make the registry's table when it is missing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
