"""The letters about ideas, written in the transaction of their cause."""
