"""The network's own page: its officers accept duties there, or give them back with a reason."""
