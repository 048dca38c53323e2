# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  host:
    description:
      - Name or address of the server, without scheme or port. Internationalized names can be written in Unicode.
      - If E(CPANEL_FLEET_FILE) or an inventory of this run (P(hostops.cpanel.accounts#inventory)) lists a server of
        this name or host, the other connection options default to its values.
      - Not needed with O(session), which contains the host.
      - Taken from the environment variable E(CPANEL_HOST) if not given.
    type: str
  port:
    description:
      - Port of the service that the credential is for.
      - The default is V(2087) for O(credential=whm), V(2083) for O(credential=cpanel), and V(2096) if O(username) is an
        email address; with O(use_ssl=false) it is V(2086), V(2082) or V(2095).
      - Taken from the environment variable E(CPANEL_PORT) if not given.
    type: int
  username:
    description:
      - User to authenticate as; V(root), a reseller, a cPanel account, or an email address for Webmail.
      - Taken from the environment variable E(CPANEL_USERNAME) if not given.
    type: str
    default: root
  api_token:
    description:
      - API token of O(username), for WHM or cPanel depending on O(credential).
      - Taken from the environment variable E(CPANEL_API_TOKEN) if not given.
    type: str
  login_password:
    description:
      - Password of O(username), as an alternative to O(api_token). The password of a resource is always C(password).
      - Setting both is an error, unless they come from different sources. Then the higher source wins. From highest to
        lowest, these are the task together with C(module_defaults), variables of the host, the inventory and the file
        that E(CPANEL_FLEET_FILE) names, and the environment.
      - Taken from the environment variable E(CPANEL_PASSWORD) if not given.
    type: str
  otp:
    description:
      - Two-factor authentication code, if the server requires one. API tokens do not need it.
    type: str
  credential:
    description:
      - What kind of user the token or password belongs to.
      - V(whm) means root or a reseller, V(cpanel) an account or a mailbox.
      - Taken from the environment variable E(CPANEL_CREDENTIAL) if not given.
    type: str
    choices: [whm, cpanel]
    default: whm
  account:
    description:
      - The cPanel account to act on, or an email address for Webmail.
      - The default is the inventory host's variable C(hostops_cpanel_account) or C(cpanel_account), or the name of the
        host if its variable C(cpanel_kind) is V(account).
    type: str
    aliases: [user]
  session:
    description:
      - The RV(hostops.cpanel.cpanel_session#module:session) that M(hostops.cpanel.cpanel_session) returned.
      - It takes precedence over credentials. If a WHM credential is set as well, an expired session is renewed once for
        the task.
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
        description: Service that the session is for; V(cpaneld), V(whostmgrd) or V(webmaild).
        type: str
      account:
        description: Account, reseller or email address that the session belongs to.
        type: str
      security_token:
        description: The security token, C(/cpsess) followed by digits. A secret.
        type: str
      cookies:
        description: Cookies of the session by name. A secret.
        type: dict
      created_at:
        description: When the session was opened, in ISO 8601 and UTC.
        type: str
      expires_at:
        description: When the session expires according to the server, in ISO 8601 and UTC.
        type: str
      validate_certs:
        description: Whether certificates are verified.
        type: bool
      ca_path:
        description: CA bundle used to verify certificates.
        type: path
  session_host:
    description:
      - Host to log in to sessions at, if that is not O(host).
      - The host in the login URL that WHM returns is replaced by this or by O(host), so that servers behind NAT or
        tunnels work. Port and path are taken from the URL.
    type: str
  via:
    description:
      - How to call UAPI for an account with a WHM credential.
      - V(session) opens a session, makes the calls and closes it.
      - V(whm) has WHM make the call (C(uapi_cpanel)), in one request and without a session.
      - V(auto) uses V(whm), and V(session) for functions that require one or if the credential lacks the privilege
        C(cpanel-api).
    type: str
    choices: [auto, session, whm]
    default: auto
  validate_certs:
    description:
      - Whether to verify the server's certificate. Only set this to V(false) on networks that you trust.
      - Taken from the environment variable E(CPANEL_VALIDATE_CERTS) if not given.
    type: bool
    default: true
  ca_path:
    description:
      - PEM file or directory of CA certificates to use instead of the system's.
      - Taken from the environment variable E(CPANEL_CA_PATH) if not given.
    type: path
  use_ssl:
    description:
      - V(false) uses plain HTTP and its ports, with a warning. Secrets are then sent unencrypted.
      - Taken from the environment variable E(CPANEL_USE_SSL) if not given.
    type: bool
    default: true
  proxy:
    description:
      - URL of a proxy, with the scheme C(http), C(https) or, if the Python library PySocks is installed, a SOCKS scheme
        such as C(socks5). It can contain a user name and password, which are never shown. Proxy variables of the
        environment are ignored.
      - Taken from the environment variable E(CPANEL_PROXY) if not given.
    type: str
  timeout:
    description:
      - Seconds to wait for a connection, and for each complete response. Including connecting and sending, a request
        takes at most three times as long. Functions that change domains can take more than 30 seconds on real servers.
      - From V(1) to V(3600).
      - Taken from the environment variable E(CPANEL_TIMEOUT) if not given.
    type: int
    default: 60
  retries:
    description:
      - How often to retry a request after a temporary failure. Only calls that read, and requests that never left this
        machine, are retried. A refused credential never is.
      - From V(0) to V(20).
      - Taken from the environment variable E(CPANEL_RETRIES) if not given.
    type: int
    default: 3
  max_response_mb:
    description:
      - Maximum size of a response in megabytes, from V(1) to V(4096). For a list, this is the size of all its pages.
      - A larger response fails with the category V(protocol). So does one whose content would need more than four times
        as much memory.
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
