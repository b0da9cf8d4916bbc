"""A mail server for tests: mail_server.py FOLDER PLAIN_PORT STARTTLS_PORT TLS_PORT

Needs cert.pem and key.pem in FOLDER, and stores each mail there once for each recipient, as RECIPIENT/NUMBER.eml. A recipient such as
reply550.x@example.com is refused with that code, and the user busy is refused for now.
"""
import asyncio
import pathlib
import re
import signal
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder = pathlib.Path(sys.argv[1])
plain_port, starttls_port, tls_port = map(int, sys.argv[2:])


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        code = re.match(r"reply(\d{3})\.", address)
        if code:
            return f"{code[1]} no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        encryption = "tls" if session.ssl or server.transport.get_extra_info("sslcontext") else "none"
        user = session.auth_data.login.decode() if session.authenticated else ""
        head = f"X-Encryption: {encryption}\r\nX-User: {user}\r\nX-Sender: {envelope.mail_from}\r\n".encode()
        for recipient in envelope.rcpt_tos:
            box = folder / recipient
            box.mkdir(exist_ok=True)
            (box / f"{len(list(box.iterdir())):04}.eml").write_bytes(head + envelope.original_content)
        return "250 stored"


def authenticate(server, session, envelope, mechanism, data):
    if data.login == b"busy":
        return AuthResult(success=False, handled=False, message="454 4.7.0 Temporary authentication failure")
    if (data.login, data.password) == (b"bokgi", b"MailHush"):
        return AuthResult(success=True, auth_data=data)
    return AuthResult(success=False, handled=False, message=f"535 5.7.8 wrong password {data.password.decode()}")


async def serve():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")

    def smtp(**options):
        return lambda: SMTP(Handler(), hostname="mail.test", authenticator=authenticate, auth_require_tls=False, **options)

    loop = asyncio.get_running_loop()
    await loop.create_server(smtp(), "127.0.0.1", plain_port)
    await loop.create_server(smtp(tls_context=context, require_starttls=True, auth_required=True), "127.0.0.1", starttls_port)
    await loop.create_server(smtp(auth_required=True), "127.0.0.1", tls_port, ssl=context)
    print("ready to accept connections", file=sys.stderr, flush=True)
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGINT, stop.set)  # a shell's background processes ignore SIGINT unless they ask for it
    await stop.wait()


asyncio.run(serve())
