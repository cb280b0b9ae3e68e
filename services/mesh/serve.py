"""gunicorn, set up for the mesh and started from Python, so that one command has it all.

One process for each role, and in it a greenlet for each connection: a handler waits more
than it computes, and a slow one must not hold up its siblings. Threads did the same for
half as much again of the processor, most of it for handing the interpreter's lock around.
"""

from pathlib import Path
from typing import Any

# gunicorn has no types of its own.
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.util import import_app  # type: ignore[import-untyped]

from mesh.config import Config

GRACE_S = 20
"""How long requests under way may take to finish when the process is told to stop."""


class Server(BaseApplication):  # type: ignore[misc]
    """Serves the app that a factory call makes, such as `mesh.names:create_app()`."""

    def __init__(self, factory: str, config: Config) -> None:
        self._factory = factory
        self._config = config
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": self._config.bind,
            "worker_class": "mesh.worker.Worker",
            "workers": self._config.workers,
            "graceful_timeout": GRACE_S,
            # Longer than callers keep a connection, so that it is they who close it.
            "keepalive": 75,
            "control_socket_disable": True,
        }
        if Path("/dev/shm").is_dir():
            # The worker's heartbeat is a file: in memory it never waits for a disk.
            settings["worker_tmp_dir"] = "/dev/shm"
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Called in the worker: the apps start threads, which a fork would not keep.

        Only there is the app imported: after gevent has put greenlets in the place of
        threads, and so that the parent stays small.
        """
        return import_app(self._factory)
