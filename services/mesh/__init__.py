"""A word mesh to trace: five word services, and the entry point that composes a name.

One package, one image; the command says which role a process plays
(``python -m mesh names``, ``python -m mesh word adjective``).
"""
