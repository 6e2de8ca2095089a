"""The roles on the desk of administrators: in words, and the portal's own keep their names."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts import roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def form_of(group):
    return reverse("admin:auth_group_change", args=[group.pk])


def test_list_and_form_name_the_role_in_persian_and_no_english_name_is_left(desk, groups):
    names = desk.get(reverse("admin:auth_group_changelist")).text
    page = desk.get(form_of(groups["facilitator"])).text.split("<main")[1].split("<select")[0]

    assert all(str(words) in names for words in roles.WORDS.values())
    assert page.count("عامل توسعه خوشه") >= 2
    assert "facilitator" not in page


def test_the_permissions_are_named_in_the_readers_language(desk, groups):
    field = desk.get(form_of(groups["facilitator"])).context["adminform"].form.fields["permissions"]
    labels = {permission.codename: field.label_from_instance(permission) for permission in field.queryset}

    assert labels["view_meeting"] == "شورای راهبری | نشست | مشاهده"
    assert "Can" not in " ".join(labels[name] for name in ("adopt_decision", "close_year", "record_progress"))


def test_a_role_of_the_portal_is_neither_renamed_nor_deleted(desk, groups):
    facilitator = groups["facilitator"]

    desk.post(form_of(facilitator), {"name": "other", "permissions": []})

    facilitator.refresh_from_db()
    assert (facilitator.name, facilitator.permissions.count()) == ("facilitator", 0)
    assert desk.post(reverse("admin:auth_group_delete", args=[facilitator.pk]), {"post": "yes"}).status_code == 403


def test_another_group_has_a_name_of_its_own(desk):
    desk.post(reverse("admin:auth_group_add"), {"name": "مهمانان", "permissions": []})

    group = Group.objects.get(name="مهمانان")
    assert desk.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"}).status_code == 302
