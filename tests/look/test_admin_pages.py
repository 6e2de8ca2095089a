"""Every list and form of the desk keeps to the content security policy and shows our look."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts import waiting
from accounts.waiting import WaitingItem
from tests import build

REFUSED = re.compile(
    r"""\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|<style\b|href="javascript:|<script>|<script type="text/javascript">"""
)
MODELS = sorted(model._meta.label_lower for model in admin.site._registry)


@pytest.fixture
def superuser(db):
    return build.user(is_staff=True, is_superuser=True, email="root@cast.example")


@pytest.fixture
def desk(client, superuser):
    client.force_login(superuser)
    return client


@pytest.mark.parametrize("label", MODELS)
@pytest.mark.parametrize("act", ["changelist", "add"])
def test_a_list_and_a_form_have_nothing_inline(desk, label, act):
    response = desk.get(reverse(f"admin:{label.replace('.', '_')}_{act}"))

    assert response.status_code in {200, 403}  # 403: rows that only services may add
    assert REFUSED.findall(response.text) == []


@pytest.mark.parametrize("label", MODELS)
def test_the_lists_are_drawn_with_our_style(desk, label):
    page = desk.get(reverse(f"admin:{label.replace('.', '_')}_changelist")).text

    assert ("css/tokens.css" in page, "css/admin.css" in page, "dark_mode.css" in page) == (True, True, False)


def test_a_user_form_and_its_history_have_nothing_inline(desk, superuser):
    for act in ("change", "history", "delete"):
        assert REFUSED.findall(desk.get(reverse(f"admin:accounts_user_{act}", args=[superuser.pk])).text) == []


def test_the_rooms_and_what_lies_in_them_stand_in_the_order_of_the_week(desk):
    apps = {app["app_label"]: [model["object_name"] for model in app["models"]] for app in admin_apps(desk)}

    assert list(apps)[:3] == ["actionplans", "council", "members"]
    assert apps["actionplans"] == [
        "ActionPlan", "Activity", "Indicator", "ProgressEntry", "IndicatorReading", "Evidence", "Verification",
        "SupervisionVisit", "Funding", "Payment", "Baseline", "MonthLock",
    ]  # fmt: skip
    assert apps["members"] == ["Firm", "ReturnRound", "Network", "ImportJob", "ExportJob", "Capability", "ReviewReason"]
    assert apps["council"][:4] == ["Meeting", "AgendaItem", "Decision", "Seat"]


def admin_apps(desk):
    return desk.get(reverse("admin:index")).context["app_list"]


def test_the_index_shows_what_waits_each_number_with_its_link(desk, monkeypatch):
    items = [
        WaitingItem(7, "entries to verify", "/admin/verify/", "the oldest is 9 days old", urgent=True),
        WaitingItem(0, "late activities", "/admin/late/", "they appear here", urgent=True),
    ]
    monkeypatch.setattr(waiting, "_providers", [(1, lambda user: items)])

    page = desk.get(reverse("admin:index")).text

    assert re.findall(r'<li( class="none")?><span class="n">(.*?)</span><a href="(.*?)">(.*?)</a>', page) == [
        ("", "۷", "/admin/verify/", "entries to verify"),
        (' class="none"', "۰", "/admin/late/", "late activities"),
    ]
    assert page.count('<span class="mark late">') == 1
    assert page.count('<span class="mark done">') == 1
