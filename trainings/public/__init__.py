"""The courses as everybody sees them."""
