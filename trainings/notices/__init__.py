"""The letters of the courses, written in the transaction of their cause."""
