"""Firsthand: from a pile of sources to findings that stand."""

__version__ = "0.1.0"
