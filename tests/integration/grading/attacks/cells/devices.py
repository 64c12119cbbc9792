# tries: to make and open devices: the machine's memory, its disks, a tape
# ends: graded
import os
import stat

for kind, major, minor in ((stat.S_IFCHR, 1, 1), (stat.S_IFBLK, 8, 0), (stat.S_IFCHR, 1, 5)):
    try:
        os.mknod("/tmp/device", kind | 0o666, os.makedev(major, minor))
        print("REACHED", major, minor)
    except OSError:
        pass
for name in ("mem", "kmem", "port", "sda", "vda", "kvm", "fuse", "loop0", "kmsg", "tty0"):
    try:
        os.open(f"/dev/{name}", os.O_RDONLY)
        print("REACHED", name)
    except OSError:
        pass
