"""The measured promises, runnable: ``make bench``."""
