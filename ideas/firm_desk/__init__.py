"""The ideas on a firm's own desk."""
