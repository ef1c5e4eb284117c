"""The browser that the pages' journeys need starts on this machine and shows Chinese."""

import shutil

import pytest
from playwright.sync_api import sync_playwright


@pytest.mark.browser
def test_chromium_starts_and_reads_chinese() -> None:
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.set_content("<html lang='zh-Hans'><h1>事事有回音</h1></html>")
        assert page.get_by_role("heading").inner_text() == "事事有回音"
        browser.close()
