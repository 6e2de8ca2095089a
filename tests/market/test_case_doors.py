"""The doors of the cases: who gets in, what is refused and kept, and that nobody sees a rival's case."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from filing.models import StoredFile
from filing.uploads import store_file
from market.models import ProcurementCase
from members.models import Firm
from persian.jalali import format_day, today
from tests import build
from tests.market import build_cases
from tests.members import build_firms
from tests.papers import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(client, firm_a):
    build.cluster()
    build_cases.reason()
    build_firms.capability("web", name="طراحی وب")
    made = build_firms.firm("کارون داده")
    build_firms.representative(made, firm_a)
    client.force_login(firm_a)
    return made


@pytest.fixture
def clerk(firm):
    return build.user(email="clerk@example.org")


@pytest.fixture
def union(clerk):
    return build_cases.union(user=clerk)


def path(name, *args):
    return reverse(f"market:{name}", args=args)


def typed(**fields):
    """The form as a browser sends it in Persian."""
    values = {
        "buyer_name": "شركت آب و برق", "need_number": "۱۱۰۳-۰۹ ۸", "category": "web", "decided_on": "۱۴۰۳/۰۵/۱۶",
        "amount": "۱٬۵۰۰٬۰۰۰٬۰۰۰", "winner": "other_province", "claimed_supply": "yes",
        "reasons": ["surplus-cost", "price"], "text": "شرح", "key": "k1",
    }  # fmt: skip
    return values | fields


def test_a_firm_files_from_its_desk_with_persian_digits_and_a_jalali_day(client, firm, firm_a):
    response = client.post(path("firm_case_new", firm.tracking_code), typed(firm_agrees="on"))

    case = ProcurementCase.objects.get()
    assert response.headers["Location"] == path("firm_case", firm.tracking_code, case.code)
    assert (case.firm, case.filed_by, case.buyer_name, case.need_number, case.amount, case.decided_on) == (
        firm, firm_a, "شرکت آب و برق", "1103098", 1_500_000_000, dt.date(2024, 8, 6),
    )  # fmt: skip
    assert (case.state, case.firm_agrees, [row.key for row in case.reasons.all()]) == (
        "submitted", True, ["surplus-cost", "price"],
    )  # fmt: skip


def test_the_same_page_sent_twice_files_once(client, firm):
    first = client.post(path("firm_case_new", firm.tracking_code), typed())
    again = client.post(path("firm_case_new", firm.tracking_code), typed())

    assert ProcurementCase.objects.count() == 1
    assert again.headers["Location"] == first.headers["Location"]


def test_the_same_page_with_other_words_is_not_dropped_in_silence(client, firm):
    client.post(path("firm_case_new", firm.tracking_code), typed())
    page = client.post(path("firm_case_new", firm.tracking_code), typed(amount="۵"))

    first = ProcurementCase.objects.get()
    assert (page.status_code, first.code in page.context["form"].non_field_errors()[0]) == (422, True)
    assert page.context["form"]["amount"].value() == "۵"
    knowingly = typed(amount="۵", key=page.context["form"]["key"].value())
    assert client.post(path("firm_case_new", firm.tracking_code), knowingly).status_code == 302
    assert set(ProcurementCase.objects.values_list("amount", flat=True)) == {1_500_000_000, 5}


def test_a_key_that_somebody_else_used_is_another_one(client, firm, clerk, union):
    client.post(path("firm_case_new", firm.tracking_code), typed())
    client.force_login(clerk)

    client.post(path("own_case_new"), typed())

    assert set(ProcurementCase.objects.values_list("firm", "institution")) == {(firm.pk, None), (None, union.pk)}


TOMORROW = "tomorrow"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"decided_on": TOMORROW}, "decided_on"),
        ({"decided_on": "۱۴۰۳/۱۳/۰۱"}, "decided_on"),
        ({"decided_on": ""}, "decided_on"),
        ({"amount": "۱٬۵"}, "amount"),
        ({"amount": "-۵"}, "amount"),
        ({"amount": "9" * 30}, "amount"),
        ({"amount": "100000000000001"}, "amount"),
        ({"category": "nothing"}, "category"),
        ({"winner": "mars"}, "winner"),
        ({"reasons": []}, "reasons"),
        ({"reasons": ["no-such"]}, "reasons"),
        ({"buyer_name": "‎ "}, "buyer_name"),
        ({"buyer_name": "ب" * 161}, "buyer_name"),
        ({"need_number": "1" * 41}, "need_number"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_everything_typed_stays(client, firm, wrong, field):
    if wrong.get("decided_on") == TOMORROW:
        wrong = {"decided_on": format_day(today() + dt.timedelta(days=1), "numeric", "fa")}

    page = client.post(path("firm_case_new", firm.tracking_code), typed(**wrong))

    assert (page.status_code, ProcurementCase.objects.count()) == (422, 0)
    assert list(page.context["form"].errors) == [field]
    text = page.content.decode()
    kept = typed(**wrong)
    assert all(kept[name] in text for name in ("text", "key", "need_number") if name != field)


def test_a_good_file_is_kept_while_the_rest_is_mended(client, firm, firm_a):
    url = path("firm_case_new", firm.tracking_code)
    page = client.post(url, typed(amount="", upload=SimpleUploadedFile("آگهی.pdf", PDF)))
    kept = StoredFile.objects.get()
    assert "«آگهی.pdf» نگه داشته شده" in page.content.decode()

    client.post(url, typed(kept=str(kept.pk)))

    assert [row.file for row in ProcurementCase.objects.get().evidence.all()] == [kept]


def test_a_file_of_somebody_else_cannot_be_kept(client, firm, clerk):
    theirs = store_file(SimpleUploadedFile("سند.pdf", PDF), by=clerk)

    client.post(path("firm_case_new", firm.tracking_code), typed(kept=str(theirs.pk)))

    assert ProcurementCase.objects.get().evidence.count() == 0


def test_a_file_that_is_none_is_refused_at_its_field(client, firm):
    page = client.post(
        path("firm_case_new", firm.tracking_code), typed(upload=SimpleUploadedFile("x.pdf", b"<svg></svg>"))
    )

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["upload"])


def test_a_second_report_of_one_need_is_taken_with_a_word(client, firm, union, clerk):
    build_cases.case(by=clerk, institution=union, need_number="1103098")
    page = client.post(path("firm_case_new", firm.tracking_code), typed(), follow=True)
    assert len(page.context["messages"]) == 1  # of the union's report a firm is told nothing
    first = ProcurementCase.objects.get(firm=firm)

    page = client.post(path("firm_case_new", firm.tracking_code), typed(key="k2"), follow=True)

    said = [str(message) for message in page.context["messages"]]
    assert said[1] == f"پیش از این پرونده‌ای با همین شماره نیاز ثبت کرده‌اید: {first.code}."


def test_fields_that_are_not_in_the_form_cannot_be_sent(client, firm):
    client.post(path("firm_case_new", firm.tracking_code), typed(state="counted", names_buyer="1", batch="1", firm="9"))

    case = ProcurementCase.objects.get()
    assert (case.state, case.names_buyer, case.batch, case.firm) == ("submitted", False, None, firm)


def test_a_firm_that_is_no_active_member_files_nothing(client, firm):
    Firm.objects.filter(pk=firm.pk).update(state=Firm.State.SUSPENDED)

    assert client.get(path("firm_case_new", firm.tracking_code)).status_code == 404
    assert client.post(path("firm_case_new", firm.tracking_code), typed()).status_code == 404
    assert client.get(path("firm_cases", firm.tracking_code)).status_code == 200


def test_a_clerk_of_two_institutions_says_for_which(client, clerk, union):
    other = build_cases.union("اتحادیه دیگر", user=clerk)
    client.force_login(clerk)

    client.post(path("own_case_new"), typed(institution=other.key))
    page = client.post(path("own_case_new"), typed(institution=build.institution().key, key="k2"))

    assert ProcurementCase.objects.get().institution == other
    assert list(page.context["form"].errors) == ["institution"]


def test_the_clerk_lands_on_a_page_that_leads_there(client, clerk, union):
    client.force_login(clerk)

    assert path("own_cases") in client.get(reverse("accounts:home")).content.decode()


def test_staff_file_for_the_office(client, firm, staff):
    client.force_login(staff)

    response = client.post(reverse("admin:market_procurementcase_add"), typed())

    case = ProcurementCase.objects.get()
    assert (response.status_code, case.filer_key, case.filed_by) == (302, "office", staff)


# Who sees a case -------------------------------------------------------------
@pytest.fixture
def people(firm, firm_a, firm_b, clerk, union, staff, facilitator, council_member, supervisor, administrator):
    """Everybody who might look, by what they are to a case of firm A and to one of the union about a buyer."""
    build_firms.representative(build_firms.firm(), firm_b)
    buyer_agent, other_clerk, left = build.user(), build.user(), build.user()
    build_cases.agent(build.institution("buyer", "خریدار"), buyer_agent)
    build_cases.union("اتحادیه دیگر", user=other_clerk)
    build_cases.agent(union, left, left_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    return {
        "firm A": firm_a, "rival": firm_b, "clerk": clerk, "other clerk": other_clerk, "former clerk": left,
        "buyer's agent": buyer_agent, "council": council_member, "supervisor": supervisor,
        "administrator": administrator, "facilitator": facilitator, "staff": staff,
    }  # fmt: skip


@pytest.fixture
def two_cases(people, firm, union):
    buyer = build.institution("buyer", "خریدار")
    file = [store_file(SimpleUploadedFile(f"{name}.pdf", PDF), by=build.user()) for name in ("a", "b")]
    return {
        "firm": build_cases.case(by=people["firm A"], firm=firm, buyer=buyer, files=file[:1]),
        "union": build_cases.case(by=people["clerk"], institution=union, buyer=buyer, files=file[1:]),
    }


def test_only_the_filers_people_and_who_checks_see_a_case(people, two_cases):
    seen = {
        name: sorted(
            key for key, case in two_cases.items() if ProcurementCase.objects.visible_to(user).filter(pk=case.pk)
        )
        for name, user in people.items()
    }

    both = ["firm", "union"]
    assert {name: found for name, found in seen.items() if found} == {
        "firm A": ["firm"], "clerk": ["union"], "facilitator": both, "staff": both,
    }  # fmt: skip


def read(client, url):
    """The status; a file that is sent is read to its end, so that it is closed."""
    response = client.get(url)
    b"".join(response.streaming_content if response.streaming else ())
    return response.status_code


def test_a_rival_another_union_and_the_buyer_find_neither_page_nor_paper(client, people, two_cases, firm):
    pages = {
        "firm": [path("firm_case", firm.tracking_code, two_cases["firm"].code), path("firm_cases", firm.tracking_code)],
        "union": [path("own_case", two_cases["union"].code)],
    }
    papers = {key: reverse("filing:file", args=[case.evidence.get().file_id]) for key, case in two_cases.items()}
    met = {}
    for name in ("firm A", "rival", "clerk", "other clerk", "former clerk", "buyer's agent"):
        client.force_login(people[name])
        for key in two_cases:
            codes = {read(client, url) for url in [*pages[key], papers[key]]}
            codes |= {client.post(pages[key][0], {"upload": SimpleUploadedFile("x.pdf", PDF)}).status_code}
            if codes != {404}:
                met[name, key] = codes

    assert met == {("firm A", "firm"): {200, 302}, ("clerk", "union"): {200, 302}}


def test_a_stranger_is_sent_to_sign_in(client, two_cases, firm):
    client.logout()

    for url in (path("own_cases"), path("firm_cases", firm.tracking_code), path("own_case", two_cases["union"].code)):
        assert client.get(url).headers["Location"].startswith(reverse("accounts:login"))


def test_a_firms_case_is_not_found_below_another_firm_of_the_same_person(client, people, two_cases):
    second = build_firms.firm()
    build_firms.representative(second, people["firm A"])
    client.force_login(people["firm A"])

    assert client.get(path("firm_case", second.tracking_code, two_cases["firm"].code)).status_code == 404


def test_the_filer_reads_neither_note_nor_who_checked(client, people, two_cases, firm, staff):
    case = two_cases["firm"]
    ProcurementCase.objects.filter(pk=case.pk).update(note="یادداشت پنهان")

    text = client.get(path("firm_case", firm.tracking_code, case.code)).content.decode()

    assert "یادداشت پنهان" not in text
    assert staff.full_name not in text or staff.full_name == people["firm A"].full_name


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_ask_as_often_for_three_as_for_one(client, firm, clerk, union, django_assert_num_queries, number):
    for _place in range(number):
        build_cases.row(firm=firm)
        build_cases.row(institution=union, buyer=build.institution())

    with django_assert_num_queries(6):
        client.get(path("firm_cases", firm.tracking_code))
    client.force_login(clerk)
    with django_assert_num_queries(8):  # who has no role is asked for permissions in two
        client.get(path("own_cases"))
