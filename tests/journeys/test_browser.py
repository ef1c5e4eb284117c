"""The browser that the pages' journeys need starts on this machine and shows Chinese."""

import pytest
from playwright.sync_api import Browser


@pytest.mark.browser
def test_chromium_starts_and_reads_chinese(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content("<html lang='zh-Hans'><h1>事事有回音</h1></html>")
    assert page.get_by_role("heading").inner_text() == "事事有回音"
    page.close()
