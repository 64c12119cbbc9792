# tries: to change the answers from a thread, while the tests run
# ends: graded
import builtins
import threading
import time


def lurk():
    import __main__

    for _ in range(1000):
        __main__.value = __import__("random").randint(0, 41)
        time.sleep(0.001)


threading.Thread(target=lurk, daemon=True).start()
