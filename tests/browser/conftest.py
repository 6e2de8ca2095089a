"""A real browser that forgives nothing: a console error, a refused resource, a call to another host fails the test."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import set_script_prefix
from playwright.sync_api import sync_playwright

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def pytest_collection_modifyitems(items):
    """Everything in this folder is a browser test and meets a database that others see."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session", autouse=True)
def _orm_beside_playwright():
    """Playwright's loop runs in this thread, so Django thinks that the ORM is called from async code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Install chromium, or put its path into CHROMIUM."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """One person's browser: ``page`` is Playwright's, ``problems`` is what the browser complained of."""

    def __init__(self, chromium, base, options):
        self.base, self.problems, self.expected = base, [], []
        self.context = chromium.new_context(base_url=base, reduced_motion="reduce", **options)
        self.context.add_init_script(TELL_OF_CSP)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        self.context.on("request", self._request)
        self.page = self.context.new_page()

    def sign_in(self, client, user):
        """Carry a signed-in session of the test client into the browser."""
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        self.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": self.base}])

    def forgive(self, text):
        """A complaint that this test means to provoke, such as the browser's own line about a 404."""
        self.expected.append(text)

    def finish(self):
        self.context.close()
        unexpected = [line for line in self.problems if not any(text in line for text in self.expected)]
        assert unexpected == []

    def _console(self, message):
        if message.type in {"error", "warning"}:
            self.problems.append(f"console {message.type}: {message.text}")

    def _request(self, request):
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.problems.append(f"other host: {request.url}")


@pytest.fixture
def visit(chromium, live_server):
    """``visit(width=360, dark=True)`` opens a browser on the live portal; at the end none may have complained."""
    visits = []

    def open_browser(width=1280, height=900, *, dark=False, script=True, language="fa-IR", **options):
        options |= {
            "viewport": {"width": width, "height": height},
            "color_scheme": "dark" if dark else "light",
            "java_script_enabled": script,
            "locale": language,
            "timezone_id": "Asia/Tehran",
        }
        visits.append(Visit(chromium, live_server.url, options))
        return visits[-1]

    yield open_browser
    set_script_prefix("/")
    for one in visits:
        one.finish()


@pytest.fixture
def page(visit):
    """A page at 1280 px in Persian."""
    return visit().page


@pytest.fixture
def axe():
    """``axe(page)`` gives what axe-core finds, as ``rule: the elements``; an empty list is the only good answer."""

    def run(page):
        found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"], "preload": False})
        return [
            f"{violation['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
            for violation in found.response["violations"]
            for node in violation["nodes"]
        ]

    return run


@pytest.fixture
def no_horizontal_scroll():
    """``no_horizontal_scroll(page)`` fails with the elements that stick out to the side."""

    def run(page):
        assert page.evaluate(STICKS_OUT) == []

    return run


TELL_OF_CSP = """addEventListener('securitypolicyviolation',
    event => console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI))"""
STICKS_OUT = """() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    const out = [...document.querySelectorAll('body *')].filter(e => {
        const box = e.getBoundingClientRect()
        return box.width && (box.left < -1 || box.right > root.clientWidth + 1)
    })
    return out.slice(0, 8).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40))
}"""
