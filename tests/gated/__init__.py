"""An app for the race of freezing: real processes that stop at a gate which the test opens.

So the moments that matter are met every time, not by luck. The gate is a socket of the test, at ``GATE`` in the
environment: a process that comes to it connects, and goes on when it is let through or when the gate is gone.
"""
