"""The hand-over pack: everything as one file, roles passed on, a checklist to sign."""
