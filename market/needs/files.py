"""Which files of needs and answers a user may open: the same rows as everywhere else."""

from market.models import Need, NeedAnswer


def need_files(user):
    return Need.objects.visible_to(user).exclude(file=None).values("file_id")


def answer_files(user):
    return NeedAnswer.objects.visible_to(user).exclude(file=None).values("file_id")
