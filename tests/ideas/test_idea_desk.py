"""The desks: screening, scorers, the council's agenda, conversion; who sees which idea; what waits for whom."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.personal_data import pseudonymise_user
from accounts.waiting import desks_for, items_for
from council.models import Decision
from council.services import adopt_decision
from filing.models import StoredFile
from ideas.models import Idea, IdeaAttachment, IdeaDraft, IdeaProposal, IdeaScore
from post.models import Message
from tests import build
from tests.ideas import build_ideas
from tests.members import build_firms
from tests.reports.shown import shown

pytestmark = pytest.mark.django_db
GRADES = {"feasibility": "4", "effect": "5", "cost": "3", "fit": "2"}


def desk(idea):
    return f"/admin/ideas/idea/{idea.pk}/desk/"


def act(client, idea, what, **values):
    return client.post(desk(idea), {"act": what} | values)


def state(idea):
    return Idea.objects.get(pk=idea.pk).state


def test_the_whole_way_over_the_desks(client, facilitator, council_member, supervisor):
    build.rule()
    meeting = build.meeting()
    build.attendance(meeting, build.seat())
    decision = build.decision(build.agenda_item(meeting), by_consensus=True)
    idea = build_ideas.idea(title="بازار مشترک")
    client.force_login(facilitator)
    act(client, idea, "pass")
    act(client, idea, "assign", scorers=[council_member.pk, supervisor.pk])
    for person in (council_member, supervisor):
        browser = Client()
        browser.force_login(person)
        page = f"/ideas/scoring/{idea.pk}/"
        assert "بازار مشترک" in browser.get("/ideas/scoring/").text
        assert browser.post(page, GRADES | {"act": "score"}).headers["Location"] == "/ideas/scoring/"
    assert "۳٫۵۰" in client.get(desk(idea)).text
    act(client, idea, "shortlist", agenda_item=decision.agenda_item_id)
    page = f"/admin/ideas/idea/propose/{decision.pk}/"
    assert "checked" in shown(client.get(page)).one("input", name="ideas").attributes
    client.post(page, {"ideas": [idea.pk], "act": "adopt"})
    adopt_decision(decision=decision, by=facilitator)
    done = act(client, idea, "plan", year=meeting.year_id)

    idea.refresh_from_db()
    assert (idea.state, idea.plan.title, idea.plan.state) == ("converted", "بازار مشترک", "draft")
    assert done.headers["Location"] == f"/admin/actionplans/actionplan/{idea.plan_id}/change/"
    assert "این برنامه شد" in client.get(desk(idea)).text


def test_a_refusal_comes_back_with_what_was_typed(client, facilitator, council_member):
    idea = build_ideas.idea(state="screened")
    client.force_login(facilitator)
    few = act(client, idea, "assign", scorers=[council_member.pk])
    empty = act(client, build_ideas.idea(), "reject", reason=" ")
    late = act(client, build_ideas.idea(state="adopted"), "pass")

    assert (few.status_code, empty.status_code, late.status_code) == (422, 422, 422)
    assert "دست‌کم دو نفر برگزینید" in shown(few).one("div", id="errors").text
    assert "checked" in few.text
    assert client.post(desk(idea), {"act": "nothing"}).status_code == 404
    assert act(client, idea, "assign", scorers=["9" * 30]).status_code == 422


def test_the_desk_shows_no_figure_before_all_are_in(client, facilitator, staff, council_member, supervisor):
    idea = build_ideas.idea(state="screened")
    build_ideas.score(idea, council_member, (1, 1, 1, 1), comment="نظر پنهان")
    build_ideas.score(idea, supervisor)
    for person in (facilitator, staff):
        client.force_login(person)
        page = client.get(desk(idea))
        assert "امتیاز داده است" in page.text
        assert "نظر پنهان" not in page.text
        assert "نتیجه امتیازدهی" not in page.text
    client.force_login(supervisor)
    other = client.get(f"/ideas/scoring/{idea.pk}/")
    assert other.status_code == 200
    assert "نظر پنهان" not in other.text
    assert other.text.count(" checked") == 0


def test_who_had_the_idea_and_who_acts_for_its_firm_are_not_offered_as_scorers(
    client, facilitator, staff, council_member, supervisor
):
    firm = build_firms.firm()
    build_firms.representative(firm, council_member)
    idea = build_ideas.idea(state="screened", firm=firm, user=staff)
    client.force_login(facilitator)
    offered = {box.attributes["value"] for box in shown(client.get(desk(idea))).all("input", name="scorers")}

    assert offered == {str(facilitator.pk), str(supervisor.pk)}


def test_a_scorer_in_conflict_meets_a_message_and_no_form(client, council_member):
    idea = build_ideas.idea(state="screened", user=council_member)
    build_ideas.score(idea, council_member)
    client.force_login(council_member)
    page = client.get(f"/ideas/scoring/{idea.pk}/")
    sent = client.post(f"/ideas/scoring/{idea.pk}/", GRADES | {"act": "score"})

    assert "این ایده از خود شماست" in page.text
    assert 'name="effect"' not in page.text
    assert sent.status_code == 422
    assert IdeaScore.objects.get().given_at is None


def test_a_missing_grade_is_refused_and_the_others_stay(client, council_member):
    idea = build_ideas.idea(state="screened")
    build_ideas.score(idea, council_member)
    client.force_login(council_member)
    refused = client.post(f"/ideas/scoring/{idea.pk}/", GRADES | {"act": "score", "effect": "", "comment": "نظر من"})

    assert refused.status_code == 422
    assert "اثرگذاری: نمره‌ای از ۱ تا ۵ برگزینید." in shown(refused).one("div", id="errors").text
    assert refused.text.count(" checked") == 3
    assert "نظر من" in refused.text
    for grade in ("6", "0", "x", "9" * 100):
        assert client.post(f"/ideas/scoring/{idea.pk}/", GRADES | {"effect": grade}).status_code == 422


def test_a_declared_conflict_takes_the_idea_off_ones_desk(client, council_member):
    idea = build_ideas.idea(state="screened")
    build_ideas.score(idea, council_member)
    client.force_login(council_member)
    page = f"/ideas/scoring/{idea.pk}/"
    empty = client.post(page, {"act": "conflict", "conflict": ""})
    client.post(page, {"act": "conflict", "conflict": "همکاریم"})

    assert empty.status_code == 422
    assert client.get(page).status_code == 404
    assert idea.title not in client.get("/ideas/scoring/").text


def seen_by(user):
    return set(Idea.objects.visible_to(user).values_list("title", flat=True))


def test_each_role_sees_its_own_ideas(cast, client):
    own = build_firms.firm()
    build_firms.representative(own, cast["firm_a"])
    build_firms.representative(build_firms.firm(), cast["firm_b"])
    build_ideas.idea(title="firm", firm=own)
    build_ideas.idea(title="asked", state="screened")
    build_ideas.idea(title="conflict", state="screened")
    build_ideas.idea(title="other", state="screened")
    build_ideas.idea(title="council", state="shortlisted")
    build_ideas.idea(title="public", state="adopted")
    build_ideas.idea(title="mine", user=cast["pending_firm"])
    for title in ("asked", "conflict"):
        row = build_ideas.score(Idea.objects.get(title=title), cast["council_member"])
    IdeaScore.objects.filter(pk=row.pk).update(has_conflict=True, conflict="شریک")
    everything = {"firm", "asked", "conflict", "other", "council", "public", "mine"}

    assert {role: seen_by(user or AnonymousUser()) for role, user in cast.items()} == {
        "anonymous": {"public"},
        "pending_firm": {"public", "mine"},
        "firm_a": {"public", "firm"},
        "firm_b": {"public"},
        "council_member": {"public", "council", "asked"},
        "supervisor": {"public", "council"},
        "facilitator": everything,
        "staff": everything,
        "administrator": {"public"},
    }


def test_the_scorers_page_is_for_who_was_asked(client, cast):
    idea = build_ideas.idea(state="screened")
    build_ideas.score(idea, cast["council_member"])
    met = {}
    for role, user in cast.items():
        browser = Client()
        if user:
            browser.force_login(user)
        met[role] = browser.get(f"/ideas/scoring/{idea.pk}/").status_code

    assert met == {
        "anonymous": 302, "pending_firm": 403, "firm_a": 403, "firm_b": 403, "council_member": 200,
        "supervisor": 404, "facilitator": 404, "staff": 404, "administrator": 403,
    }  # fmt: skip


def test_what_waits_leads_to_exactly_that_list(client, facilitator, council_member, supervisor):
    for name in ("submitted", "scored", "shortlisted", "adopted"):
        build_ideas.idea(state=name, title=f"ایده {name}")
    lacking, asked = build_ideas.idea(state="screened", title="بی‌داور"), build_ideas.idea(state="screened")
    for person in (council_member, supervisor):
        build_ideas.score(asked, person)
    down = build_ideas.idea(state="shortlisted", title="ردشده")
    build_ideas.proposal(down, build.decision(state=Decision.State.REJECTED))
    own = {item.title: (item.count, item.url) for item in items_for(facilitator) if "ideas" in item.url}

    assert {title: count for title, (count, _url) in own.items()} == {
        "ایده‌ها برای غربال": 1,
        "ایده‌هایی که امتیازدهنده کم دارند": 1,
        "ایده‌های امتیازگرفته برای گزینش": 1,
        "ایده‌های برگزیده‌ای که در هیچ مصوبه پیشنهادی نیستند": 2,
        "ایده‌هایی که شورا نپذیرفت": 1,
        "ایده‌های تصویب‌شده‌ای که باید برنامه شوند": 1,
        "ایده‌هایی که باید به آن‌ها امتیاز دهید": 0,
    }
    client.force_login(facilitator)
    for title, (count, url) in own.items():
        if "/admin/" in url:
            assert client.get(url).context["cl"].queryset.count() == count, title
    assert "بی‌داور" in client.get("/admin/ideas/idea/?waits=scorers").text
    assert lacking.pk
    [item] = [item for item in items_for(council_member) if "ideas" in item.url]
    assert (item.count, item.url) == (1, "/ideas/scoring/")
    assert [row.url for row in desks_for(council_member) if "ideas" in row.url] == ["/ideas/scoring/"]


@pytest.mark.parametrize("count", [1, 3, 12])
def test_the_lists_of_the_desk_take_the_same_queries(client, facilitator, supervisor, django_assert_num_queries, count):
    call = build_ideas.call()
    for number in range(count):
        idea = build_ideas.idea(state="scored", call=call, title=f"ایده {number}")
        build_ideas.score(idea, supervisor, (4, 4, 4, 4), is_final=True)
        build_ideas.score(idea, facilitator, (2, 4, 4, 4), is_final=True)
        build_ideas.score(build_ideas.idea(state="screened"), supervisor)
    client.force_login(facilitator)
    client.get("/admin/ideas/idea/?state__exact=scored")
    with django_assert_num_queries(8):
        page = client.get("/admin/ideas/idea/?state__exact=scored")
    assert page.text.count("۳٫۷۵") == count
    client.force_login(supervisor)
    client.get("/ideas/scoring/")
    with django_assert_num_queries(8):
        client.get("/ideas/scoring/")


def test_the_list_weighs_by_the_call(client, facilitator, supervisor):
    call = build_ideas.call(weight_feasibility="70", weight_effect="10", weight_cost="10", weight_fit="10")
    idea = build_ideas.idea(state="scored", call=call)
    build_ideas.score(idea, supervisor, (5, 1, 1, 1), is_final=True)
    client.force_login(facilitator)

    assert "۳٫۸۰" in client.get("/admin/ideas/idea/").text


def test_a_call_is_written_by_hand_with_persian_digits(client, facilitator):
    client.force_login(facilitator)
    typed = {
        "title": "فراخوان تازه", "slug": "new-call", "text": "شرح", "opens_on": "۱۴۰۵/۰۱/۱۰", "closes_on": "۱۴۰۵/۰۲/۱۰",
        "weight_feasibility": "۴۰", "weight_effect": "۳۰", "weight_cost": "۲۰", "weight_fit": "۹٫۵",
    }  # fmt: skip
    refused = client.post("/admin/ideas/ideacall/add/", typed)
    done = client.post("/admin/ideas/ideacall/add/", typed | {"weight_fit": "۱۰"})

    assert "مجموع چهار وزن باید ۱۰۰ باشد." in refused.text
    assert done.status_code == 302
    assert client.get("/ideas/calls/new-call/").status_code == 200


def test_the_page_of_a_decision_names_what_the_public_may_read(client, facilitator):
    decision = build.adopted_decision()
    adopted = build_ideas.idea(state="adopted", decision=decision, title="تصویب‌شده")
    rejected = build_ideas.idea(state="rejected", decision=decision, title="پذیرفته‌نشده")
    build_ideas.proposal(adopted, decision)
    build_ideas.proposal(rejected, decision, act=IdeaProposal.Act.REJECT, reason="دلیل")
    page = f"/council/decisions/{decision.slug}/"

    assert ("تصویب‌شده" in client.get(page).text, "پذیرفته‌نشده" in client.get(page).text) == (True, False)


def test_the_firms_desk_shows_its_ideas(client, firm_a):
    firm = build_firms.firm()
    build_firms.representative(firm, firm_a)
    build_ideas.idea(firm=firm, title="ایده بنگاه")
    build_ideas.idea(firm=build_firms.firm(), title="ایده رقیب")
    client.force_login(firm_a)
    page = client.get(f"/members/desk/{firm.tracking_code}/").text

    assert ("ایده بنگاه" in page, "ایده رقیب" in page) == (True, False)


def test_a_person_is_forgotten_on_request(client, facilitator):
    idea = build_ideas.idea(
        state="adopted", name="سارا کارون", contact="sara@example.org", is_named=True, answer="نشانی من"
    )
    Message.objects.create(channel="mail", to="sara@example.org", body="سارا", key=f"idea/{idea.pk}/adopted/1/0")
    IdeaDraft.objects.create(contact="sara@example.org")
    client.force_login(facilitator)
    wrong = act(client, idea, "erase", name="دیگری")
    done = act(client, idea, "erase", name="سارا كارون")

    idea.refresh_from_db()
    assert (wrong.status_code, done.status_code) == (422, 302)
    assert (idea.name, idea.contact, idea.is_named, idea.answer) == (
        f"شخص حذف‌شده {str(idea.pk).translate(str.maketrans('0123456789', '۰۱۲۳۴۵۶۷۸۹'))}",
        f"removed-idea-{idea.pk}@removed.invalid", False, "",
    )  # fmt: skip
    assert Message.objects.get().body == ""
    assert IdeaDraft.objects.count() == 0
    assert "سارا" not in client.get(f"/ideas/{idea.pk}/").text
    assert "سارا" not in client.get(desk(idea)).text


def test_a_removed_user_leaves_no_name_on_ideas(administrator, firm_a):
    by_account = build_ideas.idea(user=firm_a, name="نام من")
    by_address = build_ideas.idea(contact=firm_a.email, name="نام من")
    firm = build_firms.firm(name="رایان")
    build_firms.representative(firm, firm_a)
    of_firm = build_ideas.idea(firm=firm, user=firm_a, contact=firm_a.email)
    other = build_ideas.idea(name="دیگری")
    pseudonymise_user(user=get_user_model().objects.get(pk=firm_a.pk), by=administrator)

    rows = {row.pk: row for row in Idea.objects.all()}
    for idea in (by_account, by_address, of_firm):
        assert rows[idea.pk].contact == f"removed-idea-{idea.pk}@removed.invalid"
        assert rows[idea.pk].user is None
    assert (rows[of_firm.pk].submitter, rows[other.pk].name) == ("رایان", "دیگری")
    assert "نام من" not in {row.name for row in rows.values()}


def test_an_attachment_is_for_who_works_on_the_idea(cast):
    idea = build_ideas.idea(state="screened", user=cast["pending_firm"])
    build_ideas.score(idea, cast["council_member"])
    file = StoredFile.objects.create(sha256="0" * 64, name="a.pdf", content_type="application/pdf", size=1)
    IdeaAttachment.objects.create(idea=idea, file=file)
    seen = {role for role, user in cast.items() if IdeaAttachment.objects.visible_to(user or AnonymousUser()).exists()}

    assert seen == {"pending_firm", "council_member", "facilitator", "staff"}
    Idea.objects.filter(pk=idea.pk).update(
        state="adopted", scored_at="2026-01-01T00:00Z", decision=build.adopted_decision()
    )
    assert not IdeaAttachment.objects.visible_to(AnonymousUser()).exists()
