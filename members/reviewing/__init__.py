"""The review desk: firms that apply, and changes that members ask for, the oldest first."""
