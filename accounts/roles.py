"""Who may do what: the permissions of each group, in this one file. ``manage.py apply_roles`` puts them into force."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext_lazy as _

FIRM_REPRESENTATIVE = "firm representative"
COUNCIL_MEMBER = "council member"
SUPERVISOR = "technical supervisor"
FACILITATOR = "facilitator"
STAFF = "industrial-towns staff"
ADMINISTRATOR = "administrator"

WORDS = {
    FACILITATOR: _("facilitator"),
    SUPERVISOR: _("technical supervisor"),
    STAFF: _("industrial-towns staff"),
    COUNCIL_MEMBER: _("council member"),
    ADMINISTRATOR: _("administrator"),
    FIRM_REPRESENTATIVE: _("firm representative"),
}


def word(group):
    """The role as a reader calls it; a group that is none of the roles keeps its name."""
    return WORDS.get(group, group)


def _all(*models):
    return {
        f"{app}.{verb}_{name}"
        for app, name in (m.split(".") for m in models)
        for verb in ("view", "add", "change", "delete")
    }


def _view(*models):
    return {f"{app}.view_{name}" for app, name in (m.split(".") for m in models)}


READ_THE_COUNCIL = _view(
    "council.cluster", "council.section", "council.programyear", "council.source", "council.statement",
    "council.institution", "council.seat", "council.councilrule", "council.meeting", "council.agendaitem",
    "council.remark", "council.attendance", "council.decision", "council.vote", "council.seatelection",
    "council.minutes", "council.correction", "council.invitation", "council.comment", "council.actionitem",
    "council.agreement",
)  # fmt: skip
READ_THE_PLANS = _view(
    "actionplans.actionplan", "actionplans.planproposal", "actionplans.activity", "actionplans.baseline",
    "actionplans.indicator", "actionplans.indicatorreading", "actionplans.progressentry", "actionplans.verification",
    "actionplans.evidence", "actionplans.monthlock", "actionplans.funding", "actionplans.payment",
    "actionplans.paymentreversal", "actionplans.supervisionvisit",
)  # fmt: skip
READ_THE_FIRMS = _view(
    "members.firm", "members.representative", "members.firmreview", "members.firmchange", "members.firmdocument",
    "members.capability", "members.reviewreason", "members.returnround", "members.firmreturn", "members.network",
    "members.registrationdraft",
)  # fmt: skip
READ_THE_COURSES = _view(
    "trainings.course", "trainings.learner", "trainings.enrolment", "trainings.sessionattendance",
    "trainings.certificate", "trainings.coursefeedback",
)  # fmt: skip
RUN_THE_COURSES = _all("trainings.course", "trainings.coursesession") | {
    "trainings.announce_course", "trainings.export_course", "trainings.enrol_learner", "trainings.change_learner",
    "trainings.record_attendance", "trainings.issue_certificate",
}  # fmt: skip
RUN_THE_NEEDS = _view("market.need", "market.needanswer", "market.needletters") | {"market.post_need"}
READ_THE_FINDINGS = _view("market.finding", "market.findingplan")
RUN_THE_FINDINGS = {"market.add_finding", "market.change_finding", "market.judge_finding"}
CHECK_THE_CASES = _view("market.procurementcase", "market.casereason", "market.casefigures") | {
    "market.file_case", "market.check_case", "market.add_procurementcase",
}  # fmt: skip
READ_THE_HANDOVER = _view(
    "handover.criterion", "handover.assessment", "handover.assessmentevidence", "handover.duty",
    "handover.networkofficer", "handover.handoverclosing",
)  # fmt: skip
RUN_THE_HANDOVER = _all("handover.criterion", "handover.duty") | {
    "handover.transfer_duty", "handover.propose_closing", "handover.change_assessmentevidence",
}  # fmt: skip
RUN_THE_EDITIONS = _view("editions.yearedition", "editions.editionfile", "editions.editionnote") | {
    "editions.freeze_edition", "editions.propose_edition",
}  # fmt: skip
SCORE_IDEAS = {"ideas.score_idea", "ideas.view_ideascore"}
RUN_THE_IDEAS = (
    SCORE_IDEAS
    | _view("ideas.idea", "ideas.ideaproposal")
    | _all("ideas.ideacall")
    | {"ideas.screen_idea", "ideas.shortlist_idea", "ideas.convert_idea"}
)
RUN_THE_FIRMS = _all("members.network", "members.networkmember", "members.jointaction", "members.reviewreason") | {
    "members.review_firm", "members.add_firmreview", "members.open_returnround", "members.add_returnround",
    "members.change_returnround", "members.import_firm", "members.export_firm",
}  # fmt: skip
RUN_THE_COUNCIL = _all(
    "council.meeting", "council.agendaitem", "council.remark", "council.attendance", "council.institution",
    "council.vote", "council.seatelection", "council.actionitem", "council.agreement",
) | {
    "council.add_decision", "council.change_decision", "council.delete_decision",
    "council.adopt_decision", "council.call_meeting", "council.publish_meeting",
    "council.add_correction", "council.close_actionitem", "council.change_comment",
    "council.view_institutionagent", "council.add_institutionagent", "council.change_institutionagent",
}  # fmt: skip
RUN_THE_PLANS = _all("actionplans.actionplan", "actionplans.activity", "actionplans.indicator") | {
    "actionplans.propose_plan", "actionplans.add_planproposal", "actionplans.delete_planproposal",
    "actionplans.record_progress", "actionplans.add_progressentry", "actionplans.add_indicatorreading",
    "actionplans.add_evidence", "actionplans.change_evidence", "actionplans.lock_month",
    "actionplans.add_funding", "actionplans.change_funding", "actionplans.delete_funding",
    "actionplans.propose_funding", "actionplans.add_payment", "actionplans.reverse_payment",
    "council.approve_year", "council.start_year", "council.close_year",
}  # fmt: skip

ROLES = {
    FIRM_REPRESENTATIVE: set(),
    COUNCIL_MEMBER: READ_THE_COUNCIL
    | READ_THE_PLANS
    | READ_THE_FINDINGS
    | READ_THE_HANDOVER
    | SCORE_IDEAS
    | {"council.add_comment"},
    SUPERVISOR: READ_THE_COUNCIL
    | READ_THE_PLANS
    | READ_THE_FINDINGS
    | READ_THE_HANDOVER
    | SCORE_IDEAS
    | {
        "handover.assess_criterion",
        "handover.add_assessment",
        "handover.add_assessmentevidence",
        "actionplans.verify_progress",
        "actionplans.add_verification",
        "actionplans.record_visit",
        "actionplans.add_supervisionvisit",
        "council.add_comment",
    },
    FACILITATOR: READ_THE_COUNCIL
    | READ_THE_PLANS
    | READ_THE_FIRMS
    | RUN_THE_COUNCIL
    | RUN_THE_PLANS
    | RUN_THE_FIRMS
    | READ_THE_COURSES
    | RUN_THE_COURSES
    | RUN_THE_NEEDS
    | READ_THE_FINDINGS
    | RUN_THE_FINDINGS
    | CHECK_THE_CASES
    | READ_THE_HANDOVER
    | RUN_THE_HANDOVER
    | RUN_THE_IDEAS
    | RUN_THE_EDITIONS
    | _view("post.message"),
    STAFF: READ_THE_COUNCIL
    | READ_THE_PLANS
    | READ_THE_FIRMS
    | RUN_THE_COUNCIL
    | RUN_THE_PLANS
    | RUN_THE_FIRMS
    | READ_THE_COURSES
    | RUN_THE_COURSES
    | RUN_THE_NEEDS
    | READ_THE_FINDINGS
    | RUN_THE_FINDINGS
    | RUN_THE_IDEAS
    | RUN_THE_EDITIONS
    | {"trainings.revoke_certificate"}
    | CHECK_THE_CASES
    | {"market.decide_case", "market.release_case", "market.publish_casefigures"}
    | {"market.add_casereason", "market.change_casereason"}
    | READ_THE_HANDOVER
    | RUN_THE_HANDOVER
    | _all("handover.networkofficer")
    | {"handover.confirm_criterion", "handover.read_pack", "handover.view_roletransfer"}
    | _all("members.capability")
    | {"members.approve_firm", "members.suspend_firm", "members.change_firm"}
    | _all("council.section", "council.seat", "council.councilrule", "council.programyear")
    | {"actionplans.unlock_month", "council.change_cluster"}
    | _view("post.message", "filing.statechange", "filing.seal", "filing.storedfile"),
    ADMINISTRATOR: READ_THE_COUNCIL
    | READ_THE_PLANS
    | READ_THE_HANDOVER
    | {"handover.read_pack", "handover.export_portal", "handover.transfer_role", "handover.view_roletransfer"}
    | _all("accounts.user", "auth.group")
    | {"council.change_cluster", "post.change_message", "accounts.pseudonymise_user"}
    | _view("trainings.learner", "post.message", "filing.statechange", "filing.seal", "filing.storedfile"),
}


@transaction.atomic
def apply_roles():
    """Make the groups and give each exactly its permissions; safe to run again. Raises KeyError for an unknown one."""
    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role, names in ROLES.items():
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set([by_name[name] for name in sorted(names)])
