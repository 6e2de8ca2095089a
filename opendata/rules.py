"""The rules behind the figures, as the dictionary tells them: each with the page of the portal that states it."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class Rule:
    """``address``: the name of the page where the rule is shown with its figures."""

    words: str
    address: str = ""


RULES = {
    "baseline": Rule(
        gettext_noop(
            "Of the baseline in force: what the council approved last. Drafts of later changes are not public."
        ),
        "reports:progress_index",
    ),
    "decided": Rule(
        gettext_noop("A plan is public once an adopted decision of the steering council approves it."),
        "council:decision_list",
    ),
    "two_values": Rule(
        gettext_noop(
            "Progress has two values that are never mixed: what the facilitator reports, and what the technical supervisor "
            "verifies. A returned report counts nowhere."
        ),
        "reports:progress_index",
    ),
    "confidential": Rule(
        gettext_noop("Null while the decision is confidential; number and day are public at once."),
        "council:decision_list",
    ),
    "consent": Rule(
        gettext_noop("Only what the firm consented to publish; empty otherwise. Contacts are never published."),
        "members:firm_list",
    ),
    "suppressed": Rule(
        gettext_noop(
            "Null where the row is hidden: it stands on fewer than three firms, or would tell such a row. Nothing is "
            "shown under five firms in all."
        ),
        "reports:progress_index",
    ),
    "batches": Rule(
        gettext_noop("Cases enter the figures in batches, so that no two publications differ by single cases."),
        "market:case_figures",
    ),
    "proof": Rule(
        gettext_noop("A finding closes only on a report with evidence that the supervisor verified."),
        "market:board",
    ),
    "frozen": Rule(
        gettext_noop("A frozen edition never changes: an erratum is a new edition."),
        "editions:check",
    ),
    "quorum": Rule(
        gettext_noop("The rule of the council that was in force on the day, frozen with the decision."),
        "council:composition",
    ),
}
