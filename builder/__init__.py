"""coursewright: a course of Jupyter notebooks, delivered whole to every learning system."""

__version__ = "0.1.0"
