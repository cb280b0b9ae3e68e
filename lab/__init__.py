"""The lab: what `make` does. Installs, starts, checks and stops the whole mesh.

Standard library only, so that it runs with the machine's Python before anything is
installed.
"""
