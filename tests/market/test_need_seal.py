"""An answer is sealed: before the deadline its firm alone reads it, at whatever door; rivals never do."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from filing.models import StateChange, StoredFile
from market.models import Need, NeedAnswer
from market.services.answers import file_answer
from market.services.needs import close_need, decide_need, withdraw_need
from post.models import Message
from tests import build
from tests.market import build_needs
from tests.members import build_firms
from tests.papers import PDF

pytestmark = pytest.mark.django_db
SECRET = "پیشنهاد محرمانه کارون"
PRICE = 1_234_567


@pytest.fixture
def sealed(cast):
    """Firm A's answer with a file to a need of a buyer whose agent is ``cast["buyer"]``; firm B is a rival."""
    build.cluster()
    cast["buyer"], cast["other_buyer"] = build.user(), build.user()
    need = build_needs.need(institution=build_needs.buyer(cast["buyer"]))
    build_needs.buyer(cast["other_buyer"], "other", "خریدار دیگر")
    firm, rival = build_needs.firm_of(cast["firm_a"]), build_needs.firm_of(cast["firm_b"])
    build_needs.answer(need, rival, text="پیشنهاد رقیب")
    upload = SimpleUploadedFile("price-1234567.pdf", PDF)
    return file_answer(need=need, firm=firm, text=SECRET, price=PRICE, upload=upload, by=cast["firm_a"])


def readers(cast, answer):
    """Who meets the answer in the queryset, and who opens its file; both must agree."""
    rows = {name for name, user in people(cast) if NeedAnswer.objects.visible_to(user).filter(pk=answer.pk).exists()}
    files = {
        name for name, user in people(cast) if StoredFile.objects.visible_to(user).filter(pk=answer.file_id).exists()
    }
    assert rows == files
    return rows


def people(cast):
    return [(name, user or AnonymousUser()) for name, user in cast.items()]


BUYER_S = {"firm_a", "buyer", "facilitator", "staff"}


def test_before_the_deadline_only_the_firm_reads_its_answer(cast, sealed):
    assert readers(cast, sealed) == {"firm_a"}


def test_a_superuser_does_not_read_it_either(sealed):
    assert not NeedAnswer.objects.visible_to(build.user(is_superuser=True, is_staff=True)).exists()


def test_from_the_deadline_on_the_buyer_and_who_posts_for_it_read_it_before_the_clock_comes_by(cast, sealed):
    build_needs.past(sealed.need)

    assert readers(cast, sealed) == BUYER_S
    close_need(need=sealed.need)
    assert readers(cast, sealed) == BUYER_S


def test_after_the_outcome_the_same_read_it_and_no_rival_does(cast, sealed, staff):
    build_needs.past(sealed.need)
    decide_need(need=sealed.need, outcome="local", winner=sealed.pk, why="بهتر بود", by=staff)

    assert readers(cast, sealed) == BUYER_S


def test_a_need_that_is_withdrawn_before_its_deadline_keeps_its_answers_sealed_for_good(cast, sealed, staff):
    withdraw_need(need=sealed.need, why="بودجه نیست", by=staff)
    Need.objects.update(deadline=sealed.need.opened_at + dt.timedelta(hours=1))

    assert readers(cast, sealed) == {"firm_a"}


def test_a_withdrawn_answer_is_not_unsealed(cast, sealed):
    NeedAnswer.objects.filter(pk=sealed.pk).update(state="withdrawn")
    build_needs.past(sealed.need)

    assert readers(cast, sealed) == {"firm_a"}


def test_who_left_the_buyer_or_the_firm_reads_nothing_more(cast, sealed):
    build_needs.past(sealed.need)
    cast["buyer"].agencies.update(left_at=sealed.filed_at)
    cast["firm_a"].representations.update(left_at=sealed.filed_at)

    rows = {name for name, user in people(cast) if NeedAnswer.objects.visible_to(user).filter(pk=sealed.pk).exists()}
    assert rows == {"facilitator", "staff"}


def test_neither_book_nor_letters_nor_lists_of_files_tell_what_is_offered(sealed):
    told = [f"{line.object_key} {line.why}" for line in StateChange.objects.all()]
    told += [f"{letter.subject} {letter.body}" for letter in Message.objects.all()]
    told += list(StoredFile.objects.values_list("name", flat=True))

    assert [text for text in told if SECRET in text or str(PRICE) in text or sealed.firm.tracking_code in text] == []


DOORS = {
    "buyer's page": lambda answer: reverse("market:need_desk", args=[answer.need.number]),
    "public page": lambda answer: reverse("market:need_detail", args=[answer.need.number]),
    "admin, need": lambda answer: reverse("admin:market_need_change", args=[answer.need_id]),
    "admin, answers": lambda answer: reverse("admin:market_needanswer_changelist"),
    "admin, answer": lambda answer: reverse("admin:market_needanswer_change", args=[answer.pk]),
    "rival's desk": lambda answer: reverse(
        "market:firm_need",
        args=[answer.need.answers.exclude(pk=answer.pk).get().firm.tracking_code, answer.need.number],
    ),
    "firm's desk": lambda answer: reverse("market:firm_need", args=[answer.firm.tracking_code, answer.need.number]),
    "file": lambda answer: reverse("filing:file", args=[answer.file_id]),
}


KNOCKING = ("firm_a", "firm_b", "buyer", "supervisor", "staff")  # the access table has everybody


def doors_that_tell(client, cast, answer):
    """(role, door) of every page that shows the offer's text, or gives its file."""
    found = set()
    for name in KNOCKING:
        client.force_login(cast[name])
        for door, address in DOORS.items():
            response = client.get(address(answer))
            content = b"".join(response.streaming_content) if response.streaming else response.content
            if SECRET.encode() in content or content == PDF:
                found.add((name, door))
    return found


def test_no_door_tells_a_sealed_answer_and_after_the_deadline_only_the_buyer_s_do(client, cast, sealed):
    own = {("firm_a", "firm's desk"), ("firm_a", "file")}
    assert doors_that_tell(client, cast, sealed) == own

    build_needs.past(sealed.need)
    told = {(name, door) for name in ("buyer", "staff") for door in ("buyer's page", "file")}
    assert doors_that_tell(client, cast, sealed) == own | told | {("staff", "admin, answer")}


def test_the_buyer_sees_how_many_answered_while_they_are_sealed(client, cast, sealed):
    client.force_login(cast["buyer"])

    page = client.get(DOORS["buyer's page"](sealed))
    assert (page.context["need"].answer_count, page.context["answers"]) == (2, [])
    assert "۲ بنگاه پاسخ داده‌اند." in page.content.decode()


def test_who_acts_for_the_buyer_and_for_a_firm_that_answered_reads_no_rival_s_offer(client, cast, sealed, staff):
    """Whatever makes them read answers: the agency of the buyer, or the right to post for buyers."""
    rival = sealed.need.answers.exclude(pk=sealed.pk).get().firm
    for person in (cast["buyer"], staff):
        build_firms.representative(rival, person)
    build_needs.past(sealed.need)

    assert readers(cast, sealed) == {"firm_a", "facilitator"}
    for person in (cast["buyer"], staff):
        client.force_login(person)
        page = client.get(DOORS["buyer's page"](sealed))
        assert [answer.firm for answer in page.context["answers"]] == [rival]
        assert (page.context["outcome"], "تنها پیشنهاد همان" in page.text) == (None, True)
    NeedAnswer.objects.filter(firm=rival).update(state="withdrawn")
    assert readers(cast, sealed) == BUYER_S


def test_the_doubled_role_hides_the_answers_to_that_need_alone(cast, sealed):
    other = build_needs.past(build_needs.need(institution=sealed.need.institution))
    seen = build_needs.answer(other, build_needs.firm_of())
    build_firms.representative(sealed.need.answers.exclude(pk=sealed.pk).get().firm, cast["buyer"])
    build_needs.past(sealed.need)

    visible = NeedAnswer.objects.visible_to(cast["buyer"])
    assert (seen in visible, sealed in visible) == (True, False)


@pytest.mark.parametrize("side", ["agent", "staff"])
def test_who_reads_the_answers_for_the_buyer_answers_for_no_firm(staff, side):
    person = staff if side == "staff" else build.user()
    need = build_needs.need(institution=build_needs.buyer(None if side == "staff" else person))

    with pytest.raises(ValidationError) as refused:
        file_answer(need=need, firm=build_needs.firm_of(person), text="پیشنهاد", by=person)
    assert (refused.value.code, NeedAnswer.objects.exists()) == ("interest", False)
