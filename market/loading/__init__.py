"""The market's part of loading a cluster: findings, needs and cases, as sample only."""

from market.loading import cases, findings, needs

PARTS = [findings, needs, cases]
SCHEMAS = {"reported": {}, "sample": findings.SCHEMA | needs.SCHEMA | cases.SCHEMA}


def load(data, *, context):
    """Files of facts hold nothing of this room: the source names no finding and no case. Raises DataFileError."""
    if context.is_sample:
        for part in PARTS:
            part.load(data, context=context)


def remove_sample():
    """Delete every sample row of this room, what leans on others first; gives the ids of the files that go too."""
    return [file_id for part in reversed(PARTS) for file_id in part.remove()]
