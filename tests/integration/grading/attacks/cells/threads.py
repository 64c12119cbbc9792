# tries: to start threads without end
# ends: graded or ungraded
import threading
import time

started = 0
for _ in range(3000):
    try:
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        started += 1
    except RuntimeError:
        break
if started > 100:
    print("REACHED", started)
