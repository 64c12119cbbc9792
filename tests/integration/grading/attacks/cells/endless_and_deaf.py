# tries: to run for ever and not to hear that it is interrupted
# ends: ungraded
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    pass
