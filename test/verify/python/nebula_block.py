"""Nebula Block's authentication in Python's standard library, written from openapi/nebula-block/openapi.yaml and its facts.

Nothing of Latchkey is used, so that `latchkey verify` is shown to judge the contract and not the habits of one server.
`python3 nebula_block.py` prints the address it listens at; the hooks of the suite are below `/hooks`.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

BASE = "/api/v1"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
HOUR = 3600


class Refused(Exception):
    def __init__(self, status, message, headers=()):
        self.status, self.message, self.headers = status, message, list(headers)


def hashed(password, salt):
    # HMAC, which scrypt begins with, takes a password and the same one with a NUL behind it for one key.
    digest = hashlib.sha256(password.encode("utf-8", "surrogatepass")).digest()
    return hashlib.scrypt(digest, salt=salt, n=1024, r=8, p=1)


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Service:
    """The accounts, keys and counts of failures; one lock, since a test server has no hurry."""

    def __init__(self):
        self.lock, self.signing_key = threading.RLock(), secrets.token_bytes(32)
        self.reset()

    def reset(self):
        self.offset, self.frozen = 0.0, None
        self.accounts, self.tokens, self.keys = [], {}, []
        self.failures, self.failed_at, self.checked = {}, {}, []
        self.keys_per_account, self.passwords_per_address = 100, 10_000
        self.nobody = secrets.token_bytes(16)
        self.add("ada", "ada@example.com", "correct-horse-battery-staple", "12.50")
        self.add("grace", "grace@example.com", "correct-horse-battery-staple", "1000.00", "ADMIN")

    def now(self):
        return (self.frozen if self.frozen is not None else time.time()) + self.offset

    def add(self, login, email, password, balance="0.00", role="GUEST"):
        salt = secrets.token_bytes(16)
        account = dict(id=len(self.accounts) + 1, login=login, email=email, role=role, balance=balance)
        self.accounts.append({**account, "salt": salt, "hash": hashed(password, salt), "disabled": False})

    def find(self, name):
        folded = name.lower()
        return next((a for a in self.accounts if folded in ((a["login"] or "").lower(), a["email"].lower())), None)

    def log_in(self, name, password, address):
        self.insist_on_patience((address, name.lower()), address)
        account = self.find(name)
        salt, known = (account["salt"], account["hash"]) if account else (self.nobody, b"")
        is_right = hmac.compare_digest(hashed(password, salt), known)
        if not is_right or account["disabled"]:
            self.failures.setdefault((address, name.lower()), []).append(self.now())
            self.fail(address)
            raise Refused(401, "The login is refused", [("WWW-Authenticate", 'Bearer realm="nebula"')])
        self.failures.pop((address, name.lower()), None)
        return account, self.issue(account)

    def fail(self, address):
        self.failed_at.setdefault(address, []).append(self.now())

    def insist_on_address(self, address):
        recent = [at for at in self.failed_at.get(address, []) if at > self.now() - 900]
        self.failed_at[address] = recent
        if len(recent) >= 100:
            raise Refused(429, "Too many failures", [("Retry-After", str(int(recent[0] + 901 - self.now())))])

    def insist_on_patience(self, who, address):
        """The contract names how many failures are let through; how long the wait is, it leaves open."""
        self.insist_on_address(address)
        failed = self.failures.get(who, [])
        hour_ago = self.now() - HOUR
        self.checked = [(a, at) for a, at in self.checked if at > hour_ago] + [(address, self.now())]
        if sum(1 for a, _ in self.checked if a == address) > self.passwords_per_address:
            raise Refused(429, "Too many passwords were checked", [("Retry-After", str(HOUR))])
        if len(failed) >= 5:
            left = failed[-1] + 20 * 2 ** (len(failed) - 5) - self.now()
            if left > 0:
                raise Refused(429, "Slow down", [("Retry-After", str(max(1, int(left + 0.999))))])

    def issue(self, account):
        issued = int(self.now())
        claims = {"exp": issued + 2 * HOUR, "iat": issued, "jti": secrets.token_hex(16), "aud": "nebula", "iss": "http://nebula"}
        claims |= {"scopes": [account["role"]], "roles": [account["role"]], "sub": account["email"]}
        head = base64url(json.dumps({"typ": "JWT", "alg": "HS256"}).encode())
        text = f"{head}.{base64url(json.dumps(claims).encode())}"
        token = f"{text}.{base64url(hmac.digest(self.signing_key, text.encode(), 'sha256'))}"
        self.tokens[token] = (account["id"], issued + 2 * HOUR)
        own = [each for each, (owner, _) in self.tokens.items() if owner == account["id"]]
        for oldest in own[:-100]:
            del self.tokens[oldest]
        return token

    def caller(self, lines, address):
        self.insist_on_address(address)
        challenge = [("WWW-Authenticate", 'Bearer realm="nebula"')]
        if not lines:
            raise Refused(401, "Send a token or a key", challenge)
        sent = re.fullmatch(r"bearer +([A-Za-z0-9._~+/-]+=*)", lines[0].strip(), re.IGNORECASE) if len(lines) == 1 else None
        account = self.owner(sent.group(1)) if sent else None
        if account is None or account["disabled"]:
            self.fail(address)
            raise Refused(401, "The token or key is not valid", [("WWW-Authenticate", 'Bearer error="invalid_token"')])
        return account

    def owner(self, secret):
        digest = hashlib.sha256(secret.encode()).digest()
        owner, until = self.tokens.get(secret, (None, 0))
        if until <= self.now():
            owner = next((key["owner"] for key in self.keys if not key["gone"] and key["digest"] == digest), None)
        return next((a for a in self.accounts if a["id"] == owner), None)

    def keys_of(self, account):
        return [key for key in self.keys if key["owner"] == account["id"] and not key["gone"]]

    def create_key(self, account, name, description):
        if len(self.keys_of(account)) >= self.keys_per_account:
            raise Refused(409, "Delete a key first")
        secret = f"ak_{base64url(secrets.token_bytes(32))}"
        key = dict(id=len(self.keys) + 1, owner=account["id"], name=name, description=description, gone=False)
        self.keys.append({**key, "digest": hashlib.sha256(secret.encode()).digest()})
        return {"id": key["id"], "name": name, "description": description, "key": secret}

    def delete_key(self, account, number):
        key = next((each for each in self.keys_of(account) if each["id"] == number), None)
        if key is None:
            raise Refused(404, "There is no such key")
        key["gone"] = True


def text(members, name, least, most, default=None):
    value = members.get(name, default)
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise Refused(400, f"{name} must be a text of {least} to {most} characters")
    return value


def masked(key):
    return {"id": key["id"], "name": key["name"], "description": key["description"], "partial_key_data": "ak_..."}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer in one piece is not held back by TCP.
    wbufsize = -1
    service = Service()

    def log_in(self):
        fields = parse_qsl(self.body(FORM).decode("utf-8"), keep_blank_values=True)
        members = dict(fields)
        if len(members) < len(fields):
            raise Refused(400, "A field is there twice")
        name, password = text(members, "username", 1, 254), text(members, "password", 1, 1024)
        account, token = self.service.log_in(name, password, self.client_address[0])
        shown = dict(jwtToken=token, is_active=True, is_staff=account["role"] == "ADMIN", email=account["email"])
        return {**shown, "name": account["login"] or account["email"], "id": account["id"]}, "Login successful"

    def create_key(self):
        account = self.service.caller(self.headers.get_all("Authorization"), self.client_address[0])
        members = json.loads(self.body(JSON).decode("utf-8"))
        if not isinstance(members, dict):
            raise Refused(400, "The body must be an object")
        name, description = text(members, "name", 1, 100), text(members, "description", 0, 500, "")
        return self.service.create_key(account, name, description), "API key successfully created"

    def list_keys(self):
        account = self.service.caller(self.headers.get_all("Authorization"), self.client_address[0])
        return [masked(key) for key in self.service.keys_of(account)], "API keys successfully retrieved"

    def delete_key(self, number):
        account = self.service.caller(self.headers.get_all("Authorization"), self.client_address[0])
        if not re.fullmatch(r"[1-9][0-9]{0,9}", number) or int(number) > 2_147_483_647:
            raise Refused(400, "The id of a key is a number")
        self.service.delete_key(account, int(number))
        return {}, "API key successfully deleted"

    def credits(self):
        account = self.service.caller(self.headers.get_all("Authorization"), self.client_address[0])
        return {"available_balance": account["balance"]}, "User credit balance successfully retrieved"

    routes = {
        r"/login": {"POST": log_in},
        r"/api-keys": {"POST": create_key, "GET": list_keys},
        r"/api_keys": {"GET": list_keys},
        r"/api-keys/([^/]+)": {"DELETE": delete_key},
        r"/users/credits": {"GET": credits},
    }

    def body(self, media_type):
        declared = (self.headers.get("Content-Type") or "").split(";")[0].strip().lower()
        charset = re.search(r"charset=\"?([\w-]+)", self.headers.get("Content-Type") or "", re.IGNORECASE)
        if declared != media_type or (charset and charset.group(1).lower() != "utf-8"):
            raise Refused(415, f"Send {media_type}", [("Accept", media_type)])
        if len(self.sent) > 16_384:
            raise Refused(413, "The body is too large")
        return self.sent

    def read(self):
        """The whole body, so that the next request of the connection begins where it ends."""
        if "chunked" not in (self.headers.get("Transfer-Encoding") or "").lower():
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        read = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            read += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return read

    def serve(self):
        self.sent = self.read()
        path = urlsplit(self.path).path
        if path.startswith("/hooks/"):
            return self.hook(path.removeprefix("/hooks/"))
        try:
            with self.service.lock:
                self.operation(path)
        except Refused as refused:
            self.answer(refused.status, {"status": "failed", "message": refused.message, "data": {}}, refused.headers)
        except (ValueError, UnicodeError, RecursionError):
            self.answer(400, {"status": "failed", "message": "The request cannot be read", "data": {}})

    def operation(self, path):
        decoded = unquote_to_bytes(path).decode("utf-8")
        found = ((re.fullmatch(BASE + route, decoded), methods) for route, methods in self.routes.items())
        match, methods = next(((match, methods) for match, methods in found if match), (None, None))
        if match is None:
            raise Refused(404, "There is nothing here")
        allowed = [*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"]
        if self.command == "OPTIONS":
            return self.preflight(allowed)
        method = methods.get("GET" if self.command == "HEAD" else self.command)
        if method is None:
            raise Refused(405, "There is no such method", [("Allow", ", ".join(allowed))])
        if urlsplit(self.path).query:
            raise Refused(400, "No query parameter is known here")
        data, message = method(self, *match.groups())
        self.answer(200, {"status": "success", "message": message, "data": data})

    def preflight(self, allowed):
        self.send_response(204)
        for name, value in self.usual(("Allow", ", ".join(allowed))):
            self.send_header(name, value)
        if self.headers.get("Access-Control-Request-Method"):
            self.send_header("Access-Control-Allow-Methods", ", ".join(allowed))
            self.send_header("Access-Control-Allow-Headers", "content-type, authorization")
        self.end_headers()

    def usual(self, *more):
        return [("Cache-Control", "private, no-store"), ("Access-Control-Allow-Origin", "*"), *more]

    def answer(self, status, content, headers=()):
        written = json.dumps(content).encode()
        exposed = [("Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After")]
        self.send_response(status)
        for name, value in self.usual(*headers, *exposed, ("Content-Type", JSON), ("Content-Length", str(len(written)))):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(written)

    def hook(self, name):
        asked = json.loads(self.sent or b"{}")
        with self.service.lock:
            result = self.hooks[name](self.service, asked)
        self.answer(200, result or {})

    hooks = {
        "reset": lambda service, _: service.reset(),
        "advanceClock": lambda service, asked: setattr(service, "offset", service.offset + asked["seconds"]),
        "freezeClock": lambda service, _: setattr(service, "frozen", time.time()),
        "createAccount": lambda service, asked: service.add(
            asked.get("login"), asked["email"], asked["password"], role=asked.get("role", "GUEST")
        ),
        "disableAccount": lambda service, asked: service.find(asked["email"]).update(disabled=asked["disabled"]),
        "changeSettings": lambda service, asked: service.__dict__.update(
            {{"apiKeysPerAccount": "keys_per_account", "passwordsPerAddress": "passwords_per_address"}[name]: value
             for name, value in asked["settings"].items()}
        ),
    }

    def __getattr__(self, name):
        """Every method of HTTP is dispatched by the table of routes."""
        if name.startswith("do_"):
            return self.serve
        raise AttributeError(name)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_port}{BASE}", flush=True)
    server.serve_forever()
