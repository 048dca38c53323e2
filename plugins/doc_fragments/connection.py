# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  host:
    description:
      - Name or address of the server, without scheme or port. International names may be written as they are.
      - The name or host of a server that E(CPANEL_FLEET_FILE) or an inventory
        P(hostops.cpanel.accounts#inventory) of this run knows brings along what is known of its connection.
      - Not needed with O(session), which names its own.
      - Taken from the environment variable E(CPANEL_HOST) if not given.
    type: str
  port:
    description:
      - Port of the service that the credential belongs to.
      - The default is V(2087) for O(credential=whm), V(2083) for O(credential=cpanel), and V(2096) if O(username) is an
        email address; with O(use_ssl=false) it is V(2086), V(2082) or V(2095).
      - Taken from the environment variable E(CPANEL_PORT) if not given.
    type: int
  username:
    description:
      - Who authenticates, V(root), a reseller, a cPanel account, or an email address for webmail.
      - Taken from the environment variable E(CPANEL_USERNAME) if not given.
    type: str
    default: root
  api_token:
    description:
      - API token of O(username), of WHM or of cPanel as O(credential) says.
      - Taken from the environment variable E(CPANEL_API_TOKEN) if not given.
    type: str
  login_password:
    description:
      - Password of O(username), instead of O(api_token). The password of a resource is another one, C(password).
      - To give both is an error, unless they come from different places. Then the one nearer to the task wins. The
        places are the task with its C(module_defaults), which cannot be told apart, then the variables of its host,
        then the inventory and the file that E(CPANEL_FLEET_FILE) names, and last the environment.
      - Taken from the environment variable E(CPANEL_PASSWORD) if not given.
    type: str
  otp:
    description:
      - Code of the second factor, where the server asks for two. An API token is the way around it.
    type: str
  credential:
    description:
      - What the token or password belongs to.
      - V(whm) is root or a reseller, V(cpanel) an account or a mailbox itself.
      - Taken from the environment variable E(CPANEL_CREDENTIAL) if not given.
    type: str
    choices: [whm, cpanel]
    default: whm
  account:
    description:
      - The cPanel account that is acted on; for webmail an email address.
      - If not given, it is that of the inventory host, by its variables C(hostops_cpanel_account) or C(cpanel_account),
        or by its name if C(cpanel_kind) is V(account).
    type: str
    aliases: [user]
  session:
    description:
      - A session that M(hostops.cpanel.cpanel_session) returned, whole.
      - It wins over credentials. Where both are present and the credential is one of WHM, a session that has expired is
        renewed once for the task.
    type: dict
    suboptions:
      host:
        description: Host that the session is bound to.
        type: str
      port:
        description: Port that the session is bound to.
        type: int
      scheme:
        description: V(https), or V(http) for a session on a plain port.
        type: str
      service:
        description: Service that the session is for, V(cpaneld), V(whostmgrd) or V(webmaild).
        type: str
      account:
        description: Account, reseller or email address whose session it is.
        type: str
      security_token:
        description: The security token, C(/cpsess) and digits. A secret.
        type: str
      cookies:
        description: The cookies of the session by name. Secrets.
        type: dict
      created_at:
        description: When it was opened, ISO 8601 in UTC.
        type: str
      expires_at:
        description: What the server gave as its end, ISO 8601 in UTC.
        type: str
      validate_certs:
        description: Whether certificates are verified.
        type: bool
      ca_path:
        description: CA bundle that certificates are verified with.
        type: path
  session_host:
    description:
      - Where to open sessions, if that is not O(host).
      - The login URL that WHM makes names the server's own host. It is replaced by O(host), so that servers behind NAT
        or tunnels work; port and path are taken from the URL.
    type: str
  via:
    description:
      - The way of a call on an account with a credential of WHM.
      - V(session) opens a session, makes the calls and closes it.
      - V(whm) lets WHM make the call (C(uapi_cpanel)), one request and no session.
      - V(auto) takes V(whm), and V(session) for functions that need one or where the credential lacks the privilege
        C(cpanel-api).
    type: str
    choices: [auto, session, whm]
    default: auto
  validate_certs:
    description:
      - Whether to verify the server's certificate. Set to V(false) only where nobody can be in between.
      - Taken from the environment variable E(CPANEL_VALIDATE_CERTS) if not given.
    type: bool
    default: true
  ca_path:
    description:
      - CA certificates to verify with, a PEM file or a directory, instead of the system's.
      - Taken from the environment variable E(CPANEL_CA_PATH) if not given.
    type: path
  use_ssl:
    description:
      - V(false) speaks plain HTTP to the plain ports, with a warning. Secrets then travel readable.
      - Taken from the environment variable E(CPANEL_USE_SSL) if not given.
    type: bool
    default: true
  proxy:
    description:
      - URL of a proxy, C(http), C(https), or with the Python library PySocks C(socks5) and its kin. It may hold a user
        and a password, which are never shown. Proxy variables of the environment are ignored.
      - Taken from the environment variable E(CPANEL_PROXY) if not given.
    type: str
  timeout:
    description:
      - Seconds to wait for a connection, and for each answer with all that belongs to it. Domain work on a real server
        can pass 30 seconds. With connecting and sending, a request takes at most three times as long.
      - From V(1) to V(3600).
      - Taken from the environment variable E(CPANEL_TIMEOUT) if not given.
    type: int
    default: 60
  retries:
    description:
      - How often a request is repeated after a passing failure. Only reading calls are, and requests that never left
        this machine; a refused credential is never tried again.
      - From V(0) to V(20).
      - Taken from the environment variable E(CPANEL_RETRIES) if not given.
    type: int
    default: 3
  max_response_mb:
    description:
      - The largest answer that is read, in megabytes, from V(1) to V(4096); a list counts with all its pages.
      - A larger one is a failure of the category V(protocol), and so is one whose content would take more than four
        times as much memory.
      - Taken from the environment variable E(CPANEL_MAX_RESPONSE_MB) if not given.
    type: int
    default: 64
requirements:
  - requests
"""

    # For lookups and inventories, beside the above: where the values come from, if they are not given.
    PLUGINS = r"""
options:
  host:
    env:
      - name: CPANEL_HOST
    vars:
      - name: hostops_cpanel_host
  port:
    env:
      - name: CPANEL_PORT
    vars:
      - name: hostops_cpanel_port
  username:
    env:
      - name: CPANEL_USERNAME
    vars:
      - name: hostops_cpanel_username
  api_token:
    env:
      - name: CPANEL_API_TOKEN
    vars:
      - name: hostops_cpanel_api_token
  login_password:
    env:
      - name: CPANEL_PASSWORD
    vars:
      - name: hostops_cpanel_login_password
  otp:
    vars:
      - name: hostops_cpanel_otp
  credential:
    env:
      - name: CPANEL_CREDENTIAL
    vars:
      - name: hostops_cpanel_credential
  account:
    vars:
      - name: hostops_cpanel_account
  session:
    vars:
      - name: hostops_cpanel_session
  session_host:
    vars:
      - name: hostops_cpanel_session_host
  via:
    vars:
      - name: hostops_cpanel_via
  validate_certs:
    env:
      - name: CPANEL_VALIDATE_CERTS
    vars:
      - name: hostops_cpanel_validate_certs
  ca_path:
    env:
      - name: CPANEL_CA_PATH
    vars:
      - name: hostops_cpanel_ca_path
  use_ssl:
    env:
      - name: CPANEL_USE_SSL
    vars:
      - name: hostops_cpanel_use_ssl
  proxy:
    env:
      - name: CPANEL_PROXY
    vars:
      - name: hostops_cpanel_proxy
  timeout:
    env:
      - name: CPANEL_TIMEOUT
    vars:
      - name: hostops_cpanel_timeout
  retries:
    env:
      - name: CPANEL_RETRIES
    vars:
      - name: hostops_cpanel_retries
  max_response_mb:
    env:
      - name: CPANEL_MAX_RESPONSE_MB
    vars:
      - name: hostops_cpanel_max_response_mb
"""
