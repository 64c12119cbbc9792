"""From a course's exercises to learners' notebooks, and from their work to a gradebook."""
