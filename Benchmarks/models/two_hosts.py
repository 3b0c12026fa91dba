#!/usr/bin/env python3
"""Runs a program by mpirun on two hosts that are joined by a slow network.

    sudo python3 Benchmarks/models/two_hosts.py --rate 1000 --delay 0.1 -- PROGRAM ARGUMENTS

The hosts are network namespaces of this machine with names of their own, so MPI sends all messages by TCP. Each has a
TUN device, and this script passes the packets from one device to the other: at most --rate megabits in a second in each
direction, and --delay milliseconds late. Needs Linux, root, ip and Open MPI.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import select
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque

HOSTS = ("synann-a", "synann-b")
ADDRESSES = ("10.99.7.1", "10.99.7.2")
# The longest packet. TCP then sends few packets, so this script is not the bottleneck.
PACKET = 65000


def command(*words: str) -> None:
    """Runs a command, and ends the script if it fails."""
    subprocess.run(words, check=True)


def open_device(name: str) -> int:
    """Creates a TUN device, and returns its file descriptor."""
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    tun, no_packet_information, set_interface = 0x0001, 0x1000, 0x400454CA
    fcntl.ioctl(device, set_interface, struct.pack("16sH", name.encode(), tun | no_packet_information))
    return device


def make_host(host: str, address: str, device: str) -> None:
    """Creates the namespace of a host, and moves its device there."""
    command("ip", "netns", "add", host)
    command("ip", "link", "set", device, "netns", host)
    for words in (["link", "set", "lo", "up"], ["addr", "add", f"{address}/24", "dev", device],
                  ["link", "set", device, "mtu", str(PACKET), "up"]):
        command("ip", "-n", host, *words)


def relay(devices: tuple[int, int], rate: float, delay: float, stop: threading.Event) -> None:
    """Passes packets between two devices until `stop` is set. `rate` counts bytes in a second, `delay` seconds."""
    waiting: tuple[deque[tuple[float, bytes]], ...] = (deque(), deque())
    free = [0.0, 0.0]
    while not stop.is_set():
        now = time.monotonic()
        times = [queue[0][0] for queue in waiting if queue]
        pause = min([0.05] + [max(0.0, due - now) for due in times])
        for device in select.select(devices, [], [], pause)[0]:
            source = devices.index(device)
            packet = os.read(device, PACKET + 100)
            free[source] = max(free[source], time.monotonic()) + len(packet) / rate
            waiting[source].append((free[source] + delay, packet))
        for source, queue in enumerate(waiting):
            while queue and queue[0][0] <= time.monotonic():
                try:
                    os.write(devices[1 - source], queue[0][1])
                except BlockingIOError:
                    break
                queue.popleft()


def agent(folder: str) -> str:
    """Writes the program with which mpirun starts a daemon on the other host, in place of ssh."""
    path = os.path.join(folder, "agent")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"""#!/bin/sh
shift
exec ip netns exec {HOSTS[1]} unshare --uts sh -c "hostname {HOSTS[1]}; $*"
""")
    os.chmod(path, 0o755)
    return path


def run(words: list[str], folder: str) -> int:
    """Runs a program on both hosts, and returns its status."""
    launcher = ["mpirun", "--allow-run-as-root", "--host", f"{ADDRESSES[0]}:1,{ADDRESSES[1]}:1", "--bind-to", "none",
                "--mca", "plm_rsh_agent", agent(folder), "--mca", "btl", "tcp,self", "--mca", "pml", "ob1",
                "--mca", "btl_tcp_if_include", "10.99.7.0/24", "--mca", "oob_tcp_if_include", "10.99.7.0/24",
                "-x", "SYNANN_NUM_THREADS=1"]
    inside = ["ip", "netns", "exec", HOSTS[0], "unshare", "--uts", "sh", "-c",
              f'hostname {HOSTS[0]}; exec "$@"', "sh", *launcher, *words]
    return subprocess.run(inside, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=1000, help="megabits in a second")
    parser.add_argument("--delay", type=float, default=0, help="milliseconds from one host to the other")
    parser.add_argument("program", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    words = options.program[1:] if options.program[:1] == ["--"] else options.program
    if not words or os.geteuid() != 0:
        parser.error("name a program, and run the script as root")
    devices = (open_device("synann0"), open_device("synann1"))
    stop = threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        try:
            for index, host in enumerate(HOSTS):
                make_host(host, ADDRESSES[index], f"synann{index}")
            thread = threading.Thread(
                target=relay, args=(devices, options.rate * 1e6 / 8, options.delay / 1000, stop))
            thread.start()
            try:
                return run(words, folder)
            finally:
                # The devices vanish with the namespaces.
                stop.set()
                thread.join()
        finally:
            for host in HOSTS:
                subprocess.run(["ip", "netns", "delete", host], check=False)


if __name__ == "__main__":
    sys.exit(main())
