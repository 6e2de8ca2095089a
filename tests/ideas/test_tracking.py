"""Following an idea by its code: what the page tells, who answers what was asked, how often one may guess."""

import pytest
from django.core.cache import cache
from django.test import Client

from ideas import throttle
from tests.ideas import build_ideas
from tests.members import build_firms
from tests.reports.shown import shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    cache.clear()


def test_guesses_of_tracking_codes_are_throttled_and_the_owner_is_not_counted(client, monkeypatch):
    monkeypatch.setitem(throttle.may.__self__.rates, "guess", "2/10m/ip")
    idea = build_ideas.idea()
    own = [client.get(f"/ideas/track/{idea.code}/").status_code for _time in range(4)]
    guesses = [client.get("/ideas/track/AAAA-AAAA-AAAA-AAAA/").status_code for _time in range(3)]

    assert (own, guesses) == ([200] * 4, [404, 404, 429])


def test_the_code_is_found_in_any_digits_and_letters(client):
    idea = build_ideas.idea(code="K7Q2-M9XT-4RWB-8HJN")
    found = client.get("/ideas/track/", {"code": "k۷q۲ m9xt ۴rwb-8hjn"})

    assert found.headers["Location"] == f"/ideas/track/{idea.code}/"
    assert client.get("/ideas/track/", {"code": ""}).status_code == 422
    assert client.get("/ideas/track/", {"code": "nothing"}).status_code == 404


def test_the_tracking_page_tells_the_reason_and_keeps_out_of_caches(client):
    idea = build_ideas.idea(state="rejected", reason="پیش از این اجرا شده است.")
    page = client.get(f"/ideas/track/{idea.code}/")

    assert "پیش از این اجرا شده است." in shown(page).text
    assert "no-store" in page.headers["Cache-Control"]
    assert 'name="robots" content="noindex"' in page.text
    assert idea.contact not in page.text


def test_the_submitter_answers_what_was_asked_on_the_tracking_page(client):
    idea = build_ideas.idea(state="asked", question="هزینه چقدر است؟")
    page = f"/ideas/track/{idea.code}/answer/"
    empty = client.post(page, {"answer": " "})
    done = client.post(page, {"answer": "صد میلیون ریال"})

    idea.refresh_from_db()
    assert (empty.status_code, done.status_code) == (422, 302)
    assert (idea.state, idea.answer) == ("submitted", "صد میلیون ریال")
    assert client.post(page, {"answer": "بار دوم"}).status_code == 422


def test_for_a_firm_only_its_representative_answers(client, firm_a, firm_b):
    firm = build_firms.firm()
    build_firms.representative(firm, firm_a)
    idea = build_ideas.idea(state="asked", question="چه؟", firm=firm)
    page, met = f"/ideas/track/{idea.code}/answer/", {}
    for name, user in {"nobody": None, "rival": firm_b, "own": firm_a}.items():
        browser = Client()
        if user:
            browser.force_login(user)
        met[name] = browser.post(page, {"answer": "پاسخ"}).status_code

    assert met == {"nobody": 422, "rival": 422, "own": 302}
