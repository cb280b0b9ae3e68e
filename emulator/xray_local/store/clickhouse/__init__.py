"""A store in ClickHouse: on a server or a cluster, or in this process by chDB.

Nothing here is held by one process alone, so any number of them may share a database.
Documents are only ever added; whoever has seen a trace change derives its summary anew,
and of several summaries the one that counts the most documents is the trace's.
"""
