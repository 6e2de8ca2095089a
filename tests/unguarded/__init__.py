"""An app for one negative control: the live portal with the guards of places taken off."""
