"""The needs of buyers."""
