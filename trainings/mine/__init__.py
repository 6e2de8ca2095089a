"""A person's own courses: by the link of a message, or by who is signed in."""
