"""The load: visitors who ask the mesh for a name.

Locust's users wait for their answers, so a slow handler would slow the load: the shape
ArticlePhases starts a greenlet for each arrival, at times fixed beforehand.
"""

import time
from math import sqrt
from typing import NamedTuple

import gevent
from locust import FastHttpUser, LoadTestShape, constant_throughput, events, task


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


@events.init_command_line_parser.add_listener
def add_phases(parser):
    parser.add_argument("--phases", default="10-25:15, 25-25:60", help="FIRST-LAST:S")


class Visitor(FastHttpUser):
    wait_time = constant_throughput(1)
    concurrency = 1000  # connections of one user: arrivals must not queue for one
    default_headers = {"User-Agent": "mesh-load/1.0 (Locust)"}  # noqa: RUF012

    @task
    def visit(self):
        shape = self.environment.shape_class
        if not shape:
            self.ask_for_a_name()
        elif not shape.over:
            shape.play(self)

    def ask_for_a_name(self):
        with self.client.get("/", catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code or 'none: no answer'}")


class ArticlePhases(LoadTestShape):
    """10 to 25 requests/s over 15 s, then 25/s for 60 s; fails if 5 % off."""

    def reset_time(self):
        super().reset_time()
        self.over = False

    def tick(self):
        return None if self.over else (1, 1)

    def play(self, visitor):
        begin, asking = time.monotonic(), []
        rows = visitor.environment.parsed_options.phases.replace("-", ":").split(",")
        try:
            for phase in [Phase(*map(float, row.split(":"))) for row in rows]:
                due = [begin + at for at in phase.arrivals()]
                offered, begin = 0, begin + phase.seconds
                for moment in due:
                    gevent.sleep(max(0, moment - time.monotonic()))
                    asking.append(gevent.spawn(visitor.ask_for_a_name))
                    offered += time.monotonic() < begin
                print(f"{phase}: {len(due)} requests, {offered} sent in time")
                if offered < 0.95 * len(due):
                    visitor.environment.process_exit_code = 1
            gevent.joinall(asking)
        finally:
            self.over = True  # also when the phases cannot be read
