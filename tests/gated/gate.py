"""Both sides of the gate."""

import os
import socket

PATIENCE = 240  # seconds; processes start slowly where the machine is busy


class Gate:
    """The test's side. ``started``: the processes, of which none outlives the test, however it ends."""

    def __enter__(self):
        self.door = socket.create_server(("127.0.0.1", 0))
        self.door.settimeout(PATIENCE)
        self.address = str(self.door.getsockname()[1])
        self.waiting, self.started = [], []
        return self

    def __exit__(self, *_error):
        self.open()
        for one in self.started:
            one.kill()
            one.communicate()

    def hold(self, count):
        """Wait until so many more processes stand at the gate."""
        self.waiting += [self.door.accept()[0] for _number in range(count)]

    def let_through(self):
        """Everybody who stands there goes on; who comes later stops again."""
        for one in self.waiting:
            one.close()
        self.waiting = []

    def open(self):
        """For good."""
        self.door.close()
        self.let_through()


def stop_at_gate():
    """The process's side."""
    try:
        with socket.create_connection(("127.0.0.1", int(os.environ["GATE"])), timeout=PATIENCE) as line:
            line.recv(1)
    except (ConnectionRefusedError, ConnectionResetError):
        return
