"""What happens to courses and to those who take them: one function an event, one transaction, the course's lock."""
