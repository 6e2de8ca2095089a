"""The review desk: who may do what with an application, what is refused, and what the firm is told."""

import pytest
from django.urls import reverse

from accounts.roles import STAFF
from filing.models import StateChange
from members.models import DirectoryEntry, Firm, FirmReview
from persian.jalali import today
from post.models import Message
from tests import build
from tests.members import build_firms
from tests.members.build_review import ALL_RIGHT, CHECKS, application, document, posted, reason

pytestmark = pytest.mark.django_db


def review_url(firm):
    return reverse("admin:members_review", args=[firm.pk])


def send(client, who, firm, verdict, **fields):
    client.force_login(who)
    return client.post(review_url(firm), posted(firm, verdict, **fields))


def errors(response):
    form = response.context["form"]
    return {name: list(messages) for name, messages in form.errors.items()}


def steps(firm):
    return [(row.round, row.act, row.by, row.message) for row in firm.reviews.all()]


def test_the_queue_lists_applications_and_changes_the_oldest_first(client, facilitator):
    for days, name in ((1, "دوم"), (3, "نخست"), (0, "سوم")):
        application(name, days=days)
    build_firms.firm("عضو")
    client.force_login(facilitator)

    response = client.get(reverse("admin:members_review_queue"))

    assert [firm.name for firm in response.context["firms"]] == ["نخست", "دوم", "سوم"]
    assert list(response.context["changes"]) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_with_one_and_three(client, facilitator, django_assert_num_queries, count):
    for _number in range(count):
        application()
    client.force_login(facilitator)
    client.get(reverse("admin:members_review_queue"))

    with django_assert_num_queries(8):
        client.get(reverse("admin:members_review_queue"))


def test_the_page_shows_what_the_firm_wrote_beside_its_documents(client, facilitator, firm_a):
    firm = application("رایان‌گستر", user=firm_a, national_id="10380284790", city="اهواز")
    paper = document(firm, by=firm_a)
    client.force_login(facilitator)

    response = client.get(review_url(firm))
    page = response.content.decode()

    assert reverse("filing:file", args=[paper.file_id]) in page
    assert "۱۰۳۸۰۲۸۴۷۹۰" in page
    assert [label for label, _lines, _box in response.context["checks"]] == [
        "شناسه", "نام ثبتی", "محل و نشانی", "زمینه کار", "اندازه", "نماینده",
    ]  # fmt: skip


def test_approving_makes_a_member_and_tells_its_people(client, staff, firm_a):
    firm = application("رایان‌گستر", user=firm_a)

    response = send(client, staff, firm, "approve")

    assert response.status_code == 302
    firm.refresh_from_db()
    assert (firm.state, firm.active_since) == ("active", today())
    assert (firm.confirmed_until - firm.active_since).days == 365
    assert DirectoryEntry.objects.get().firm == firm
    assert steps(firm)[-1] == (1, "approved", staff, "")
    assert firm.reviews.last().checklist == ALL_RIGHT
    mail = Message.objects.get()
    assert (mail.to, mail.channel, mail.language) == (firm_a.email, "mail", "fa")
    assert mail.subject == "رایان‌گستر عضو خوشه شد"
    assert StateChange.objects.filter(model="members.firm", old="applied", new="active", by=staff).count() == 1


def test_after_a_decision_the_next_application_opens(client, staff):
    first, second = application(days=2), application(days=1)

    assert send(client, staff, first, "approve").headers["Location"] == review_url(second)
    assert send(client, staff, second, "approve").headers["Location"] == reverse("admin:members_review_queue")


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("found", ["", "wrong", "unreadable"])
def test_no_firm_is_approved_while_one_check_is_not_right(client, staff, check, found):
    firm = application()

    response = send(client, staff, firm, "approve", **{f"check-{check}": found})

    firm.refresh_from_db()
    assert (response.status_code, firm.state) == (422, "applied")
    assert errors(response) == {"__all__": ["بنگاه هنگامی پذیرفته می‌شود که همه موارد «درست» باشد."]}
    assert not Message.objects.exists()


@pytest.mark.parametrize("settled", ["", "same"])
def test_no_firm_is_approved_while_a_look_alike_is_not_settled(client, staff, settled):
    other = build_firms.firm("شرکت رايان گستر", state=Firm.State.REJECTED)
    firm = application("رایان‌گستر (سهامی خاص)")
    box = f"look_alike-{other.tracking_code}"

    refused = send(client, staff, firm, "approve", **{box: settled})
    firm.refresh_from_db()
    assert (refused.status_code, firm.state) == (422, "applied")

    assert send(client, staff, firm, "approve", **{box: "other"}).status_code == 302
    assert firm.reviews.last().checklist[-1] == {"look_alike": other.tracking_code, "found": "other"}


def test_of_two_firms_with_one_national_id_the_second_is_not_approved(client, staff):
    build_firms.firm("نخست", national_id="10380284790")
    firm = application("دوم", national_id="10380284790")
    other = Firm.objects.get(name="نخست")

    response = send(client, staff, firm, "approve", **{f"look_alike-{other.tracking_code}": "other"})

    firm.refresh_from_db()
    assert (response.status_code, firm.state) == (422, "applied")
    assert [error.code for error in response.context["form"].errors.as_data()["__all__"]] == ["same_identifier"]


def test_the_facilitator_asks_for_more_in_a_letter_made_of_reasons(client, facilitator, firm_a):
    firm = application("رایان‌گستر", user=firm_a)
    reason("stamp", text="معرفی‌نامه مهر ندارد.")
    reason("scan", text="تصویر خوانا نیست.")

    response = send(client, facilitator, firm, "ask", reasons=["stamp", "scan"], note="با تلفن هم گفته شد")

    assert response.status_code == 302
    firm.refresh_from_db()
    letter = "معرفی‌نامه مهر ندارد.\nتصویر خوانا نیست."
    assert (firm.state, steps(firm)[-1]) == ("more_information", (1, "asked", facilitator, letter))
    row = firm.reviews.last()
    assert (sorted(row.reasons), row.note) == (["scan", "stamp"], "با تلفن هم گفته شد")
    body = Message.objects.get().body
    assert letter in body
    assert "با تلفن" not in body
    assert f"https://portal.example/members/desk/{firm.tracking_code}/" in body


def test_the_letter_is_written_from_the_reasons_and_then_edited_by_the_reviewer(client, facilitator, firm_a):
    firm = application(user=firm_a)
    reason("stamp", text="معرفی‌نامه مهر ندارد.")
    client.force_login(facilitator)
    form = posted(firm, "ask", reasons=["stamp"], message="سلام.") | {"act": "letter"}

    shown = client.post(review_url(firm), form)
    again = client.post(review_url(firm), form | {"message": shown.context["form"]["message"].value()})

    assert shown.context["form"]["message"].value() == "سلام.\nمعرفی‌نامه مهر ندارد."
    assert again.context["form"]["message"].value() == "سلام.\nمعرفی‌نامه مهر ندارد."
    assert not Message.objects.exists()

    send(client, facilitator, firm, "ask", reasons=["stamp"], message="مهر لازم است.")
    assert firm.reviews.last().message == "مهر لازم است."


def test_a_letter_goes_in_the_firms_language_and_by_sms_to_who_has_no_mail(client, facilitator):
    mobile = build.user(email=None, mobile="09161112233")
    gone = build.user()
    firm = application("Karun Data", user=mobile, name_en="Karun Data", language="en")
    build_firms.representative(firm, gone, left_at=firm.applied_at)
    reason("stamp", text="مهر ندارد.", text_en="The stamp is missing.")

    send(client, facilitator, firm, "ask", reasons=["stamp"])

    message = Message.objects.get()
    assert (message.channel, message.to, message.language) == ("sms", "+989161112233", "en")
    assert message.body == (
        "More is asked about the application of Karun Data."
        f" https://portal.example/en/members/desk/{firm.tracking_code}/"
    )
    assert firm.reviews.last().message == "The stamp is missing."


def test_asking_for_nothing_is_refused(client, facilitator):
    firm = application()

    response = send(client, facilitator, firm, "ask")

    assert (response.status_code, errors(response)) == (422, {"message": ["آنچه را بنگاه باید بخواند بنویسید."]})


@pytest.mark.parametrize("verdict", ["approve", "reject"])
def test_the_facilitator_neither_approves_nor_rejects(client, facilitator, verdict):
    firm = application()
    reason("outside", use="reject")

    response = send(client, facilitator, firm, verdict, reasons=["outside"], message="متن")

    firm.refresh_from_db()
    assert (response.status_code, firm.state, len(steps(firm))) == (422, "applied", 1)
    assert list(errors(response)) == ["verdict"]


def test_a_rejection_needs_a_reason_and_is_told(client, staff, firm_a):
    firm = application(user=firm_a)
    reason("outside", use="reject", text="بنگاه بیرون از استان است.")

    refused = send(client, staff, firm, "reject", message="متن")
    assert (refused.status_code, errors(refused)) == (422, {"__all__": ["دست‌کم یک دلیل برای رد انتخاب کنید."]})

    send(client, staff, firm, "reject", reasons=["outside"])
    firm.refresh_from_db()
    assert (firm.state, firm.reviews.last().reasons) == ("rejected", ["outside"])
    assert "بنگاه بیرون از استان است." in Message.objects.get().body


@pytest.mark.parametrize("verdict", ["approve", "reject", "ask"])
@pytest.mark.parametrize("has_left", [False, True])
def test_nobody_reviews_a_firm_for_which_they_act_or_acted(client, staff, verdict, has_left):
    firm = application(user=staff)
    reason("outside", use="reject")
    if has_left:
        firm.representatives.update(left_at=firm.applied_at)

    response = send(client, staff, firm, verdict, reasons=["outside"], message="متن")

    firm.refresh_from_db()
    assert (response.status_code, firm.state, len(steps(firm))) == (422, "applied", 1)
    assert errors(response)["__all__"] == ["شما نماینده این بنگاه هستید یا بوده‌اید: شخص دیگری آن را بررسی می‌کند."]


@pytest.mark.parametrize("verdict", ["approve", "reject"])
def test_who_rejected_an_application_does_not_decide_on_the_next_one(client, staff, groups, verdict):
    firm = application(round=2)
    FirmReview.objects.create(firm=firm, round=1, act="rejected", by=staff)
    reason("outside", use="reject")
    other = build.user(is_staff=True)
    other.groups.add(groups[STAFF])

    refused = send(client, staff, firm, verdict, reasons=["outside"], message="متن")
    firm.refresh_from_db()
    assert (refused.status_code, firm.state) == (422, "applied")

    assert send(client, other, firm, verdict, reasons=["outside"], message="متن").status_code == 302


def test_who_comes_too_late_is_told_by_whom_it_was_decided_and_keeps_the_letter(client, staff, facilitator, firm_a):
    firm = application(user=firm_a)
    send(client, staff, firm, "approve")
    Message.objects.all().delete()

    response = send(client, facilitator, firm, "ask", message="نامه من")

    assert response.status_code == 409
    page = response.content.decode()
    assert f"پیش‌تر {staff} در" in page
    assert "نامه من" in page
    assert (Message.objects.count(), steps(firm)[-1][1]) == (0, "approved")


def test_a_page_from_before_the_answer_decides_nothing(client, staff):
    """The firm waits again, but it is not the one that was read."""
    firm = application()
    old = posted(firm, "approve")
    Firm.objects.filter(pk=firm.pk).update(row_version=firm.row_version + 2)
    client.force_login(staff)

    assert client.post(review_url(firm), old).status_code == 409


def test_a_review_row_never_changes(staff):
    row = application().reviews.get()

    with pytest.raises(Exception, match="هرگز تغییر نمی"):
        FirmReview.objects.filter(pk=row.pk).update(message="دیگر")


def test_what_waits_leads_to_the_queue(client, facilitator, supervisor):
    application(days=1)
    client.force_login(facilitator)

    items = {item.title: item for item in client.get(reverse("admin:index")).context["waiting"]}

    assert (items["بنگاه‌ها برای بررسی"].count, items["تغییر بنگاه‌ها برای بررسی"].count) == (1, 0)
    assert items["بنگاه‌ها برای بررسی"].url == "/admin/members/firm/review/#firms"
    client.force_login(supervisor)
    assert not [item for item in client.get(reverse("admin:index")).context["waiting"] if "بنگاه" in item.title]
