"""What a set of traces consists of: counts by time, by response time, by attribute."""
