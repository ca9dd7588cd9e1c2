"""OAuth clients of others, doing every flow: Authlib, and the Python SDK of the Model Context Protocol.

Prints what was done; ends with status 1 at the first thing that does not work. The environment variable SECRETS holds a
user's password and the secret of a client of that user, with a blank between them.
"""

import argparse
import asyncio
import html.parser
import json
import os
import pathlib
import socket
import ssl
import urllib.parse

import httpx2
import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.common.security import generate_token
from joserfc import jwt
from joserfc.jwk import KeySet
from mcp import ClientSession
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.auth.extensions.client_credentials import ClientCredentialsOAuthProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientMetadata

arguments = argparse.ArgumentParser()
arguments.add_argument("issuer")
arguments.add_argument("user")
arguments.add_argument("client", help="the id of a client of the user")
arguments.add_argument("--document", help="the address of a client's description, which is an id of a client as well")
arguments.add_argument("--authority", help="a file with the certificates to trust, PEM")
arguments.add_argument("--at", help="the address that the issuer's name has, in place of what DNS says")
arguments.add_argument("--kept", help="a file: tokens are left there, and used that a run before has left there")
arguments = arguments.parse_args()
ISSUER, USER, CLIENT_ID = arguments.issuer, arguments.user, arguments.client
PASSWORD, CLIENT_SECRET = os.environ["SECRETS"].split(" ")
TRUST = ssl.create_default_context(cafile=arguments.authority)
if arguments.authority:
    os.environ["REQUESTS_CA_BUNDLE"] = arguments.authority
if arguments.at:
    name, resolve = urllib.parse.urlsplit(ISSUER).hostname, socket.getaddrinfo
    socket.getaddrinfo = lambda host, *more, **options: resolve(
        arguments.at if host in (name, name.encode()) else host, *more, **options
    )
REDIRECT = "http://127.0.0.1:53123/callback"


class Form(html.parser.HTMLParser):
    """The address and the hidden fields of the first form of a page."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields, self.open = None, {}, False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and self.action is None:
            self.action, self.open = attributes["action"], True
        elif tag == "input" and self.open and attributes.get("type") == "hidden":
            self.fields[attributes["name"]] = attributes["value"]

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = False


def let_in(address):
    """What a person does in a browser; the address that the browser is sent to in the end."""
    browser = requests.Session()
    page = browser.get(address)
    page.raise_for_status()
    form = Form(page.text)
    page = browser.post(ISSUER + form.action, data={**form.fields, "user": USER, "password": PASSWORD})
    page.raise_for_status()
    form = Form(page.text)
    answer = browser.post(ISSUER + form.action, data={**form.fields, "decision": "allow"}, allow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def tags(token):
    return requests.get(ISSUER + "/api/tags", headers={"Authorization": "Bearer " + token}).status_code


def check_claims(metadata, token):
    keys = KeySet.import_key_set(requests.get(metadata["jwks_uri"]).json())
    claims = jwt.decode(token, keys, algorithms=["RS256"]).claims
    assert claims["iss"] == ISSUER and claims["sub"] == USER, claims


def authlib():
    metadata = requests.get(ISSUER + "/.well-known/oauth-authorization-server").json()
    for method in ("client_secret_basic", "client_secret_post"):
        client = OAuth2Session(CLIENT_ID, CLIENT_SECRET, token_endpoint_auth_method=method, scope="read")
        token = client.fetch_token(metadata["token_endpoint"], grant_type="client_credentials")
        assert tags(token["access_token"]) == 200
        check_claims(metadata, token["access_token"])
        asked = client.introspect_token(metadata["introspection_endpoint"], token=token["access_token"])
        assert asked.json()["active"] is True, asked.text
        assert client.revoke_token(metadata["revocation_endpoint"], token=token["access_token"]).status_code == 200
        assert tags(token["access_token"]) == 401
        print("authlib: client credentials, introspection, revocation with", method)

    for method in ("none", "client_secret_basic"):
        client, token = registered(metadata, method)
        assert tags(token["access_token"]) == 200
        check_claims(metadata, token["access_token"])
        renewed = client.refresh_token(metadata["token_endpoint"], refresh_token=token["refresh_token"])
        assert renewed["refresh_token"] != token["refresh_token"]
        assert tags(renewed["access_token"]) == 200
        client.revoke_token(
            metadata["revocation_endpoint"], token=renewed["refresh_token"], token_type_hint="refresh_token"
        )
        assert tags(renewed["access_token"]) == 401
        print("authlib: registration, code with PKCE, refresh, revocation with", method)


def registered(metadata, method):
    """A client that has registered itself, and the tokens that a user has let it have."""
    answer = requests.post(
        metadata["registration_endpoint"],
        json={"client_name": "Authlib", "redirect_uris": [REDIRECT], "token_endpoint_auth_method": method},
    )
    assert answer.status_code == 201, answer.text
    client = OAuth2Session(
        answer.json()["client_id"],
        answer.json().get("client_secret"),
        token_endpoint_auth_method=method,
        scope="read write",
        redirect_uri=REDIRECT,
        code_challenge_method="S256",
    )
    verifier = generate_token(48)
    address, state = client.create_authorization_url(metadata["authorization_endpoint"], code_verifier=verifier)
    return client, client.fetch_token(
        metadata["token_endpoint"], authorization_response=let_in(address), state=state, code_verifier=verifier
    )


def kept():
    """What a run before was given is still good; then something is kept for the next."""
    metadata = requests.get(ISSUER + "/.well-known/oauth-authorization-server").json()
    file = pathlib.Path(arguments.kept)
    if file.exists():
        before = json.loads(file.read_text())
        assert tags(before["access_token"]) == 200
        check_claims(metadata, before["access_token"])
        client = OAuth2Session(before["client_id"], token_endpoint_auth_method="none")
        renewed = client.refresh_token(metadata["token_endpoint"], refresh_token=before["refresh_token"])
        assert renewed["refresh_token"] != before["refresh_token"]
        assert tags(renewed["access_token"]) == 200
        check_claims(metadata, renewed["access_token"])
        print("authlib: access token, refresh token and registration of a run before")
    client, token = registered(metadata, "none")
    file.write_text(json.dumps({**token, "client_id": client.client_id}))


class Storage:
    def __init__(self):
        self.tokens, self.client = None, None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client):
        self.client = client


async def use(provider):
    async with httpx2.AsyncClient(auth=provider, timeout=30, verify=TRUST) as http:
        async with streamable_http_client(ISSUER + "/mcp", http_client=http) as (read, write):
            async with ClientSession(read, write) as session:
                await session.initialize()
                tools = await session.list_tools()
                assert any(tool.name == "memory_search" for tool in tools.tools), tools
                found = await session.call_tool("memory_search", {"query": "anything"})
                assert not found.is_error, found


async def sdk():
    sent = {}

    async def redirect(address):
        sent["address"] = await asyncio.to_thread(let_in, address)

    async def callback():
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(sent["address"]).query))
        return AuthorizationCodeResult(code=query["code"], state=query["state"], iss=query["iss"])

    storage = Storage()
    metadata = OAuthClientMetadata(client_name="MCP SDK", redirect_uris=[REDIRECT])
    await use(OAuthClientProvider(ISSUER + "/mcp", metadata, storage, redirect, callback))
    print("mcp: discovery, registration, code with PKCE and resource")
    first = storage.tokens.access_token
    storage.tokens = storage.tokens.model_copy(update={"access_token": "eyJ.not.good", "expires_in": -1})
    await use(OAuthClientProvider(ISSUER + "/mcp", metadata, storage, redirect, callback))
    assert storage.tokens.access_token not in (first, "eyJ.not.good")
    print("mcp: a token that is not good any more is replaced")
    await use(
        ClientCredentialsOAuthProvider(
            ISSUER + "/mcp", Storage(), CLIENT_ID, CLIENT_SECRET, scope="read write", issuer=ISSUER
        )
    )
    print("mcp: client credentials")
    if arguments.document:
        described = Storage()
        await use(
            OAuthClientProvider(
                ISSUER + "/mcp", metadata, described, redirect, callback, client_metadata_url=arguments.document
            )
        )
        assert described.client.client_id == arguments.document, described.client
        print("mcp: client id metadata document, code with PKCE")


authlib()
if arguments.kept:
    kept()
asyncio.run(sdk())
