"""Changing what was approved: a proposal over the baseline in force, put to the council; nothing moves before it."""
