# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    # The servers of an inventory, how to reach them, and which of their accounts to take.
    DOCUMENTATION = r"""
options:
  servers:
    description:
      - The servers. Their options may be templates, such as a lookup of a secret.
      - If neither this nor O(host) is given, O(fleet_file) names them.
    type: list
    elements: dict
    suboptions:
      name:
        description: Name of the server in variables, groups and host names. The default is its host.
        type: str
      host:
        description: Name or address of the server.
        type: str
        required: true
      port:
        description: As O(port).
        type: int
      username:
        description: As O(username).
        type: str
      api_token:
        description: As O(api_token).
        type: str
      login_password:
        description: As O(login_password).
        type: str
      otp:
        description: As O(otp).
        type: str
      session_host:
        description: As O(session_host).
        type: str
      validate_certs:
        description: As O(validate_certs).
        type: bool
      ca_path:
        description: As O(ca_path).
        type: path
      use_ssl:
        description: As O(use_ssl).
        type: bool
      proxy:
        description: As O(proxy).
        type: str
      timeout:
        description: As O(timeout).
        type: int
      retries:
        description: As O(retries).
        type: int
      max_response_mb:
        description: As O(max_response_mb).
        type: int
  fleet_file:
    description:
      - A file with the servers, YAML or JSON, also encrypted with Ansible's vault. It holds what O(servers) does, a
        list of such entries, or a map of hosts to options.
      - Not looked at if O(servers) or O(host) is given.
    type: str
    env:
      - name: CPANEL_FLEET_FILE
  host:
    description:
      - Name or address of a single server, if O(servers) is not given.
    type: str
    env:
      - name: CPANEL_HOST
    vars:
      - name: hostops_cpanel_host
  port:
    description:
      - Port of WHM. The default is V(2087), or V(2086) with O(use_ssl=false).
      - Common to all of O(servers), unless they have their own.
    type: int
    env:
      - name: CPANEL_PORT
    vars:
      - name: hostops_cpanel_port
  username:
    description:
      - Who authenticates, V(root) or a reseller.
      - Common to all of O(servers), unless they have their own.
    type: str
    default: root
    env:
      - name: CPANEL_USERNAME
    vars:
      - name: hostops_cpanel_username
  api_token:
    description:
      - API token of O(username).
      - Common to all of O(servers), unless they have their own.
    type: str
    env:
      - name: CPANEL_API_TOKEN
    vars:
      - name: hostops_cpanel_api_token
  login_password:
    description:
      - Password of O(username), if no O(api_token) is given.
      - Common to all of O(servers), unless they have their own.
    type: str
    env:
      - name: CPANEL_PASSWORD
    vars:
      - name: hostops_cpanel_login_password
  otp:
    description:
      - Code of the second factor, where the server asks for two. An API token is the way around it.
      - Common to all of O(servers), unless they have their own.
    type: str
    vars:
      - name: hostops_cpanel_otp
  session_host:
    description:
      - Where tasks open sessions, if that is not the host.
      - Common to all of O(servers), unless they have their own.
    type: str
    vars:
      - name: hostops_cpanel_session_host
  validate_certs:
    description:
      - Whether to verify the server's certificate.
      - Common to all of O(servers), unless they have their own.
    type: bool
    default: true
    env:
      - name: CPANEL_VALIDATE_CERTS
    vars:
      - name: hostops_cpanel_validate_certs
  ca_path:
    description:
      - CA certificates to verify with, a PEM file or a directory, instead of the system's.
      - Common to all of O(servers), unless they have their own.
    type: path
    env:
      - name: CPANEL_CA_PATH
    vars:
      - name: hostops_cpanel_ca_path
  use_ssl:
    description:
      - V(false) speaks plain HTTP to the plain ports, with a warning.
      - Common to all of O(servers), unless they have their own.
    type: bool
    default: true
    env:
      - name: CPANEL_USE_SSL
    vars:
      - name: hostops_cpanel_use_ssl
  proxy:
    description:
      - URL of an HTTP proxy.
      - Common to all of O(servers), unless they have their own.
    type: str
    env:
      - name: CPANEL_PROXY
    vars:
      - name: hostops_cpanel_proxy
  timeout:
    description:
      - Seconds to wait for a connection, and for each answer.
      - Common to all of O(servers), unless they have their own.
    type: int
    default: 60
    env:
      - name: CPANEL_TIMEOUT
    vars:
      - name: hostops_cpanel_timeout
  retries:
    description:
      - How often a request is repeated after a passing failure.
      - Common to all of O(servers), unless they have their own.
    type: int
    default: 3
    env:
      - name: CPANEL_RETRIES
    vars:
      - name: hostops_cpanel_retries
  max_response_mb:
    description:
      - The largest answer that is read, in megabytes; a list counts with all its pages.
      - Common to all of O(servers), unless they have their own.
    type: int
    default: 64
    env:
      - name: CPANEL_MAX_RESPONSE_MB
    vars:
      - name: hostops_cpanel_max_response_mb
  select:
    description:
      - Which accounts to take; all conditions have to hold. The servers are asked for these only.
    type: dict
    default: {}
    suboptions:
      owner:
        description: Owner of the account.
        type: str
      package:
        description: Package of the account.
        type: str
      domain:
        description: Regular expression that the main domain matches.
        type: str
      regex:
        description: Regular expression that the account's name matches.
        type: str
      suspended:
        description: Whether it is suspended. Both, if not given.
        type: bool
      max_accounts:
        description:
          - The most accounts that a server may list. One that lists more fails, so that a server that makes them up
            takes neither all memory nor all day.
        type: int
        default: 100000
"""
