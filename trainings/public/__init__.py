"""What everybody sees of the courses: the list, a page for each, calendars, the feed."""
