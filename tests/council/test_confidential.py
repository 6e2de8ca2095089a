"""A confidential decision shows its number and its day; its words, votes and objects get out nowhere."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
import time_machine
from django.utils import translation

from actionplans.models import PlanProposal
from council.models import ActionItem, Decision, Remark
from council.panels import decision_panels
from persian.jalali import today
from tests import build
from tests.addresses import address, named_addresses
from tests.council.build_minutes import FAR, SECRET, SECRET_EN, SECRET_TASK, rich_meeting
from tests.council.pdf_text import text_of
from tests.world import make_world

pytestmark = pytest.mark.django_db
CLOSED = "تا پایان ۱۲ دی ۱۴۷۷ محرمانه است."
NUMBER = "1403/02-02"
TEMPLATES = Path(__file__).parents[2] / "templates"


def secret_plan(number=NUMBER):
    """A plan that the confidential decision approved."""
    decision = Decision.objects.get(number=number)
    plan = build.plan(title="برنامه پنهان‌شده")
    build.activity(plan)
    build.approve(plan, decision)
    PlanProposal.objects.create(plan=plan, decision=decision, act="approve")
    return plan


def words_of(content):
    """What a person reads in a page, a PDF, or the files of an archive."""
    if content.startswith(b"%PDF"):
        return text_of(content)
    if content.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if content.startswith(b"\x89PNG"):
        return ""  # a picture of figures and a title; its words cannot be searched for
    return content.decode()


def page(client, path):
    return " ".join(client.get(path).text.split())


@pytest.mark.long
@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("role", ["anonymous", "pending_firm", "firm_a"])
def test_no_address_of_the_portal_gives_the_words_away(client, cast, role, language):
    """Every address that is named, whatever is added to the portal later, as everybody without a desk reads it."""
    world = make_world(cast)
    meeting = rich_meeting(number=7, call=2)
    secret_plan("1403/07-02")
    world |= {name: meeting.key for name in world if name.endswith("slug")}
    world |= {"council:decision_detail slug": "1403-07-02", "key": "host"}
    if cast[role]:
        client.force_login(cast[role])
    searched, found = 0, []
    for name, parameters in named_addresses().items():
        if name.startswith(("admin:", "unnamed")):
            continue
        with translation.override(language):
            path = address(name, parameters, world)
        for asked in (path, f"{path}?q=%D8%B2%D9%85%DB%8C%D9%86"):
            response = client.get(asked)
            content = b"".join(response) if response.streaming else response.content
            text = words_of(content)
            searched += 1
            found += [(asked, words) for words in (SECRET, SECRET_EN, SECRET_TASK) if words in text]

    assert found == []
    assert searched > 40


def test_the_sweep_would_find_the_words(client, council_member):
    """Negative control: who reads drafts reads them on each of these pages."""
    rich_meeting()
    client.force_login(council_member)

    for path in ["meetings/1403-02/", "decisions/", "decisions.csv", "decisions/1403-02-02/", "decisions/?q=زمین"]:
        assert SECRET in client.get(f"/council/{path}").text, path
    assert SECRET_EN in client.get("/en/council/decisions/1403-02-02/").text
    pdf = text_of(client.get("/en/council/meetings/1403-02/minutes.pdf").content)
    assert SECRET_EN in pdf


def test_the_public_sees_that_it_exists_and_until_when_it_is_closed(client):
    rich_meeting()
    secret_plan()

    decision = page(client, "/council/decisions/1403-02-02/")
    assert "۱۴۰۳/۰۲-۰۲" in decision
    assert "۲۶ اردیبهشت ۱۴۰۳" in decision
    assert CLOSED in decision
    assert "زهرا کریمی" not in decision
    assert "به اجماع" not in decision
    assert "برنامه پنهان‌شده" not in decision
    assert client.get("/council/decisions/1403-02-02/").context["electors"] == []
    assert CLOSED in page(client, "/council/meetings/1403-02/")
    assert CLOSED in page(client, "/council/decisions/")
    assert f"1403/02-02,۱۴۰۳/۰۲/۲۶,2024-05-15,1403-02,{CLOSED},," in client.get("/council/decisions.csv").text
    assert CLOSED in client.get("/feed.atom").text
    assert page(client, "/progress/1403/").count(CLOSED) == 1
    assert CLOSED in page(client, "/progress/1403/plans/1/")


def test_council_readers_see_everything_and_that_others_do_not(client, council_member):
    rich_meeting()
    secret_plan()
    client.force_login(council_member)

    decision = page(client, "/council/decisions/1403-02-02/")

    for words in [SECRET, "به اجماع", "زهرا کریمی", "برنامه پنهان‌شده", "همگان تنها شماره و روز آن را می‌بینند"]:
        assert words in decision
    assert SECRET in page(client, "/progress/1403/plans/1/")
    assert SECRET in page(client, "/progress/1403/")


def test_what_is_asked_for_by_a_confidential_decision_is_as_confidential(client, council_member):
    rich_meeting()

    public = ActionItem.objects.visible_to(build.user())

    assert list(public.values_list("text", flat=True)) == ["فهرست شرکت‌ها"]
    assert ActionItem.objects.visible_to(council_member).count() == 2
    assert SECRET_TASK not in page(client, "/council/meetings/1403-02/")


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [("2098-12-31T20:29:59Z", False), ("2099-01-01T20:29:59Z", False), ("2099-01-01T20:30:00Z", True)],
)
def test_it_opens_by_itself_when_its_last_day_is_over_in_tehran(client, moment, is_open):
    rich_meeting()
    with time_machine.travel(moment, tick=False):
        assert today() == (dt.date(2099, 1, 2) if is_open else today())
        for path in ["meetings/1403-02/", "decisions/", "decisions.csv", "decisions/1403-02-02/"]:
            text = client.get(f"/council/{path}").text
            assert ((SECRET in text), (CLOSED in text)) == (is_open, not is_open), path
        assert (SECRET in client.get("/feed.atom").text) is is_open
        assert (SECRET_TASK in client.get("/council/meetings/1403-02/").text) is is_open
        assert ("1403-02-02" in client.get("/council/decisions/?q=زمین").text) is is_open


def test_no_filter_by_content_tells_what_it_is_about(client, council_member):
    rich_meeting()
    plan = secret_plan()
    asked = [f"plan={plan.year.year}-{plan.number}", "institution=host", "q=زمین", "kind=resolution"]

    for query in asked:
        assert "1403-02-02" not in client.get(f"/council/decisions/?{query}").text, query
        assert "1403/02-02" not in client.get(f"/council/decisions.csv?{query}").text, query
    for query in ["year=1403", "q=1403/02-02"]:
        assert "1403-02-02" in client.get(f"/council/decisions/?{query}").text, query
    client.force_login(council_member)
    for query in asked[:3]:
        assert "1403-02-02" in client.get(f"/council/decisions/?{query}").text, query


def test_what_was_said_before_a_confidential_decision_is_as_confidential(client, council_member):
    """The item's text and the views of institutions would tell what was decided; its title stands."""
    office = build.institution("office", "اداره")
    meeting = build.meeting(1, state="published")
    item = build.agenda_item(meeting, title="زمین", text=SECRET)
    Remark.objects.create(agenda_item=item, institution=office, text=SECRET_TASK)
    build.decision(item, text="x", state="rejected", confidential_until=FAR)
    pages = ["/council/meetings/1403-01/", "/council/institutions/office/"]

    for path in pages:
        assert [words for words in (SECRET, SECRET_TASK) if words in client.get(path).text] == [], path
    assert SECRET not in text_of(client.get("/council/meetings/1403-01/minutes.pdf").content)
    assert "زمین" in client.get(pages[0]).text
    client.force_login(council_member)
    assert all(SECRET_TASK in client.get(path).text for path in pages)
    with time_machine.travel("2099-01-01T20:30:00Z", tick=False):
        client.logout()
        assert all(SECRET_TASK in client.get(path).text for path in pages)


def test_a_rejected_confidential_proposal_keeps_its_words_in_the_published_minutes(client, council_member):
    meeting = build.meeting(1, state="published")
    build.decision(build.agenda_item(meeting), text=SECRET, state="rejected", confidential_until=FAR)

    assert CLOSED in page(client, "/council/meetings/1403-01/")
    assert SECRET not in page(client, "/council/meetings/1403-01/")
    client.force_login(council_member)
    assert SECRET in page(client, "/council/meetings/1403-01/")


def test_a_row_that_nobody_opened_is_closed(council_member, firm_a):
    """Who forgets to ask shows too little."""
    rich_meeting()
    closed = Decision.objects.get(number=NUMBER)

    assert (closed.is_closed, closed.shown_text, closed.shown_snapshot) == (True, CLOSED, None)
    assert decision_panels.of(closed, council_member) == []
    assert Decision.objects.visible_to(firm_a).get(number=NUMBER).is_closed
    assert not Decision.objects.visible_to(council_member).get(number=NUMBER).is_closed
    assert closed.open_to(firm_a).is_closed
    assert closed.open_to(council_member).shown_text == SECRET


def test_a_proposal_is_read_by_its_authors_before_it_is_decided():
    decision = build.decision(text=SECRET, confidential_until=FAR)

    assert (decision.is_closed, decision.shown_text) == (False, SECRET)


def test_no_public_page_reads_the_raw_fields():
    """Templates show what is meant for the reader; the raw words stand in forms of the desk only."""
    raw = re.compile(r"decision\.(text_en|snapshot|votes_\w+|by_consensus)\b")
    folders = ["council", "reports", "includes"]
    files = [path for folder in folders for path in (TEMPLATES / folder).rglob("*.html")]

    assert [path.name for path in files if raw.search(path.read_text(encoding="utf-8"))] == []
    assert raw.search("{{ decision.snapshot }}")


def test_the_desk_writes_the_day_while_it_is_proposed_and_not_after(client, facilitator):
    meeting = build.meeting(state="draft")
    decision = build.decision(build.agenda_item(meeting), text="متن")
    client.force_login(facilitator)
    path = f"/admin/council/decision/{decision.pk}/change/"
    data = {"text": "متن", "text_en": "", "supersedes": "", "confidential_until": "۱۴۷۷/۱۰/۱۲"}

    client.post(path, data | {"row_version": meeting.row_version})

    decision.refresh_from_db()
    assert decision.confidential_until == FAR
    Decision.objects.filter(pk=decision.pk).update(state="rejected")
    assert "confidential_until" not in client.get(path).context["adminform"].form.fields
