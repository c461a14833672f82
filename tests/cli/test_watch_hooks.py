#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The hooks of examples/hooks bring notices of `earmark watch` to where they belong:
by SMTP, HTTP and SNMP, to servers of ours that speak as much of these as is needed."""

import json
import os
import shutil
import socket
import sys
import tempfile
import threading

from program import earmark
from receiving import Receiver, write

HOOKS = os.path.join(os.environ["EARMARK_ROOT"], "examples", "hooks")
NEEDED = ("msmtp", "curl", "snmptrap")


def run_hook(folder, name, *args):
    """Both ends of a test, told by a hook."""
    hook = os.path.join(HOOKS, name)
    text = "[station one]\nurl = http://127.0.0.1:1/\n[watch]\nnotice-timeout = 20s\n"
    text += f"run = {' '.join([hook, *args])}\n"
    config = write(folder, "hook.ini", text)
    out, err = earmark("watch", "-c", config, "--test-action", "silence")
    assert out.endswith("run: sent\n") and not err, (out, err)


class MailServer:
    """Takes mail by SMTP (RFC 5321) and keeps it."""

    def __init__(self):
        self.mails = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.socket.accept()
            with connection, connection.makefile("rwb") as stream:
                self.talk(stream)

    def talk(self, stream):
        def say(text):
            stream.write(text.encode() + b"\r\n")
            stream.flush()

        say("220 here")
        while line := stream.readline():
            word = line.split()[0].upper()
            if word == b"DATA":
                say("354 go on")
                mail = b""
                while (line := stream.readline()) != b".\r\n":
                    mail += line
                self.mails.append(mail.decode())
            elif word == b"QUIT":
                say("221 bye")
                return
            say("250 well")


def test_mail(folder):
    server = MailServer()
    settings = f"account default\nhost 127.0.0.1\nport {server.port}\n"
    settings += "from earmark@radio.example\nauth off\ntls off\n"
    path = write(folder, "msmtprc", settings)
    os.environ["SENDMAIL"] = f"msmtp -C {path}"
    run_hook(folder, "mail.sh", "desk@radio.example")
    raised, resolved = server.mails
    for mail in server.mails:
        assert "\r\nSubject: Test: one: silence " in "\r\n" + mail, mail
        assert "To: desk@radio.example\r\n" in mail, mail
        assert "STATION    one\r\n" in mail and "LIMIT      -50\r\n" in mail, mail
    (id_line,) = [x for x in raised.splitlines() if x.startswith("Message-ID:")]
    assert "References:" + id_line.split(":")[1] in resolved, server.mails
    assert "ENDED_AT" in resolved and "ENDED_AT" not in raised


def test_http(folder):
    with Receiver() as receiver:
        url = receiver.url("topic")
        settings = f'url = "{url}"\nheader = "Authorization: Bearer x"\n'
        run_hook(folder, "ntfy.sh", write(folder, "curl", settings))
        (*_, head, body), (*_, later, end) = receiver.requests
        assert body.startswith("Test: one: silence fires") and "is over" in end
        assert head["Title"] == "Earmark" and head["Authorization"] == "Bearer x"
        assert (head["Priority"], later["Priority"]) == ("high", "default")
        receiver.requests.clear()
        run_hook(folder, "slack.sh", os.path.join(folder, "curl"))
        texts = [json.loads(body)["text"] for *_, body in receiver.requests]
        assert texts[0].startswith(":red_circle: Test: one: silence fires"), texts
        assert texts[1].startswith(":white_check_mark: Test: one: silence is over")


def read_ber(data):
    """Basic encoding rules: values of constructed types are lists."""
    values = []
    while data:
        kind, size, data = data[0], data[1], data[2:]
        if size & 0x80:
            n = size & 0x7F
            size, data = int.from_bytes(data[:n], "big"), data[n:]
        value, data = data[:size], data[size:]
        values.append(read_ber(value) if kind & 0x20 else value)
    return values


def test_trap(folder):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(20)
        os.environ["COMMUNITY"] = "desk"
        os.environ["SNMP_PERSISTENT_DIR"] = folder
        run_hook(folder, "snmp-trap.sh", f"127.0.0.1:{server.getsockname()[1]}")
        for fires in (1, 0):
            ((version, community, pdu),) = read_ber(server.recv(65536))
            assert (version, community) == (b"\x01", b"desk")
            _, trap, text, station, rule, state = pdu[3]
            # 8072.9999.9999.1, seven bits in a byte
            assert b"\xbf\x08\xce\x0f\xce\x0f\x01" in trap[1], trap
            assert text[1].startswith(b"Test: one: silence"), text
            assert (station[1], rule[1]) == (b"one", b"silence")
            assert state[1] == bytes([fires]), state


def main():
    for name in NEEDED:
        if not shutil.which(name):
            print("needs", name)
            return 77
    with tempfile.TemporaryDirectory() as folder:
        test_mail(folder)
        test_http(folder)
        test_trap(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
