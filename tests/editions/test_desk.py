"""The desk: what is missing, a word in its place, freezing by the worker, putting an edition to the council."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from council.models import Decision
from editions.freezing_jobs import begin_freezing, run_waiting
from editions.models import EditionJob, EditionNote, YearEdition
from editions.services import begin_edition, freeze_edition, run_publication
from filing.models import StateChange
from post.leases import LEASE
from tests import build
from tests.editions import build_editions as build_here
from tests.reports.build_year import small_year

pytestmark = pytest.mark.django_db
PREPARE = "/admin/editions/yearedition/prepare/1403/"
YEARS = "/admin/editions/yearedition/years/"
REASON = {"reason": "قرارداد دیر بسته شد.", "corrective_action": "نشست هفتگی"}


@pytest.fixture(autouse=True)
def cheap_files(monkeypatch):
    monkeypatch.setattr("editions.services.freezing.made_files", build_here.cheap_files)


def posted_note(kind, subject, act="note", **values):
    name = f"{kind}:{subject}"
    return {"act": act} | {f"{name}-{field}": value for field, value in values.items()}


def test_a_facilitator_is_told_what_is_missing_completes_it_and_freezes(client, facilitator, supervisor):
    small_year(facilitator=build.user(), supervisor=supervisor)
    client.force_login(facilitator)
    assert client.post(PREPARE, {"act": "begin"}).status_code == 302
    assert len(client.get(PREPARE).context["open_rows"]) == 3

    refused = client.post(PREPARE, {"act": "freeze"})
    assert (refused.status_code, len(refused.context["refused_words"])) == (422, 4)
    for number in (1, 2):
        assert client.post(PREPARE, posted_note("behind", f"1403/{number}", **REASON)).status_code == 302
    client.post(PREPARE, posted_note("unverified", build_here.UNSEEN, reason="ناظر در سفر است."))
    assert client.post(PREPARE, {"act": "freeze"}).status_code == 302

    waiting = client.get(PREPARE)
    assert (waiting.headers["Refresh"], waiting.context["job"].state) == ("2", "waiting")
    assert run_waiting() == 1
    done = client.get(PREPARE)
    assert "Refresh" not in done.headers
    assert [edition.state for edition in done.context["frozen"]] == ["frozen"]
    assert (done.context["job"].state, done.context["job"].done) == ("done", 100)


def test_a_word_without_its_reason_keeps_what_was_typed_and_says_what_to_do(client, facilitator):
    made = small_year()
    begin_edition(year=made.one.year, by=facilitator)
    client.force_login(facilitator)

    page = client.post(PREPARE, posted_note("behind", "1403/1", reason="", corrective_action="نشست هفتگی"))

    assert page.status_code == 422
    [form] = page.context["wrong_forms"]
    assert form.errors == {"reason": ["این فیلد لازم است."]}
    assert form["corrective_action"].value() == "نشست هفتگی"
    assert not EditionNote.objects.exists()


def notes():
    return {note.subject: (note.reason, note.corrective_action) for note in EditionNote.objects.all()}


@pytest.fixture
def begun(client, facilitator):
    """Plan 1 has a proposal from its report, plan 2 has none."""
    made = small_year()
    begin_edition(year=made.one.year, by=facilitator)
    client.force_login(facilitator)
    return made


def test_one_button_keeps_the_words_on_all_subjects(client, begun):
    sent = (
        posted_note("behind", "1403/1", **REASON)
        | posted_note("behind", "1403/2", **REASON)
        | posted_note("unverified", build_here.UNSEEN, reason="ناظر در سفر است.")
    )
    assert client.get(PREPARE).text.count('<form method="post" id="notes"') == 1

    assert client.post(PREPARE, sent).status_code == 302

    words = (REASON["reason"], REASON["corrective_action"])
    assert notes() == {"1403/1": words, "1403/2": words, build_here.UNSEEN: ("ناظر در سفر است.", "")}


@pytest.mark.parametrize("act", ["note", "freeze"])
def test_a_fault_in_one_word_loses_nothing_of_the_others(client, begun, act):
    sent = posted_note("behind", "1403/1", act, **REASON) | posted_note("behind", "1403/2", act, reason="دیر")
    sent |= {f"unverified:{build_here.UNSEEN}-reason": ""}

    page = client.post(PREPARE, sent)

    assert page.status_code == 422
    forms = {task.subject: form for task, form in page.context["open_rows"] if form}
    assert {subject: form["reason"].value() for subject, form in forms.items()} == {
        "1403/1": REASON["reason"], "1403/2": "دیر", build_here.UNSEEN: "",
    }  # fmt: skip
    assert {subject: dict(form.errors) for subject, form in forms.items() if form.errors} == {
        "1403/2": {"corrective_action": ["این فیلد لازم است."]}
    }
    assert notes() == {}


PROPOSED = {"reason": "نماینده معرفی نشد.", "corrective_action": "دو نشست دیگر"}


def test_a_proposal_is_kept_with_the_others_but_never_by_freezing(client, begun):
    sent = posted_note("behind", "1403/1", "freeze", **PROPOSED) | posted_note("behind", "1403/2", "freeze", **REASON)

    refused = client.post(PREPARE, sent)

    assert (refused.status_code, len(refused.context["refused_words"])) == (422, 3)  # the head, the report, plan 1
    assert list(notes()) == ["1403/2"]
    assert client.post(PREPARE, sent | {"act": "note"}).status_code == 302
    assert notes()["1403/1"] == (PROPOSED["reason"], PROPOSED["corrective_action"])


def test_what_is_kept_already_is_said_to_be_and_a_word_is_not_emptied(client, begun):
    sent = posted_note("behind", "1403/2", **REASON)
    client.post(PREPARE, sent)

    again = client.post(PREPARE, sent)
    emptied = client.post(PREPARE, posted_note("behind", "1403/2", reason="", corrective_action=""))

    assert again.context["refused_words"] == ["چیزی نوشته نشده است که پیش‌تر نگه داشته نشده باشد."]
    assert [list(form.errors) for form in emptied.context["wrong_forms"]] == [["reason", "corrective_action"]]
    assert notes() == {"1403/2": (REASON["reason"], REASON["corrective_action"])}


def test_the_newest_obstacle_of_a_late_plan_stands_in_its_form(client, facilitator):
    made = small_year()
    begin_edition(year=made.one.year, by=facilitator)
    client.force_login(facilitator)

    rows = {task.subject: form for task, form in client.get(PREPARE).context["open_rows"]}

    assert rows["1403/1"].initial == {"reason": "نماینده معرفی نشد.", "corrective_action": "دو نشست دیگر"}


@pytest.mark.parametrize(
    "post",
    [
        {"act": "note", "behind:1403/99-reason": "x"},
        {"act": "note", "\x00-reason": "\x00"},
        {"act": "freeze"},
        {"act": "drop"},
        {"act": "other"},
        {},
    ],
)
def test_a_crafted_post_is_answered_and_changes_nothing(client, facilitator, post):
    small_year()
    client.force_login(facilitator)

    assert client.post(PREPARE, post).status_code in (302, 422)
    assert not YearEdition.objects.exists()


def test_who_may_not_freeze_is_refused_and_an_unknown_year_is_no_page(client, person_in, facilitator):
    small_year()
    for role in ("supervisor", "council_member", "administrator"):
        client.force_login(person_in(role))
        assert client.get(PREPARE).status_code == 403
        assert client.post(PREPARE, {"act": "begin"}).status_code == 403
    client.force_login(facilitator)
    assert client.get(PREPARE.replace("1403", "1399")).status_code == 404
    assert not YearEdition.objects.exists()


def test_two_orders_are_one_job_and_two_workers_freeze_once():
    made = build_here.ready_year()
    edition = build_here.draft(made)
    job = begin_freezing(edition=edition, by=made.facilitator)

    assert begin_freezing(edition=edition, by=made.facilitator) == job
    assert (run_waiting(), run_waiting()) == (1, 0)
    assert YearEdition.objects.get().state == "frozen"


def test_a_job_that_fails_says_so_and_lets_the_next_one_run(monkeypatch):
    made = build_here.ready_year()
    begin_freezing(edition=build_here.draft(made), by=made.facilitator)
    monkeypatch.setattr("editions.services.freezing.made_files", lambda *_args: 1 / 0)

    assert run_waiting() == 1

    job = EditionJob.objects.get()
    assert (job.state, job.problem) == (
        "failed",
        "کار به سببی از خود درگاه متوقف شد. دوباره دکمه را بزنید.",
    )
    assert YearEdition.objects.get().state == "draft"


def test_a_worker_that_died_after_the_freezing_leaves_an_order_that_is_done():
    made = build_here.ready_year()
    edition = build_here.draft(made)
    job = begin_freezing(edition=edition, by=made.facilitator)
    freeze_edition(edition=edition, by=made.facilitator)
    EditionJob.objects.filter(pk=job.pk).update(state="running", claimed_at=timezone.now() - 2 * LEASE)

    assert run_waiting() == 1

    job.refresh_from_db()
    assert (job.state, job.problem, job.done) == ("done", "", 100)


def test_a_worker_that_was_overtaken_says_done(monkeypatch):
    """Another one froze the edition while this one made its files."""
    made = build_here.ready_year()
    edition = build_here.draft(made)
    begin_freezing(edition=edition, by=made.facilitator)

    def overtaken(*args):
        monkeypatch.setattr("editions.services.freezing.made_files", build_here.cheap_files)
        freeze_edition(edition=edition, by=made.facilitator)
        return build_here.cheap_files(*args)

    monkeypatch.setattr("editions.services.freezing.made_files", overtaken)

    assert run_waiting() == 1
    assert EditionJob.objects.get().state == "done"


def test_what_became_missing_since_the_order_is_told_by_the_job():
    made = build_here.ready_year()
    edition = build_here.draft(made)
    begin_freezing(edition=edition, by=made.facilitator)
    edition.notes.filter(subject="1403/2").delete()

    run_waiting()

    assert EditionJob.objects.get().problem.splitlines()[1:] == [
        "برنامه ۲ به اندازه ۱۰۰٫۰ واحد عقب است: دلیل و اقدام اصلاحی را بنویسید."
    ]


def test_an_edition_is_tied_to_a_decision_and_taken_off(client, staff):
    made = build_here.ready_year()
    edition = build_here.frozen(made)
    proposal = build.decision(build.agenda_item(made.meeting))
    address = reverse("admin:editions_propose", args=[proposal.pk])
    client.force_login(staff)

    assert client.post(address, {"act": "propose", "edition": edition.pk}).status_code == 302
    assert list(proposal.editions.all()) == [edition]
    assert client.post(address, {"act": "withdraw"}).status_code == 302
    assert not proposal.editions.exists()


def test_taking_off_a_decision_that_holds_nothing_says_so(client, staff):
    made = build_here.ready_year()
    proposal = build.decision(build.agenda_item(made.meeting))
    client.force_login(staff)

    page = client.post(reverse("admin:editions_propose", args=[proposal.pk]), {"act": "withdraw"})

    assert page.status_code == 422
    assert page.context["form"].errors == {"__all__": ["هیچ نسخه‌ای به این مصوبه گره نخورده است."]}


def test_another_choice_takes_the_place_of_the_edition_that_was_tied(client, staff):
    made = build_here.ready_year()
    first, second = build_here.two_frozen(made)
    proposal = build.decision(build.agenda_item(made.meeting))
    client.force_login(staff)

    for edition in (first, second):
        client.post(reverse("admin:editions_propose", args=[proposal.pk]), {"act": "propose", "edition": edition.pk})

    assert list(proposal.editions.all()) == [second]
    lines = StateChange.objects.filter(model="editions.yearedition", object_key=first.key).order_by("pk")
    assert [line.why for line in lines][-2:] == [f"proposed: {proposal.key}", f"withdrawn: {proposal.key}"]
    build_here.adopt(proposal)
    run_publication(proposal, staff)
    assert list(YearEdition.objects.order_by("number").values_list("state", flat=True)) == ["frozen", "published"]


def test_the_table_refuses_two_waiting_editions_of_one_decision():
    first, second = build_here.two_frozen()
    proposal = build.decision(build.agenda_item(first.year.meetings.first()))

    YearEdition.objects.filter(pk=first.pk).update(decision=proposal)
    with pytest.raises(IntegrityError), transaction.atomic():
        YearEdition.objects.filter(pk=second.pk).update(decision=proposal)


@pytest.mark.parametrize("choice", ["", "999999", "x", str(10**30)])
def test_a_choice_that_is_none_is_refused(client, staff, choice):
    made = build_here.ready_year()
    build_here.frozen(made)
    proposal = build.decision(build.agenda_item(made.meeting))
    client.force_login(staff)

    page = client.post(reverse("admin:editions_propose", args=[proposal.pk]), {"act": "propose", "edition": choice})

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["edition"]


def test_a_decided_decision_takes_no_edition(client, staff):
    made = build_here.ready_year()
    edition = build_here.frozen(made)
    client.force_login(staff)

    page = client.post(reverse("admin:editions_propose", args=[made.decision.pk]), {"edition": edition.pk})

    assert page.status_code == 422
    assert not Decision.objects.filter(editions__isnull=False).exists()


def test_the_years_and_their_editions_stand_in_one_list(client, facilitator, django_assert_num_queries):
    made = build_here.ready_year()
    build_here.frozen(made)
    client.force_login(facilitator)

    page = client.get(YEARS)

    assert [[edition.number for edition in year.editions.all()] for year in page.context["years"]] == [[1]]
    waits = client.get("/admin/").context["waiting"]
    assert [(item.count, item.title) for item in waits if "نسخه" in str(item.title)] == [
        (0, "سال‌های پایان‌یافته بدون نسخه قطعی"),
        (1, "نسخه‌های قطعی در انتظار انتشار"),
    ]


def test_who_may_see_unpublished_editions_are_the_staff_roles(client, cast):
    seen = {name for name, user in cast.items() if user and user.has_perm("editions.view_yearedition")}

    assert seen >= {"staff", "facilitator"}
    assert not seen & {"pending_firm", "firm_a", "firm_b"}
