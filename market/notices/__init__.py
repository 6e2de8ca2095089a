"""The letters of the market, written in the transaction of their cause."""
