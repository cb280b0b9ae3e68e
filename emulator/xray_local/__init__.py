"""X-Ray Local: a local AWS X-Ray in one process on one port."""

__version__ = "0.1.0"
