# tries: programmes that outlive it: nohup, setsid, a shell in the background
# ends: graded
import subprocess

subprocess.Popen(["nohup", "setsid", "sh", "-c", "while :; do sleep 1; done"], start_new_session=True)
get_ipython().system("(sleep 600 &) ; (setsid sleep 600 &)")
