"""`python3 -m lab COMMAND`: refuses an old Python before anything newer is imported."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (the lab starts on whatever is there)
    sys.exit(
        "The lab needs Python 3.11 or newer; this is {}. Name one: make up PYTHON=python3.11".format(  # noqa: UP032
            sys.version.split()[0]
        )
    )

from lab.cli import main

if __name__ == "__main__":
    sys.exit(main())
