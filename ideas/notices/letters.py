"""What a submitter is sent: the code and the link of a draft, then how the idea stands, with the way to its page."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.contact_codes import CODE_LIVES
from council.documents.addresses import absolute
from council.models import Cluster
from ideas.links import draft_token
from persian.digits import localised
from post.services import send_later

SUBJECT_LENGTH = 200  # what the outbox keeps
SUBJECTS = {
    "submitted": gettext_lazy("Your idea was received: %(idea)s"),
    "asked": gettext_lazy("A question about your idea: %(idea)s"),
    "rejected": gettext_lazy("Your idea is not taken up: %(idea)s"),
    "adopted": gettext_lazy("The council adopted your idea: %(idea)s"),
}


def send_draft_link(draft, code):
    """The code and the way back to the draft. In the transaction that made the code."""
    with translation.override(draft.language):
        send(
            draft.contact,
            "draft",
            subject=_("The code for your idea"),
            key=f"idea-draft/{draft.pk}/{draft.code_sent_at.timestamp()}",
            language=draft.language,
            secret_until=draft.code_sent_at + CODE_LIVES,
            code=localised(code) if "@" in draft.contact else code,  # a telephone fills in Latin digits by itself
            url=absolute("ideas:submit_draft", draft_token(draft, proves_contact=True)),
        )


def tell_submitter(idea, occasion):
    """One message to the person, or to each who acts for the firm now; none to who was removed. Gives how many.

    A letter bears the tracking code, which is the submitter's key; the version makes its key, so that no step is told
    twice.
    """
    with translation.override(idea.language):
        subject = SUBJECTS[occasion] % {"idea": idea.title}
        found = [
            send(
                address,
                "state",
                subject=subject,
                key=f"idea/{idea.pk}/{occasion}/{idea.row_version}/{place}",
                language=idea.language,
                secret_until=None,
                occasion=occasion,
                idea=idea,
                url=absolute("ideas:track", idea.code),
            )
            for place, address in enumerate(recipients(idea))
        ]
    return len(found)


def recipients(idea):
    """Addresses: the person's, or those of who acts for the firm now."""
    if not idea.firm_id:
        return [] if idea.is_removed else [idea.contact]
    people = idea.firm.representatives.current().filter(user__is_active=True).select_related("user")
    return [row.user.get_username() for row in people]


def send(contact, template, *, subject, key, language, secret_until, **context):
    """One message to an e-mail address or a mobile number."""
    is_mail = "@" in contact
    context |= {"cluster": Cluster.objects.first(), "subject": subject}
    return send_later(
        channel="mail" if is_mail else "sms",
        to=contact,
        subject=subject[:SUBJECT_LENGTH] if is_mail else "",
        body=render_to_string(f"ideas/email/{template}{'' if is_mail else '_sms'}.txt", context).strip(),
        key=key,
        language=language,
        secret_until=secret_until,
    )
