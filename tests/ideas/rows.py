"""What the table of access needs of this part: one row of everything that an address can speak of."""

from council.models import Decision
from ideas.links import draft_token
from ideas.models import IdeaDraft
from tests.ideas import build_ideas


def rows(cast, firm):
    """A call, an idea of firm A that the council member was asked about, an adopted one, and a draft of nobody's."""
    call = build_ideas.call()
    asked = build_ideas.idea(state="screened", firm=firm, call=call)
    build_ideas.score(asked, cast["council_member"])
    adopted = build_ideas.idea(state="adopted")
    question = build_ideas.idea(state="asked", question="چه؟")
    token = draft_token(IdeaDraft.objects.create(contact="thinker@example.org"))
    return {
        "ideas:call_detail slug": call.slug,
        "ideas:idea_detail pk": adopted.pk,
        "ideas:scoring_idea pk": asked.pk,
        "ideas:submit_draft token": token,
        "ideas:submit_send token": token,
        "ideas:track code": asked.code,
        "ideas:track_answer code": question.code,
        "admin:ideas_idea_desk pk": asked.pk,
        "admin:ideas_propose pk": Decision.objects.filter(state="proposed").latest("pk").pk,
    }
