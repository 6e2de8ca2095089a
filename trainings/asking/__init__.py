"""Learners are asked: five questions after the course, two half a year later; shown to everybody as counts only."""
