"""X-Ray's filter language: from text to a decision about a summary. Knows no store.

`expression` is the way in; `plan` is what a store needs to know.
"""
