"""What the clock does: ask those whose turn it is. Safe to run at any time and again."""

from trainings.asking.links import feedback_token
from trainings.notices.asking import ask_learners


def ask():
    """At most three queries for each of the two sheets, and one more where there is something to write."""
    ask_learners(feedback_token)
