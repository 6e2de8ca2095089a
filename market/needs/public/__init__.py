"""The needs as everybody sees them."""
