"""The desks: pages of daily work inside the admin. Each is one plain form; script only makes it faster."""
