"""What is delivered: the package model, its plan, the archive and the loss report; the formats write it."""
