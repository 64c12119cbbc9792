# tries: to become root in a namespace of its own through programmes of the system
# ends: graded
import subprocess

for command in ("unshare -Ur true", "bwrap --unshare-user --bind / / true", "su -c true", "mount -t tmpfs none /tmp"):
    try:
        if subprocess.run(command.split(), capture_output=True, timeout=1, check=False).returncode == 0:
            print("REACHED", command)
    except (OSError, subprocess.TimeoutExpired):
        pass
