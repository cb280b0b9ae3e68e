"""The HTTP rim: X-Ray's operations, what the console needs beside them, its files."""
