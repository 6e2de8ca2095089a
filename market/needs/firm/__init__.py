"""The needs at a firm's own desk: those it can supply, and its sealed answers."""
