"""One browser for the journeys of a module: while it runs, Django takes the whole process for an asynchronous one."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=15_000)  # a busy machine answers later than the five seconds that are usual
    with sync_playwright() as player:
        launched = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """The browser of a phone at the module's `address`: it must have no cookie in the end, and nothing to complain of."""
    context = browser.new_context(
        base_url=request.getfixturevalue("address"),
        viewport={"width": 390, "height": 844},
        java_script_enabled=request.param,
        locale="zh-CN",
    )
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    assert context.cookies() == []
    assert not complaints
    context.close()
