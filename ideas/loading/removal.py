"""Taking the sample's ideas away, with everything that hangs on them."""

from django.db.models import Q

from council.loading.removal import delete_with_history
from ideas.models import Idea, IdeaAttachment, IdeaCall, IdeaDraft, IdeaProposal, IdeaScore


def remove_sample():
    """Delete every sample row of this room, before the plans' and the firms'; gives the ids of its files.

    What a sample account submitted or a sample firm's representative wrote is sample too. Raises ProtectedError when a
    real idea answers a call of the sample.
    """
    ideas = Idea.objects.filter(is_sample=True) | Idea.objects.filter(user__is_sample=True)
    ideas = Idea.objects.filter(pk__in=(ideas | Idea.objects.filter(firm__is_sample=True)).values("pk"))
    drafts = IdeaDraft.objects.filter(Q(idea__in=ideas) | Q(user__is_sample=True) | Q(firm__is_sample=True))
    attachments = IdeaAttachment.objects.filter(Q(idea__in=ideas) | Q(draft__in=drafts))
    file_ids = list(attachments.values_list("file_id", flat=True))
    attachments.delete()
    drafts.delete()
    IdeaProposal.objects.filter(idea__in=ideas).delete()
    IdeaScore.objects.filter(idea__in=ideas).delete()
    ideas.delete()
    delete_with_history(IdeaCall.objects.filter(is_sample=True))
    return file_ids
