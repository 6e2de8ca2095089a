"""One row of everything that an address can speak of: what the access table is played on."""

import datetime as dt
from decimal import Decimal

from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from actionplans.models import Evidence, IndicatorReading, MonthLock, PlanProposal
from council.models import (
    ActionItem,
    Agreement,
    Comment,
    Decision,
    Invitation,
    Meeting,
    Remark,
    SeatElection,
    Section,
    Statement,
)
from filing.models import IdempotencyKey
from filing.services import record_change, seal_changes
from filing.uploads import store_file
from members.confirmation_links import confirmation_token
from members.links import draft_token
from members.models import Firm, JointAction, Network, NetworkMember, RegistrationDraft, ReviewReason
from members.services import exports, imports
from members.services.people import token_of
from persian.jalali import today
from post.models import Message
from tests import build
from tests.editions import rows as edition_rows
from tests.handover import rows as handover_rows
from tests.ideas import rows as ideas_rows
from tests.market import case_rows, finding_rows, need_rows
from tests.members import build_firms, build_review
from tests.members.build_sheets import firm_row, upload, xlsx
from tests.opendata import open_rows
from tests.papers import PDF
from tests.trainings import build_trainings, certifying
from trainings.asking.links import feedback_token
from trainings.certifying.jobs import begin_issue
from trainings.links import learner_token
from trainings.models import EnrolmentRequest

COURSE_DESKS = ["act", "series", "desk", "export", "import", "import_template"]
COURSE_PAGES = ["course_detail", "course_calendar", "enrol", "enrol_code"]


def make_world(cast):
    """What stands for each parameter of the addresses, by its name or by ``address parameter``."""
    institution = build.institution()
    meeting = council_rows(cast, institution)
    plan, activity = plan_rows(cast, meeting)
    funding, payment = money_rows(cast, plan)
    house_rows(cast, plan)
    firm = firm_rows(cast)
    network = network_rows(firm)
    course = course_rows(firm)
    passkey = Authenticator.objects.create(user=build.user(), type="webauthn", data={"name": "کلید"})
    return {
        "year": 1403,
        "number": plan.number,
        "key": institution.key,
        "council:meeting_detail slug": meeting.key,
        "council:minutes_file slug": meeting.key,
        "council:meeting_calendar slug": meeting.key,
        "council:decision_detail slug": plan.approved_by.number.replace("/", "-"),
        "admin:actionplans_activity_progress pk": activity.pk,
        "admin:actionplans_funding_payments pk": funding.pk,
        "admin:actionplans_funding_propose pk": Decision.objects.filter(state="proposed").latest("pk").pk,
        "admin:actionplans_funding_withdraw pk": funding.pk,
        "admin:actionplans_payment_reverse pk": payment.pk,
        "admin:auth_user_password_change id": cast["firm_a"].pk,
        "filing:file pk": Evidence.objects.get().file_id,
        "admin:actionplans_amend pk": plan.pk,
        "admin:actionplans_stop pk": plan.pk,
        "mfa_edit_webauthn pk": passkey.pk,
        "mfa_remove_webauthn pk": passkey.pk,
        "council:desk_answer pk": Invitation.objects.get().pk,
        "council:desk_comment pk": Comment.objects.get().agenda_item_id,
        "council:desk_report pk": ActionItem.objects.get().pk,
        "council:desk_comment_drop pk": Comment.objects.get().pk,
        "members:firm_detail slug": firm.slug,
        "members:network_detail key": network.key,
        "members:confirm token": confirmation_token(firm, cast["firm_a"]),
        **registration_rows(cast),
        **training_rows(),
        **certificate_rows(),
        "tracking": firm.tracking_code,
        "token": token_of(firm.invitations.get()),
        "members:desk_change_withdraw pk": firm.changes.get().pk,
        "members:desk_invitation_withdraw pk": firm.invitations.get().pk,
        "members:desk_document_take_back pk": firm.documents.get().pk,
        "admin:members_review pk": Firm.objects.get(state=Firm.State.APPLIED).pk,
        "admin:members_change_review pk": firm.changes.get().pk,
        "admin:members_firm_standing pk": firm.pk,
        "admin:members_firm_standing act": "suspend",
        "members:firm_return tracking": firm.tracking_code,
        **finding_rows.rows(cast, firm),
        **case_rows.rows(cast, firm),
        **need_rows.rows(cast, firm),
        **ideas_rows.rows(cast, firm),
        **handover_rows.rows(cast, firm),
        **edition_rows.rows(cast, firm),
        **{f"trainings:{name} slug": course.slug for name in ("door", "door_session", "door_list")},
        "session": course.sessions.first().pk,
        **{f"admin:trainings_course_{name} pk": course.pk for name in COURSE_DESKS},
        **{f"trainings:firm_{name} slug": course.slug for name in ("course", "withdraw", "accept")},
        **{f"trainings:firm_{name} number": 1 for name in ("withdraw", "accept")},
        "admin:trainings_course_act act": "begin",
        "admin:trainings_learner_erase pk": course.enrolments.get().learner_id,
        **open_rows.rows(plan, activity, meeting, firm, institution),
        "ending": "csv",
        "name": "year",
        "section": "plans",
        "act": "start",
        "app_label": "actionplans",
        "content_type_id": ContentType.objects.get_for_model(User).pk,
        "admin:view_on_site object_id": cast["firm_a"].pk,
    }


def course_rows(firm):
    """An announced course whose first day is today, with one of the firm's people in it."""
    course = build_trainings.course(days=(0, 7))
    build_trainings.enrolment(course, build_trainings.learner(added_by_firm=firm), firm=firm)
    return course


def network_rows(firm):
    """A network that did something, with a firm in it."""
    network = Network.objects.create(key="buyers", kind="business", legal_form="consortium", name="شبکه خرید")
    NetworkMember.objects.create(network=network, firm=firm, joined_on=today())
    JointAction.objects.create(network=network, done_on=today(), title="خرید مشترک")
    return network


def training_rows():
    """An announced course with somebody in it, and a request for a place that waits for its code."""
    course = build_trainings.course()
    enrolment = build_trainings.enrolment(course)
    token = learner_token(enrolment.learner)
    asked = EnrolmentRequest.objects.create(course=course, full_name="متقاضی", contact="asking@example.org")
    rows = {f"trainings:{name} slug": course.slug for name in COURSE_PAGES}
    return rows | {
        "trainings:mine_open token": token,
        "trainings:stop token": token,
        "trainings:enrol_code pk": asked.pk,
    }


def certificate_rows():
    """A course that has ended, with somebody who has a certificate and has not said what they thought of it."""
    made = certifying.certificate()
    begin_issue(course=made.enrolment.course, by=build.user())
    return {
        "code": made.code,
        "admin:trainings_course_certificates pk": made.enrolment.course_id,
        "admin:trainings_certificate_revoke pk": made.pk,
        "trainings:feedback token": feedback_token(made.enrolment, "after"),
    }


def registration_rows(cast):
    """A draft that nobody has sent, and an application from which more is asked."""
    token = draft_token(RegistrationDraft.objects.create(contact="applicant@example.org"))
    firm = build_firms.firm(state=Firm.State.MORE_INFORMATION)
    build_firms.representative(firm, cast["pending_firm"])
    return {
        "members:register_open token": token,
        "members:register_contact token": token,
        "members:register_step token": token,
        "members:register_step step": "who",
        "members:register_track code": firm.tracking_code,
        "members:register_reopen code": firm.tracking_code,
    }


def council_rows(cast, institution):
    """A published meeting of 1403 with an adopted decision, a remark and its attendance."""
    Section.objects.create(order=1, name="بخش آزمایشی")
    Statement.objects.create(
        source=build.source(), order=1, topic=Statement.Topic.MARKET, speaker="گوینده", text="سخن آزمایشی"
    )
    build.rule()
    meeting = build.meeting(state=Meeting.State.PUBLISHED)
    item = build.agenda_item(meeting)
    build.adopted_decision(item)
    Remark.objects.create(agenda_item=item, institution=institution, text="نظر آزمایشی")
    seat = build.seat(user=cast["council_member"], institution=institution)
    build.attendance(meeting, seat)
    called = build.meeting(held_on=today() + dt.timedelta(days=9), state=Meeting.State.CALLED)
    Comment.objects.create(agenda_item=build.agenda_item(called), seat=seat, text="یادداشت آزمایشی")
    Invitation.objects.create(meeting=called, seat=seat, person=seat.person)
    build.action_item(meeting, agenda_item=item, seat=seat)
    Agreement.objects.create(institution=institution, subject="تفاهم آزمایشی", valid_from=meeting.held_on)
    SeatElection.objects.create(decision=build.decision(called.agenda.get()), person="تازه‌وارد", role="actor")
    return meeting


def plan_rows(cast, meeting):
    """An approved plan with one verified entry that has private evidence, and a draft that is proposed."""
    decision = meeting.agenda.get().decisions.get()
    plan = build.plan()
    activity = build.activity(plan)
    indicator = build.indicator(plan)
    build.approve(plan, decision)
    entry = build.entry(activity, Decimal("40.00"), by=cast["facilitator"])
    build.verification(entry, percent=Decimal("35.00"), by=cast["supervisor"])
    IndicatorReading.objects.create(
        indicator=indicator, as_of=entry.as_of, value=Decimal("10"), recorded_by=cast["facilitator"]
    )
    file = store_file(SimpleUploadedFile("گزارش.pdf", PDF), by=cast["facilitator"])
    Evidence.objects.create(entry=entry, file=file, caption="گزارش آزمایشی", added_by=cast["facilitator"])
    draft = build.plan(weight=Decimal("10.00"))
    PlanProposal.objects.create(
        plan=draft, decision=build.decision(build.agenda_item(build.meeting())), act=PlanProposal.Act.APPROVE
    )
    MonthLock.objects.create(year=plan.year, month=1, by=cast["staff"])
    return plan, activity


def money_rows(cast, plan):
    """An approved commitment of the plan with a payment and its private receipt, and a visit of the supervisor."""
    funding = build.funding(plan, approved=1_000, pledged=1_000, decision=plan.approved_by)
    receipt = store_file(SimpleUploadedFile("فیش.pdf", PDF), by=cast["facilitator"])
    payment = build.payment(funding, 400, by=cast["facilitator"], file=receipt)
    build.visit([plan], by=cast["supervisor"])
    return funding, payment


def house_rows(cast, plan):
    """A line of the book with its seal, a message, a claimed key."""
    record_change(plan, by=cast["staff"], old="proposed", new="approved")
    seal_changes()
    Message.objects.create(key="world-1", channel="mail", to="nobody@example.org", subject="آزمایش", body="متن")
    IdempotencyKey.objects.create(key="world-1", action="world", claimed_at=timezone.now())


def firm_rows(cast):
    """Firm A with a paper, an open change, an invitation and a review; firm B; a firm that waits for review."""
    build_firms.capability()
    ReviewReason.objects.create(key="stamp", use=ReviewReason.Use.ASK, title="مهر", text="مهر ندارد.")
    firm, other, waiting = build_firms.firm(), build_firms.firm(), build_review.application()
    for made, role in ((firm, "firm_a"), (other, "firm_b"), (waiting, "pending_firm")):
        build_firms.representative(made, cast[role])
    build_review.document(firm, by=cast["firm_a"])
    firm.changes.create(before={"city": "اهواز"}, after={"city": "دزفول"}, asked_by=cast["firm_a"])
    firm.invitations.create(
        contact="new@cast.example", invited_by=cast["firm_a"], expires_at=timezone.now() + dt.timedelta(days=9)
    )
    build_firms.firm_return(firm)
    imports.begin_import(upload=upload(xlsx([firm_row(1)])), by=cast["facilitator"])
    exports.order_export(kind="firms", query="", ending="csv", by=cast["staff"])
    return firm
