"""The way in for everybody: a draft behind a signed link, its address proved by a code, and the page to follow it."""
