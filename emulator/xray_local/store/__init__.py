"""Where documents and summaries are kept; every store passes one contract suite."""
