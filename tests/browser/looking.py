"""What every page must be when somebody looks at it: free of barriers, never wider than the screen, light."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

PICTURES = Path(__file__).parents[2] / "docs" / "how-to" / "img"
MANUAL = "\n".join(page.read_text(encoding="utf-8") for page in PICTURES.parent.glob("*.md"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
TOO_WIDE = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")].filter((box) => box.getBoundingClientRect().right > width + 1)
    .map((box) => box.outerHTML.slice(0, 120));
}
"""
FIRST_VISIT, NEXT_VISIT = 100 * 1024, 25 * 1024


def look(page, name):
    """Look at the page on a phone and on a PC; with KHEO_SCREENSHOTS=1 the manual gets its pictures anew."""
    before = page.viewport_size
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    for width in (320, NARROW["width"]):
        page.set_viewport_size({"width": width, "height": NARROW["height"]})
        assert page.evaluate(TOO_WIDE) == [], f"{name} is wider than {width} px"
    _picture(page, name, NARROW)
    page.set_viewport_size(WIDE)
    _picture(page, name, WIDE)
    page.set_viewport_size(before)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert [(rule["id"], rule["nodes"][0]["target"]) for rule in found.response["violations"]] == [], name


def _picture(page, name, size):
    shown = any(f"img/{name}-{each['width']}." in MANUAL for each in (NARROW, WIDE))
    if os.environ.get("KHEO_SCREENSHOTS") == "1" and shown:
        page.set_viewport_size(size)
        page.evaluate("window.scrollTo(0, 0)")
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}-{size['width']}.png")


class Scale:
    """Weighs what comes over the wire while a page is opened."""

    def __init__(self, page):
        self.bytes = 0
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self._add)

    def _add(self, event):
        self.bytes += event["encodedDataLength"]

    def weigh(self, page, address):
        """The bytes of a visit, as compressed on their way."""
        self.bytes = 0
        page.goto(address, wait_until="networkidle")
        return self.bytes
