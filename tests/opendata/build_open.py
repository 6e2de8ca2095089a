"""Rows for every table of open data, among them what nobody may see."""

import datetime as dt

from members.services.directory import publish_firm
from persian.jalali import today
from tests import build
from tests.market import build_findings
from tests.members import build_firms
from tests.reports.build_year import evidence, small_year
from tests.trainings import build_trainings

SECRET_PHONE = "09161234567"
EVIL = "=1+1"


def open_world():
    """``small_year`` with firms, a course, findings and what is kept back; every row by name."""
    made = small_year()
    evidence(made.verified, made.facilitator)
    section = build_firms.section()
    branch = build_firms.capability("software", "نرم‌افزار")
    leaf = build_firms.capability("web", "وب", branch)
    made.firm = build_firms.firm(
        "کارون", slug="karun", sections=[section], capabilities=[leaf], about=EVIL, contact_phone=SECRET_PHONE
    )
    made.quiet = build_firms.firm("نخل", slug="nakhl", shows_city=False, website="https://nakhl.example/")
    made.course = build_trainings.course(slug="python", plan=made.one)
    build_trainings.course("draft", slug="draft-course")
    made.ended = build_trainings.course("closed", slug="ended", days=(-9, -8))
    build_trainings.enrolment(made.ended, state="completed")
    build_trainings.enrolment(made.ended, state="failed")
    build_trainings.enrolment(made.ended, state="withdrawn")
    made.finding, _plan = build_findings.addressed(made.one, section=section)
    made.told = build_findings.finding("accepted", origin="firm", source_text="گفته محرمانه بنگاه")
    build_findings.finding("identified", title="هنوز پذیرفته نشده")
    made.draft = build.plan(7, title="پیش‌نویس محرمانه", year=made.one.year)
    build.activity(made.draft, title="کار پیش‌نویس")
    build.meeting(9, state="draft", place="جلسه پنهان", year=made.one.year)
    made.secret = build.adopted_decision(
        build.agenda_item(made.meeting),
        text="متن محرمانه",
        votes_for=5,
        confidential_until=today() + dt.timedelta(days=9),
    )
    return made


def hide(firm):
    """Take a firm's consent to be listed back."""
    firm.is_listed = False
    firm.save(update_fields=["is_listed"])
    publish_firm(firm)
