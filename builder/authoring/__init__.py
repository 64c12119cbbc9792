"""From files to the model: reading a course, and the checks that find what is wrong with it."""
