"""What everybody sees of the hand-over: how ready the cluster is, what is missing, which duties passed on."""
