"""The load: visitors who ask the mesh for a name.

Locust's users wait for their answers, so a slow handler would slow the load: the shape
ArticlePhases starts a greenlet for each arrival, at times fixed beforehand. With workers
(LOCUST_WORKERS), the master deals the arrivals out, every n-th to the same worker.
"""

import time
from math import sqrt
from typing import NamedTuple

import gevent
from locust import FastHttpUser, LoadTestShape, constant_throughput, events, task
from locust.runners import MasterRunner, WorkerRunner


class Phase(NamedTuple):
    """`first` to `last` requests/s over `seconds`."""

    first: float
    last: float
    seconds: float

    def arrivals(self):
        """Seconds after its start at which the rate's integral has grown by one more."""
        slope = (self.last - self.first) / self.seconds
        for k in range(round((self.first + self.last) / 2 * self.seconds)):
            yield (2 * k + 1) / (self.first + sqrt(self.first**2 + slope * (2 * k + 1)))


class Share(NamedTuple):
    """The arrivals of the phases that one process plays: number `index` of `of`."""

    phases: str
    index: int
    of: int

    def play(self, ask):
        """Whether 95 % of the arrivals were sent in time."""
        begin, asking, dealt, on_time = time.monotonic(), [], 0, True
        rows = self.phases.replace("-", ":").split(",")
        for phase in [Phase(*map(float, row.split(":"))) for row in rows]:
            due = [begin + at for at in phase.arrivals()]
            mine = due[(self.index - dealt) % self.of :: self.of]
            offered, begin, dealt = 0, begin + phase.seconds, dealt + len(due)
            for moment in mine:
                gevent.sleep(max(0, moment - time.monotonic()))
                asking.append(gevent.spawn(ask))
                offered += time.monotonic() < begin
            print(f"{phase}: {len(mine)} requests, {offered} sent in time")
            on_time &= offered >= 0.95 * len(mine)
        gevent.joinall(asking)
        return on_time


@events.init_command_line_parser.add_listener
def add_phases(parser):
    parser.add_argument("--phases", default="10-25:15, 25-25:60", help="FIRST-LAST:S")


@events.init.add_listener
def listen(environment, runner, **_):
    environment.share = None
    if isinstance(runner, WorkerRunner):
        runner.register_message("share", take)
    elif isinstance(runner, MasterRunner):
        runner.register_message("played", count)


def take(environment, msg, **_):
    environment.share = Share(**msg.data) if msg.data else None


def count(environment, msg, **_):
    environment.shape_class.played(msg.node_id, on_time=msg.data)


@events.test_start.add_listener
def deal(environment, **_):
    """Before any user starts, every process learns its share, or that there is none."""
    runner, shape = environment.runner, environment.shape_class
    if isinstance(runner, WorkerRunner):
        return
    players = connected(runner)
    phases = environment.parsed_options.phases
    shares = [Share(phases, index, len(players)) for index in range(len(players))]
    if shape:
        shape.playing = set(players)
    for player, share in zip(players, shares, strict=True):
        if isinstance(runner, MasterRunner):
            data = share._asdict() if shape else None
            runner.send_message("share", data, client_id=player)
        else:
            environment.share = share if shape else None


def connected(runner):
    """The ids of the processes that send requests."""
    if not isinstance(runner, MasterRunner):
        return ["local"]
    clients = runner.clients
    return [each.id for each in clients.ready + clients.spawning + clients.running]


class Visitor(FastHttpUser):
    wait_time = constant_throughput(1)
    concurrency = 1000  # connections of one user: arrivals must not queue for one
    default_headers = {"User-Agent": "mesh-load/1.0 (Locust)"}  # noqa: RUF012

    @task
    def visit(self):
        share, self.environment.share = self.environment.share, PLAYED
        if share is None:
            self.environment.share = None
            self.ask_for_a_name()
        elif share is not PLAYED:
            self.play(share)

    def play(self, share):
        on_time = False
        try:
            on_time = share.play(self.ask_for_a_name)
        finally:  # also when the phases cannot be read
            runner = self.environment.runner
            if isinstance(runner, WorkerRunner):
                runner.send_message("played", on_time)
            else:
                self.environment.shape_class.played("local", on_time=on_time)

    def ask_for_a_name(self):
        with self.client.get("/", catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code or 'none: no answer'}")


PLAYED = Share("", 0, 1)
"""In the place of a share that is being played, or was."""


class ArticlePhases(LoadTestShape):
    """10 to 25 requests/s over 15 s, then 25/s for 60 s; fails if 5 % off."""

    playing = None  # until the shares are dealt, which is before the first tick

    def tick(self):
        """A user in every process, until all have played or are gone."""
        players = connected(self.runner)
        if self.playing is not None and not self.playing & set(players):
            self.playing = None  # for the next run
            return None
        return max(1, len(players)), max(1, len(players))

    def played(self, player, *, on_time):
        if self.playing:
            self.playing.discard(player)
        if not on_time:
            self.runner.environment.process_exit_code = 1
