"""Does what it is told, one JSON object to a line, and tells on a line what that took."""

import json
import os
import signal
import socket
import sys
import time

TICK = 1000 / os.sysconf("SC_CLK_TCK")
CLOCK_OF_A_PROCESS = 2  # the kernel's number for the processor clock of another process


def spawn(line, out):
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, out + ".out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, out + ".err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    ]
    return os.posix_spawnp(line[0], line, os.environ, file_actions=actions)


def ended(pid):
    _, status, usage = os.wait4(pid, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "cpu": (usage.ru_utime + usage.ru_stime) * 1000,
        "rss": usage.ru_maxrss / 1024,
    }


def run(line):
    begun = time.monotonic()
    pid = spawn(line, "/tmp/said")
    result = ended(pid)
    result["wall"] = (time.monotonic() - begun) * 1000
    result["out"] = read("/tmp/said.out")["text"]
    result["err"] = read("/tmp/said.err")["text"][-2000:]
    return result


def start(line):
    return {"pid": spawn(line, "/tmp/daemon")}


def stop(pid):
    os.kill(pid, signal.SIGTERM)
    return ended(pid)


def read(path):
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        return {"text": file.read(), "changed": str(os.stat(path).st_mtime_ns)}


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return {}


def until(path, text, seconds):
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if read(path)["text"] == text:
            return {"wall": (time.monotonic() - begun) * 1000}
        time.sleep(0.0002)
    return {"error": f"{path} did not become what it was"}


def cpu(pid):
    own = time.clock_gettime((~pid << 3) | CLOCK_OF_A_PROCESS) * 1000
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return {"cpu": own + (int(fields[13]) + int(fields[14])) * TICK}


def memory(pid):
    with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
        lines = [line.split() for line in file.readlines()[1:]]
    return {line[0].rstrip(":"): int(line[1]) / 1024 for line in lines}


def rpc(path, request, seconds):
    begun = time.monotonic()
    while True:
        try:
            with socket.socket(socket.AF_UNIX) as channel:
                channel.settimeout(seconds)
                channel.connect(path)
                channel.sendall((request + "\n").encode())
                with channel.makefile(encoding="utf-8") as lines:
                    answer = lines.readline()
            return {"wall": (time.monotonic() - begun) * 1000, "out": answer}
        except (ConnectionRefusedError, FileNotFoundError):
            if time.monotonic() - begun > seconds:
                return {"error": f"nobody serves {path}"}
            time.sleep(0.0005)


DOES = {f.__name__: f for f in (run, start, stop, read, write, until, cpu, memory, rpc)}

for asked in sys.stdin:
    order = json.loads(asked)
    try:
        reply = DOES[order.pop("do")](**order)
    except OSError as trouble:
        reply = {"error": str(trouble)}
    print(json.dumps(reply), flush=True)
