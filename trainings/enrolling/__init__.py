"""The public form: who and where to reach them, the code, the place."""
