"""Makes the pictures of the README and the docs: `make screenshots`.

Every page of the console, light and dark, at a laptop's size: those of
`tests/browser/views.py`, over the traces of `tests/browser/showcase.py`. Nothing in them
depends on when or where they are made, so a picture changes when its page does.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import showcase
from tests.browser.chromium import launched
from tests.browser.views import PAGES, settled, shown

HERE = Path(__file__).parent
# As the tests: the machine may have much else to do.
expect.set_options(timeout=20_000)

THEMES = ("light", "dark")
QUALITY = 85
ADDRESS = "127.0.0.1:2000"

CHOSEN_AT_RANDOM = """
crypto.getRandomValues = (bytes) => {
  bytes.forEach((_, index) => (bytes[index] = 37 * index + 19));
  return bytes;
};
"""


def photograph(page: Page, file: Path) -> None:
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement?.blur()")  # a cursor blinks
    settled(page)
    page.wait_for_timeout(600)  # transitions
    devtools = page.context.new_cdp_session(page)
    format_ = {"format": "webp", "quality": QUALITY}
    taken = devtools.send("Page.captureScreenshot", format_)
    file.write_bytes(base64.b64decode(taken["data"]))


def main() -> int:
    """All of them, or those named on the command line."""
    views = [view for view in PAGES if not sys.argv[1:] or view.name in sys.argv[1:]]
    with (
        tempfile.TemporaryDirectory() as folder,
        showcase.bad_morning(Path(folder)) as xray,
        launched(usual_port(xray.port)) as browser,
    ):
        for theme in THEMES:
            for view in views:
                with shown(browser, theme=theme) as window:
                    window.add_init_script(CHOSEN_AT_RANDOM)
                    page = window.new_page()
                    view.open(page, f"http://{ADDRESS}")
                    file = HERE / f"{view.name}-{theme}.webp"
                    photograph(page, file)
                    print(file)
    return 0


def usual_port(port: int) -> str:
    """Chromium takes a free port for X-Ray Local's usual one, which may be in use."""
    return f"--host-resolver-rules=MAP {ADDRESS} 127.0.0.1:{port}"


if __name__ == "__main__":
    sys.exit(main())
